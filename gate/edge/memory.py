"""What an agent must still know after a restart: the newest epoch, how fresh its rights are, how late it was, what
was revoked. One small file, replaced as a whole, durably.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from gate.bus.errors import CodecError
from gate.bus.plain import from_json, to_json
from gate.edge.errors import EdgeError

FILE_MODE = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """``high_water``: the latest instant that the agent ever saw. ``revoked``: credential → facts revision."""

    epoch: int = 0
    fresh_at: datetime | None = None
    high_water: datetime | None = None
    revoked: dict[str, int] = field(default_factory=dict)

    def revoke(self, credentials: tuple[str, ...], revision: int) -> Memory:
        """With these credentials dead as of a facts revision."""
        return replace(self, revoked={**self.revoked, **dict.fromkeys(credentials, revision)})

    def forget_revoked(self, revision: int) -> Memory:
        """Without what a pack of that revision says itself."""
        return replace(self, revoked={name: at for name, at in self.revoked.items() if at > revision})


def load_memory(path: Path) -> Memory:
    """What was saved, or a blank memory. EdgeError for a damaged file: to forget revocations would open doors."""
    if not path.exists():
        return Memory()
    try:
        return from_json(Memory, path.read_bytes())
    except CodecError as fault:
        raise EdgeError(f"{path}: expected the agent's memory; {fault}") from fault


def save_memory(path: Path, memory: Memory) -> None:
    """Replace the file, durably."""
    write_durably(path, to_json(memory))


def write_durably(path: Path, content: bytes) -> None:
    """Replace a file as a whole; after this a power cut leaves the new content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    _sync_folder(path.parent)


def remove_durably(path: Path) -> None:
    """Overwrite a file and take it away; no harm where there is none. After this a power cut leaves none either.

    What a flash disk's controller still holds of it is out of reach: its content is encrypted, too.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return
    with os.fdopen(descriptor, "wb") as file:
        file.write(bytes(os.fstat(descriptor).st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
