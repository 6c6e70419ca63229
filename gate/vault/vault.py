"""A folder of sealed files, each named for the SHA-256 of what is inside.

Promises that a file is whole or not there at all, that its content is what its name says, and that nothing of it is
on the disk in clear. What is put twice is kept once. What a file belongs to is for facts to say.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from gate.keys.box import KEY_SIZE, Box, derive
from gate.keys.errors import SealError
from gate.keys.secret_file import create_secret, make_folder, read_secret

KEY = "desk-files.key"
LARGEST = 2 * 1024 * 1024
_NAME = re.compile(r"[0-9a-f]{64}")


class VaultError(Exception):
    """A file that is there cannot be opened: changed, or sealed under another key."""


class Vault:
    """Threads and processes may share the folder."""

    def __init__(self, folder: Path, keys: Path) -> None:
        """``keys``: the key ring's folder, where the vault's key is made the first time."""
        make_folder(folder)
        make_folder(keys)
        create_secret(keys / KEY, os.urandom(KEY_SIZE))
        self._box = Box(derive(read_secret(keys / KEY, KEY_SIZE), "desk files"))
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep it durably; its SHA-256. ValueError for nothing, or for more than 2 MiB."""
        if not 0 < len(content) <= LARGEST:
            raise ValueError(f"expected 1 to {LARGEST} bytes; got {len(content)}")
        name = hashlib.sha256(content).hexdigest()
        path = self._folder / name
        if not path.exists():
            self._write(path, self._box.seal(content, name).encode())
        return name

    def get(self, name: str) -> bytes | None:
        """What is kept under that SHA-256, None for nothing; VaultError where it does not open."""
        if not _NAME.fullmatch(name):
            return None
        try:
            sealed = (self._folder / name).read_text(encoding="ascii")
        except FileNotFoundError:
            return None
        try:
            return self._box.open(sealed, name)
        except SealError as fault:
            raise VaultError(f"{self._folder / name}: {fault}") from fault

    def forget(self, name: str) -> bool:
        """Remove a file for good; False where there is none."""
        if not _NAME.fullmatch(name):
            return False
        try:
            (self._folder / name).unlink()
        except FileNotFoundError:
            return False
        return True

    def _write(self, path: Path, sealed: bytes) -> None:
        new = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
