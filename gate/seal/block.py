"""Leaves of many rows at once, from texts that hold them all: this is where verifying spends its time.

A store that spells rows itself (gate.store.seal.spelling) hands them over by the thousand, so that nothing is done for
each row but its hashes. A block that is not exactly what was sealed is no verdict: it is looked at row by row then
(gate.seal.recompute), which says what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from gate.seal.hashing import LEAF, SIZE
from gate.seal.leaf import NOBODY, NOTHING, SALT, Receipt, joined, spelt

BETWEEN, BEHIND = b"\n", b"\t"
"""Stand between two rows, and behind a personal part; never in one: JSON escapes them."""

SALTED, ERASED = b"*", b"-"
"""Before a row with a salt, and before one of which ``hidden`` is left."""

KEY_MARK = b'Introduced"'
"""In the public part of each row of gate.seal.keychain.KEY_EVENTS, and hardly ever in another's."""

_OPENS, _SALTED, _ERASED = b"["[0], SALTED[0], ERASED[0]


class Block(NamedTuple):
    """``size`` rows in the order of the log, the first of them ``first``, if the block is what it should be.

    ``rows``: of each its public part alone, if there is nothing personal; SALTED, the personal part, BEHIND and the
    public one; ERASED and the public one; or another beginning where its salt, hidden and personal part do not belong
    together. ``apart``: salt or hidden of those that have one, ``leaves``: of all, without anything between them.
    """

    first: int
    size: int
    rows: bytes
    apart: bytes
    leaves: bytes
    distinct: bool = True  # no two rows have the same number, as far as the database knows


class Made(NamedTuple):
    """What a block comes to: the leaf hash of each row, the row (see :func:`public_of`), and how many are erased."""

    leaves: list[bytes]
    rows: list[bytes]
    erased: int


def public_of(row: bytes) -> bytes:
    """The public part of a block's row."""
    if row.startswith(SALTED):
        return row.partition(BEHIND)[2]
    return row.removeprefix(ERASED)


def made(block: Block, answers: Mapping[int, Receipt]) -> Made | None:
    """The leaves of a block in which each row is what its own leaf says; None for one to be looked at row by row.

    ``answers``: receipts by the number of their event.
    """
    rows = block.rows.split(BETWEEN)
    if block.size != len(rows) or not _in_place(block, rows):
        return None
    if block.rows.rfind(KEY_MARK) >= 0:  # searches twice as fast as find
        return None
    if answers and not _answered(block.first, rows, answers):
        return None
    leaves = _leaves(rows, block.apart)
    if leaves is None or b"".join(leaves) != block.leaves:
        return None
    erased = sum(row.startswith(ERASED) for row in rows) if len(block.apart) >= SIZE else 0
    return Made(leaves, rows, erased)


def _in_place(block: Block, rows: Sequence[bytes]) -> bool:
    """Distinct numbers ascend: where the first and the last are right, all are."""
    last = block.first + block.size - 1
    if not block.distinct:
        return all(public_of(row).startswith(b"[%d," % seq) for seq, row in enumerate(rows, block.first))
    return public_of(rows[0]).startswith(b"[%d," % block.first) and public_of(rows[-1]).startswith(
        b"[%d," % last
    )


def _answered(first: int, rows: list[bytes], answers: Mapping[int, Receipt]) -> bool:
    """Put receipts to their rows; False where one does not fit."""
    for seq, answer in answers.items():
        place = seq - first
        if not 0 <= place < len(rows):
            return False
        row = rows[place]
        try:
            public = joined(public_of(row), spelt((answer.id, answer.at)))
            text = spelt((answer.text,))
        except (TypeError, UnicodeEncodeError):
            return False
        if row.startswith(SALTED):
            rows[place] = SALTED + joined(row[1:].partition(BEHIND)[0], text) + BEHIND + public
        elif row.startswith(ERASED) and answer.text == "":
            rows[place] = ERASED + public
        else:
            return False
    return True


def _leaves(rows: Sequence[bytes], apart: bytes) -> list[bytes] | None:
    """The leaf hash of each row; None where something does not belong together."""
    made: list[bytes] = []
    add, hashed, at = made.append, sha256, 0
    for row in rows:
        kind = row[0]
        if kind == _OPENS:
            add(hashed(LEAF + row + NOTHING).digest())
        elif kind == _SALTED:
            personal, _, public = row[1:].partition(BEHIND)
            if personal == NOBODY:
                return None
            add(hashed(LEAF + public + hashed(apart[at : at + SALT] + personal).digest()).digest())
            at += SALT
        elif kind == _ERASED:
            add(hashed(LEAF + row[1:] + apart[at : at + SIZE]).digest())
            at += SIZE
        else:
            return None
    return made if at == len(apart) else None
