"""The journal's file: numbered records, each kept on the disk before :meth:`RedoFile.append` returns.

Two halves of fixed size take turns, so that nothing is ever moved. A half is written anew once the tables have durably
what stood in it. A record begins on a page of its own: one that is torn can take no earlier one with it. ::

    "gateredo"   number: 8 bytes   length: 4 bytes   CRC-32 of number, length, payload: 4 bytes   payload

Numbers are little-endian.
"""

from __future__ import annotations

import errno
import fcntl
import mmap
import os
import struct
import zlib
from pathlib import Path

HALF = 1 << 20
PAGE = 4096
LARGEST = 64 * PAGE
"""A record with its head; what is larger is for the tables."""
MAGIC = b"gateredo"
HEAD = struct.Struct("<8sQII")
NUMBERS = struct.Struct("<QI")
PRIVATE = 0o600


class RedoTaken(Exception):
    """Another process keeps the file: an engine runs on this database."""


class RedoFile:
    """Open for one process. Records are appended by one thread at a time; any may call :meth:`safe`."""

    def __init__(self, path: Path) -> None:
        """Take it, and change nothing. RedoTaken, or OSError where the file cannot be made."""
        self._path, self._file = path, take(path)
        self._direct = _direct(path, self._file)
        self._page = mmap.mmap(-1, LARGEST)  # memory of its own pages, as writing past the cache wants it
        self._where, self._last = (0, 0), [0, 0]
        self.upto = self._safe = 0

    def held(self) -> bytes:
        """What stands in it."""
        return os.pread(self._file, 2 * HALF, 0)

    def begin(self, upto: int) -> None:
        """Go on behind number ``upto``, which the tables have durably, as all before it: the file is wiped. OSError."""
        self.upto = self._safe = upto
        self.wipe()
        _keep_name(self._path)

    def append(self, payload: bytes) -> bool:
        """Keep a record as number ``upto + 1``; False where there is no room until the tables have more.

        OSError: nobody knows whether it is kept. The number is used up, and the file must not be used any more.
        """
        size = -(-(HEAD.size + len(payload)) // PAGE) * PAGE
        if size > LARGEST:
            return False
        half, at = self._where
        if at + size > HALF:
            half, at = 1 - half, 0
            if self._last[half] > self._safe:
                return False
        self.upto += 1
        self._page[:size] = _record(self.upto, payload).ljust(size, b"\0")
        with memoryview(self._page) as pages:
            _write(self._direct, pages[:size], half * HALF + at)
        os.fdatasync(self._direct)
        self._where, self._last[half] = (half, at + size), self.upto
        return True

    @property
    def crowded(self) -> bool:
        """True if the other half still holds what the tables may lose in a power cut."""
        return self._last[1 - self._where[0]] > self._safe

    def safe(self, upto: int) -> None:
        """The tables have all records up to this number durably."""
        self._safe = max(self._safe, upto)

    def wipe(self) -> None:
        """Overwrite all of it, for what was erased from the tables. Only where the tables have all of it durably."""
        _write(self._file, bytes(2 * HALF), 0)
        os.fsync(self._file)
        self._where, self._last = (0, 0), [0, 0]

    def close(self) -> None:
        """Let go of it."""
        if self._direct != self._file:
            os.close(self._direct)
        os.close(self._file)


def take(path: Path) -> int:
    """A descriptor of the file for this process alone; RedoTaken if another has it, OSError."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        os.close(descriptor)
        raise RedoTaken(str(path)) from fault
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def records(data: bytes) -> dict[int, bytes]:
    """Payloads by number of all that is whole in a file's bytes. What is torn or was overwritten is left out."""
    found: dict[int, bytes] = {}
    for at in range(0, len(data), PAGE):
        if data.startswith(MAGIC, at) and at + HEAD.size <= len(data):
            _, number, length, check = HEAD.unpack_from(data, at)
            payload = data[at + HEAD.size : at + HEAD.size + length]
            if len(payload) == length and _check(number, payload) == check:
                found[number] = payload
    return found


def _record(number: int, payload: bytes) -> bytes:
    return HEAD.pack(MAGIC, number, len(payload), _check(number, payload)) + payload


def _check(number: int, payload: bytes) -> int:
    return zlib.crc32(payload, zlib.crc32(NUMBERS.pack(number, len(payload))))


def _direct(path: Path, cached: int) -> int:
    """The file past the kernel's cache, which is a third quicker; ``cached`` where its folder cannot do so (tmpfs)."""
    try:
        return os.open(path, os.O_WRONLY | os.O_DIRECT | os.O_CLOEXEC)
    except OSError:
        return cached


def _write(descriptor: int, data: bytes | memoryview, at: int) -> None:
    """All of it, or OSError."""
    written = os.pwrite(descriptor, data, at)
    if written != len(data):
        raise OSError(errno.ENOSPC, f"expected {len(data)} bytes to be written; {written} were")


def _keep_name(path: Path) -> None:
    """A file that is new must still have its name after a power cut."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
