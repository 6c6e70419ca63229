"""The one file under a spool: appended to, synced elsewhere, replaced as a whole.

Promises: what :meth:`SpoolDisk.append` took is the operating system's, so that the death of the process loses
nothing; after :meth:`SpoolDisk.sync`, and after :meth:`SpoolDisk.replace`, it outlives a power cut, the name of the
file too. Every method may raise OSError.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Protocol

FILE_MODE = 0o600


class Disk(Protocol):
    """What a spool needs of its disk."""

    def read(self) -> bytes:
        """What is there; empty where there is no file."""

    def keep_aside(self, content: bytes) -> str:
        """Keep a damaged content beside the file for whoever looks into it; the name of what was written."""

    def append(self, content: bytes) -> None:
        """Put it behind what is there; may leave a torn part of it where it raises."""

    def sync(self) -> None:
        """Make what was appended outlive a power cut. From any thread."""

    def replace(self, content: bytes) -> None:
        """Have this and nothing else, in one step that a power cut cannot halve."""

    def truncate(self, size: int) -> None:
        """Leave the first ``size`` bytes."""

    def close(self) -> None:
        """Let go of the file."""


class SpoolDisk:
    """The file at ``path``; its folder is made where it is missing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()  # the descriptor, between appending and syncing
        self._descriptor = -1

    def read(self) -> bytes:
        return self._path.read_bytes() if self._path.exists() else b""

    def keep_aside(self, content: bytes) -> str:
        aside = self._path.with_suffix(".damaged")
        aside.write_bytes(content)
        return aside.name

    def append(self, content: bytes) -> None:
        written = os.write(self._descriptor, content)
        if written != len(content):
            raise OSError(f"{written} of {len(content)} bytes written")

    def sync(self) -> None:
        with self._lock:
            if self._descriptor >= 0:
                os.fdatasync(self._descriptor)

    def replace(self, content: bytes) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, FILE_MODE)
        try:
            _write_all(descriptor, content)
            new.replace(self._path)
            _sync_folder(
                self._path.parent
            )  # or a power cut brings the old file back under what is appended next
        except OSError:
            os.close(descriptor)
            raise
        self._swap(descriptor)

    def truncate(self, size: int) -> None:
        os.ftruncate(self._descriptor, size)

    def close(self) -> None:
        self._swap(-1)

    def _swap(self, descriptor: int) -> None:
        with self._lock:
            old, self._descriptor = self._descriptor, descriptor
        if old >= 0:
            os.close(old)


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fdatasync(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
