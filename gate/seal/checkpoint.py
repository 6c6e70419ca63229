"""Checkpoints: the tree's head as a text (C2SP tlog-checkpoint v1.0.0), one minute's seal.

::

    gate/hq                                        origin: which log
    1024                                           how many events it has
    4fQb…=                                         their root, base64
    at 2026-04-07T09:00:00.000000Z                 extension line: the engine's clock
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from gate.seal.errors import NoteError
from gate.seal.hashing import SIZE
from gate.seal.note import Note

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_AT = re.compile(r"at (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6})Z")
LINES = 4


def origin_of(site: str) -> str:
    """The name of a site's log."""
    return f"gate/{site}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """``size`` events of the log ``origin`` have this ``root``; said at ``at``, aware UTC."""

    origin: str
    size: int
    root: bytes
    at: datetime

    def text(self) -> str:
        """What is signed."""
        when = self.at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\nat {when}Z\n"


def read_checkpoint(note: Note) -> Checkpoint:
    """The checkpoint that a note holds; NoteError says what does not fit. No signature is looked at."""
    lines = note.text.split("\n")[:-1]
    if len(lines) != LINES:
        raise NoteError(f"expected origin, size, root and time; got {len(lines)} lines")
    origin, size, root, said = lines
    at = _AT.fullmatch(said)
    if not origin or not _NUMBER.fullmatch(size) or at is None:
        raise NoteError(f"expected origin, size and 'at TIME'; got {note.text[:120]!r}")
    try:
        hashed, when = base64.b64decode(root, validate=True), datetime.fromisoformat(at[1])
    except (binascii.Error, ValueError):
        raise NoteError(f"expected a root in base64 and a time; got {root[:80]!r}, {said[:40]!r}") from None
    if len(hashed) != SIZE:
        raise NoteError(f"expected a root of {SIZE} bytes; got {len(hashed)}")
    return Checkpoint(origin=origin, size=int(size), root=hashed, at=when.replace(tzinfo=UTC))
