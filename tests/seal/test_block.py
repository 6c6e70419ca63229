"""Rows by the hundred: a block comes to what its rows come to, and is left to them where anything is odd."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.dialects import sqlite

from gate.domain.erasure import EraseEvents
from gate.keys.seal_keys import verify_raw
from gate.seal.block import Block, Made, made
from gate.seal.leaf import Receipt, Spelt
from gate.seal.recompute import leaves
from gate.seal.report import SealBroken
from gate.seal.verify import Verifier
from gate.store.erase_events import EventEraser
from gate.store.seal.source import open_record
from gate.store.seal.spelling import BLOCK, spelt_columns
from tests.seal.conftest import Sealed
from tests.seal.forging import tampered


@pytest.fixture
def line(sealed: Sealed) -> Iterator[sqlite3.Connection]:
    found = sqlite3.connect(sealed.path, isolation_level=None)
    yield found
    found.close()


def block_of(line: sqlite3.Connection, first: int, last: int) -> Block:
    found = line.execute(f"SELECT {BLOCK} FROM events WHERE seq BETWEEN {first} AND {last}").fetchone()
    return Block(first, *found)


def rows_of(sealed: Sealed, first: int, last: int) -> tuple[list[Spelt], dict[int, Receipt]]:
    with open_record(sealed.url) as record:
        found = [(row, answers) for rows, answers in record.rows() for row in rows]
    rows = [spelt_columns(row) for row, _ in found[first - 1 : last]]
    return rows, {seq: each for _, answers in found for seq, each in answers.items() if first <= seq <= last}


def agreed(sealed: Sealed, line: sqlite3.Connection, first: int, last: int) -> Made:
    """What the block comes to, which is what its rows come to."""
    rows, answers = rows_of(sealed, first, last)
    found = made(block_of(line, first, last), answers)
    assert found is not None
    assert (found.leaves, found.erased) == leaves(rows, answers)
    return found


def test_a_block_comes_to_what_its_rows_come_to(sealed: Sealed, line: sqlite3.Connection) -> None:
    for first in range(3, 43):  # key events, of which no block is made, stand before and behind
        agreed(sealed, line, first, min(first + 3, 42))
    assert len(agreed(sealed, line, 3, 42).leaves) == 40


def test_so_does_one_with_erased_rows(sealed: Sealed, line: sqlite3.Connection) -> None:
    eraser = EventEraser(sqlite.dialect())
    types = ("AccessDecided", "CommandRecorded", "CredentialPresented", "PassageEnded")
    eraser.erase(
        line.cursor(), EraseEvents(types=types, first=3, last=42, before=datetime.max.replace(tzinfo=UTC))
    )
    assert agreed(sealed, line, 3, 42).erased > 20


def test_a_row_that_introduces_a_key_is_looked_at_by_itself(sealed: Sealed, line: sqlite3.Connection) -> None:
    assert made(block_of(line, 1, 2), {}) is None


CHANGES = [
    "body = body || char(10)",
    "body = CAST(body AS BLOB)",
    "salt = CAST(salt AS TEXT)",
    "leaf = CAST(leaf AS TEXT)",
    "leaf = substr(leaf, 1, 31)",
    "zone = NULL",
    "at = at + 0.5",
    "hidden = zeroblob(32)",
    "person = 'p9'",
    "personal = 'x'",
    "seq = 0",
    "seq = 10000",
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_any_row_makes_it_no_good_block(
    sealed: Sealed, line: sqlite3.Connection, change: str
) -> None:
    asked = "SELECT max(seq) FROM events WHERE seq < 40 AND salt IS NOT NULL AND zone IS NOT NULL"
    (seq,) = line.execute(asked).fetchone()
    _, answers = rows_of(sealed, 3, 42)
    tampered(sealed, f"UPDATE events SET {change} WHERE seq = {seq}")
    try:
        block = block_of(line, 3, 42)
    except sqlite3.OperationalError:  # JSON holds no bytes
        return
    assert made(block, answers) is None


@pytest.mark.parametrize("change", ["text", "at", "id", "seq"])
def test_a_receipt_that_was_changed_makes_it_no_good_block(
    sealed: Sealed, line: sqlite3.Connection, change: str
) -> None:
    _, answers = rows_of(sealed, 3, 42)
    seq, kept = answers.popitem()
    if change == "seq":
        answers[seq - 1] = kept
    else:
        other: Any = kept.at + 1 if change == "at" else f"{getattr(kept, change)} "
        answers[seq] = kept._replace(**{change: other})
    assert made(block_of(line, 3, 42), answers) is None


def test_a_row_spelt_into_its_neighbour_is_found(sealed: Sealed, line: sqlite3.Connection) -> None:
    """Two rows as one text would read alike if a row could hold what stands between two."""
    block = block_of(line, 3, 42)
    _, answers = rows_of(sealed, 3, 42)
    assert made(block._replace(size=39), answers) is None
    assert made(block._replace(first=4), answers) is None


def test_the_verifier_takes_nothing_of_a_block_that_is_not_next(
    sealed: Sealed, line: sqlite3.Connection
) -> None:
    verifier = Verifier(verify_raw, ())
    assert not verifier.block(block_of(line, 3, 42), {})
    with pytest.raises(SealBroken, match="events 1 to 64 removed"), open_record(sealed.url) as record:
        verifier.finish(record.frontier())
