"""Files that are their owner's alone: written durably and whole, read only if nobody else could."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from gate.keys.errors import KeyRingError

PRIVATE = 0o600
FOLDER = 0o700
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_folder(folder: Path) -> None:
    """Create the folder for its owner alone; one that exists stays as it is."""
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)


def create_plain(path: Path, content: bytes) -> bool:
    """Write a new file durably; False, and nothing written, where there is one already."""
    new = _written(path, content)
    try:
        path.hardlink_to(new)  # fails where it exists, so that two processes agree on one key
    except FileExistsError:
        return False
    finally:
        new.unlink()
    return True


def replace_plain(path: Path, content: bytes) -> None:
    """Write the file, in place of what is there; after a power cut it is the old one or the new one, whole."""
    _written(path, content).replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Names in the folder are on the disk when this returns."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_private(path: Path, most: int) -> bytes:
    """At most ``most`` bytes of a file; KeyRingError if it is missing or open to others."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(most)
    except FileNotFoundError as fault:
        raise KeyRingError(f"{path}: expected a key file; there is none") from fault
    if mode & OTHERS:
        raise KeyRingError(
            f"{path}: expected mode 0600; got {stat.S_IMODE(mode):04o}, others can read the key"
        )
    return content


def read_plain(path: Path, size: int) -> bytes:
    """The ``size`` bytes of a file; KeyRingError if it is missing, open to others, or of another size."""
    content = read_private(path, size + 1)
    if len(content) != size:
        raise KeyRingError(f"{path}: expected a key of {size} bytes; got another size")
    return content


def _written(path: Path, content: bytes) -> Path:
    new = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return new
