"""Key files: one key a file, readable by its owner alone, and sealed where the folder has a master key.

Promises that a key file is never, not even for an instant, open to others, and that one which is gets refused.

Sealed: ``gate sealed 1\\n`` ‖ box of :mod:`gate.keys.box` under the master, bound to the file's name. A file copied
over another one does not open there.
"""

from __future__ import annotations

from pathlib import Path

from gate.keys.errors import KeyRingError
from gate.keys.master import Master, find_master
from gate.keys.plain_file import PRIVATE, create_plain, make_folder, read_private, replace_plain

__all__ = ["PRIVATE", "create_secret", "is_sealed", "make_folder", "read_secret", "reseal"]

HEAD = b"gate sealed 1\n"
LARGEST = 4096


def create_secret(path: Path, content: bytes) -> bool:
    """Write a new key file durably; False, and nothing written, where there is one already."""
    master = find_master(path.parent)
    return create_plain(path, content if master is None else _sealed(path, content, master))


def read_secret(path: Path, size: int) -> bytes:
    """The key in a file; KeyRingError if it is missing, open to others, does not open, or is of another size."""
    content = read_private(path, LARGEST)
    if content.startswith(HEAD):
        content = _opened(path, content, find_master(path.parent))
    if len(content) != size:
        raise KeyRingError(f"{path}: expected a key of {size} bytes; got another size")
    return content


def is_sealed(path: Path) -> bool:
    """True for a file that needs the master key to be read."""
    return read_private(path, LARGEST).startswith(HEAD)


def reseal(path: Path, old: Master | None, new: Master) -> None:
    """Write the file anew under ``new``: it was in the clear, or under ``old``. Under ``new`` already: left alone."""
    content = read_private(path, LARGEST)
    if content.startswith(HEAD):
        if opens(path, content, new):
            return
        content = _opened(path, content, old)
    replace_plain(path, _sealed(path, content, new))


def opens(path: Path, content: bytes, master: Master) -> bool:
    """True if that is this file's content, sealed under this master."""
    try:
        _opened(path, content, master)
    except KeyRingError:
        return False
    return True


def _sealed(path: Path, content: bytes, master: Master) -> bytes:
    return HEAD + master.seal(content, _context(path)).encode()


def _opened(path: Path, content: bytes, master: Master | None) -> bytes:
    if master is None:
        raise KeyRingError(
            f"{path}: sealed, and there is no master key: expected a systemd credential, GATE_MASTER_KEY_FILE, "
            f"GATE_MASTER_KEY, GATE_KMS, or master.key beside it"
        )
    return master.open(content[len(HEAD) :].decode("ascii", "replace"), _context(path))


def _context(path: Path) -> str:
    """A reader's next key becomes its key by a change of the file's name (:mod:`gate.keys.reader_keys`)."""
    name = path.name
    return f"key file {name[: -len('.next')] + '.key' if name.endswith('.next') else name}"
