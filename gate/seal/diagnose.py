"""What is wrong with a row that is not what was sealed: as much as the row itself can tell."""

from __future__ import annotations

from gate.seal.hashing import leaf_hash
from gate.seal.leaf import COLUMNS, Receipt, Row, Spelt, hidden_of, public_bytes, row_of
from gate.seal.recompute import OddRow, leaf

FARTHEST = 10_000
"""How many numbers on either side are tried to find where a row came from."""

TEXTS = ("portal", "zone", "subject", "request", "person", "credential")


def why_other(said: Spelt, answer: Receipt | None) -> str:
    """In words what differs from what was sealed as this row."""
    try:
        leaf(said, answer)
        row = row_of(said)
    except OddRow as fault:
        return f"altered: {fault}"
    except ValueError:
        return "altered: a text of it is none"
    if row.leaf is None:
        return "inserted: it was never sealed"
    place = _sealed_as(row, answer)
    if place is not None:
        return f"reordered: this was sealed as event {place}"
    if row.type == "CommandRecorded" and answer is None:
        return "altered: it is not what was sealed, or the receipt that was sealed with it was removed"
    strange = [name for name in TEXTS if _is_strange(row, name)]
    if strange:
        name = strange[0]
        return f"altered: its {name} {getattr(row, name)!r} does not stand in its body"
    return "altered: it is not what was sealed"


def named(said: Spelt) -> str:
    """The row for people: number, type, identity."""
    try:
        row = row_of(said)
    except ValueError:
        return f"event {said.seq}"
    return f"event {row.seq} ({row.type}, {row.src}/{row.boot}/{row.src_seq})"


def _sealed_as(row: Row, answer: Receipt | None) -> int | None:
    """The number under which the row's own leaf fits it."""
    _, _, rest = public_bytes(row, answer).partition(b",")
    behind = b"," + rest + hidden_of(row, answer)
    for distance in range(1, FARTHEST):
        for seq in (row.seq - distance, row.seq + distance):
            if seq > 0 and leaf_hash(b"[%d" % seq + behind) == row.leaf:
                return seq
    return None


def _is_strange(row: Row, name: str) -> bool:
    """What a column repeats of the body can be looked for there; a zone and a portal may come from the site's plan."""
    value = row[COLUMNS.index(name)]
    return (
        isinstance(value, str) and name not in ("zone", "portal") and value not in f"{row.body}{row.personal}"
    )
