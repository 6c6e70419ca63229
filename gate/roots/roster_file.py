"""A roster of people as a file that is mapped back without a copy (docs/policy-engine.md).

    magic    8 bytes  "GATEROLL"
    version  u32      of the roster's records
    blocks   u32      how many
    table    a row a block: 16 bytes name, padded with zeros · u64 offset · u64 length
    digest   32 bytes BLAKE2b of all before it, then of every block in the table's order
    blocks   each at a multiple of 65,536 bytes, which every machine can map

Little-endian throughout. A file appears whole or not at all: it is written beside its name, synced and moved there.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Mapping
from hashlib import blake2b
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO

from gate.policy.roster import BadRoster, Roster
from gate.policy.roster.roster import VERSION
from gate.roots.shape import UserError

MAGIC = b"GATEROLL"
_HEAD = struct.Struct("<8sII")
_ROW = struct.Struct("<16sQQ")
_DIGEST = 32
_ALIGN = 65_536
_MOST_BLOCKS = 64
_PIECE = 1 << 24


def save_roster(roster: Roster, path: Path) -> None:
    """Write the roster; OSError if the place cannot be written."""
    _require_little_endian()
    parts, draft = roster.parts(), path.with_name(f".{path.name}.new")
    head = _head(parts)
    digest = blake2b(head, digest_size=_DIGEST)
    for block in parts.values():
        digest.update(block)
    try:
        with draft.open("wb") as file:
            file.write(head + digest.digest())
            for block in parts.values():
                file.seek(-(-file.tell() // _ALIGN) * _ALIGN)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def load_roster(path: Path) -> Roster:
    """The roster, mapped; UserError if the file is none, of another version, cut short or damaged.

    The file must not be changed while the roster is in use; ``save_roster`` puts a new one in its place.
    """
    _require_little_endian()
    try:
        with path.open("rb") as file:
            return Roster.of(_blocks(file, path))
    except BadRoster as fault:
        raise UserError(f"{path}: {fault}") from fault


def _require_little_endian() -> None:
    if sys.byteorder != "little":
        raise UserError(
            f"expected a little-endian machine for roster files, got a {sys.byteorder}-endian one"
        )


def _head(parts: Mapping[str, memoryview]) -> bytes:
    rows: list[bytes] = []
    at = _HEAD.size + _ROW.size * len(parts) + _DIGEST
    for name, block in parts.items():
        at = -(-at // _ALIGN) * _ALIGN
        rows.append(_ROW.pack(name.encode(), at, len(block)))
        at += len(block)
    return _HEAD.pack(MAGIC, VERSION, len(parts)) + b"".join(rows)


def _blocks(file: IO[bytes], path: Path) -> dict[str, bytes | mmap]:
    head = file.read(_HEAD.size)
    magic, version, count = _HEAD.unpack(head.ljust(_HEAD.size, b"\0"))
    if magic != MAGIC or not 0 < count <= _MOST_BLOCKS:
        raise UserError(f"{path}: expected a roster of people, got another file")
    if version != VERSION:
        raise UserError(
            f"{path}: expected a roster of version {VERSION}, got version {version}: compile it anew"
        )
    table = file.read(_ROW.size * count)
    written = file.read(_DIGEST)
    size = os.fstat(file.fileno()).st_size
    if len(written) < _DIGEST:
        raise UserError(f"{path}: expected {count} rows and a digest, got the end of the file")
    digest = blake2b(head + table, digest_size=_DIGEST)
    blocks: dict[str, bytes | mmap] = {}
    for name, at, length in _ROW.iter_unpack(table):
        if at % _ALIGN or at + length > size:
            raise UserError(f"{path}: expected {length} bytes at {at}, got a file of {size}")
        block = mmap(file.fileno(), length, access=ACCESS_READ, offset=at) if length else b""
        _add(digest, block)
        blocks[name.rstrip(b"\0").decode("ascii", errors="replace")] = block
    if digest.digest() != written:
        raise UserError(f"{path}: expected the digest written in it, got another: the file is damaged")
    return blocks


def _add(digest: blake2b, block: bytes | mmap) -> None:
    """By pieces, so that no second copy of a big block is made."""
    for at in range(0, len(block), _PIECE):
        digest.update(block[at : at + _PIECE])
