"""Key files: one key a file, readable by its owner alone.

Promises that a key file is never, not even for an instant, open to others, and that one which is gets refused.
"""

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


def create_secret(path: Path, content: bytes) -> bool:
    """Write a new key file durably; False, and nothing written, where there is one already."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(new)  # fails where it exists, so that two processes agree on one key
    except FileExistsError:
        return False
    finally:
        new.unlink()
    return True


def read_secret(path: Path, size: int) -> bytes:
    """The key in a file; KeyRingError if it is missing, open to others, or of another size."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(size + 1)
    except FileNotFoundError as fault:
        raise KeyRingError(f"{path}: expected a key file; there is none") from fault
    if mode & OTHERS:
        raise KeyRingError(
            f"{path}: expected mode 0600; got {stat.S_IMODE(mode):04o}, others can read the key"
        )
    if len(content) != size:
        raise KeyRingError(f"{path}: expected a key of {size} bytes; got another size")
    return content
