"""The spool's bytes: records with checksums in one file, and what can be saved of a damaged one.

Sans-IO. A file is HEADER and records; big-endian::

     0      2      3            7           15          23         27
    +------+------+------------+-----------+-----------+----------+-----------------+
    | A753 | kind | length u32 | boot u64  | seq u64   | crc u32  | payload, length |
    +------+------+------------+-----------+-----------+----------+-----------------+

CRC-32 (zlib's) covers all but the mark and itself. A power cut leaves a torn last record; worse may leave rubbish
anywhere: reading goes on at the next record that is whole.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

HEADER = b"GATE-SPOOL-1\n"
MARK = b"\xa7\x53"
_HEAD = struct.Struct(">BIQQ")
_CRC = struct.Struct(">I")
OVERHEAD = len(MARK) + _HEAD.size + _CRC.size
MAX_PAYLOAD = 16 * 1024 * 1024


class Kind(IntEnum):
    """What a record says."""

    EVENT = 1
    TELEMETRY = 2  # an event that may be dropped when the spool is full
    ACKNOWLEDGED = 3  # everything up to and with (boot, seq) is the engine's now


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record; events carry their message as sent."""

    kind: Kind
    boot: int
    seq: int
    payload: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file holds: its whole records in order, and how many bytes between and after them were none."""

    records: tuple[Record, ...]
    lost: int


def pack_record(record: Record) -> bytes:
    """A record's bytes."""
    head = _HEAD.pack(record.kind, len(record.payload), record.boot, record.seq)
    crc = zlib.crc32(record.payload, zlib.crc32(head))
    return b"".join((MARK, head, _CRC.pack(crc), record.payload))


def read_spool(content: bytes) -> Reading:
    """Every whole record of a file, however damaged."""
    found = list(_records(content))
    whole = sum(OVERHEAD + len(record.payload) for record in found)
    header = len(HEADER) if content.startswith(HEADER) else 0
    return Reading(records=tuple(found), lost=len(content) - header - whole)


def _records(content: bytes) -> Iterator[Record]:
    place = content.find(MARK)
    while place >= 0:
        record = _record_at(content, place)
        if record is not None:
            yield record
        place = content.find(MARK, place + 1 if record is None else place + OVERHEAD + len(record.payload))


def _record_at(content: bytes, place: int) -> Record | None:
    start = place + OVERHEAD
    if start > len(content):
        return None
    kind, length, boot, seq = _HEAD.unpack_from(content, place + len(MARK))
    if length > MAX_PAYLOAD or start + length > len(content) or kind not in Kind.__members__.values():
        return None
    (crc,) = _CRC.unpack_from(content, start - _CRC.size)
    payload = content[start : start + length]
    if crc != zlib.crc32(payload, zlib.crc32(content[place + len(MARK) : start - _CRC.size])):
        return None
    return Record(kind=Kind(kind), boot=boot, seq=seq, payload=payload)
