"""The key of each OSDP reader, and the one it is about to get: durable before it is sent, so that none is lost."""

from __future__ import annotations

import os
from pathlib import Path

from gate.keys.errors import KeyRingError
from gate.keys.plain_file import sync_folder
from gate.keys.ring import OSDP_SIZE
from gate.keys.secret_file import create_secret, make_folder, read_secret


class ReaderKeys:
    """Keys by device id, in the key ring's folder. Random, one for each reader; never derived from another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __repr__(self) -> str:
        return f"ReaderKeys({str(self._folder)!r})"

    def current(self, device: str) -> bytes | None:
        """The key that the agent uses."""
        return self._read(self._file(device, "key"))

    def pending(self, device: str) -> bytes | None:
        """A key that may have been sent: there is one while a change has begun and not ended."""
        return self._read(self._file(device, "next"))

    def prepare(self, device: str) -> bytes:
        """The key to send: a new one, or that of a change which was interrupted."""
        make_folder(self._folder)
        path = self._file(device, "next")
        create_secret(path, os.urandom(OSDP_SIZE))
        return read_secret(path, OSDP_SIZE)

    def commit(self, device: str) -> None:
        """The reader proved the prepared key: it is the one to use from now on, also after a power cut."""
        self._file(device, "next").replace(self._file(device, "key"))
        sync_folder(self._folder)

    def drop(self, device: str) -> None:
        """The reader is known not to have the prepared key."""
        self._file(device, "next").unlink(missing_ok=True)

    def _read(self, path: Path) -> bytes | None:
        return read_secret(path, OSDP_SIZE) if path.exists() else None

    def _file(self, device: str, kind: str) -> Path:
        if not device or "/" in device or "\0" in device:
            raise KeyRingError(f"expected a device's id without / for a key; got {device[:80]!r}")
        return self._folder / f"osdp-{device}.{kind}"
