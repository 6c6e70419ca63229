"""The short way: what heads say of their rows holds as much as the tree, and gives way to it where it says nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite

from gate.domain.commands import Outcome, Receipt
from gate.domain.erasure import EraseEvents
from gate.keys.seal_keys import verify_raw
from gate.roots.audit_sources import heads_of_file, verify_store
from gate.seal.checkpoint import Checkpoint, Since, read_checkpoint
from gate.seal.note import Note, read_note
from gate.seal.report import KeptHead, Report, SealBroken
from gate.seal.short import NoShortWay, ShortVerifier
from gate.store import GivenReceipt, open_store
from gate.store.erase_events import EventEraser
from gate.store.errors import StoreConflict
from gate.store.seal import behind
from gate.store.seal.order import HeadOrder
from gate.store.seal.source import open_record
from tests.seal.conftest import Sealed, fill
from tests.seal.forging import forged, tampered
from tests.seal.log import NOON, SealedLog, some_event


def shortly(url: str, outside: tuple[list[KeptHead], ...] = ()) -> Report:
    with open_record(url) as record:
        short = ShortVerifier(verify_raw, record.heads(), record.edge, outside)
        record.feed_short(short)
        return short.finish(record.frontier())


def sinces(url: str) -> list[Since | None]:
    with open_record(url) as record:
        return [read_checkpoint(read_note(head.note)).since for head in record.heads()]


@pytest.fixture
def line(sealed: Sealed) -> Iterator[sqlite3.Connection]:
    found = sqlite3.connect(sealed.path, isolation_level=None)
    yield found
    found.close()


def test_both_ways_say_the_same_on_both_databases(log: tuple[SealedLog, str]) -> None:
    made, url = log
    fill(made)
    assert shortly(url) == verify_store(url, by_tree=True)
    assert [since.size for since in sinces(url) if since] == [0, 22, 42]


@pytest.mark.parametrize("at_once", [1, 2, 7, 19, 60, 64])
def test_heads_fall_anywhere_in_a_block(
    sealed: Sealed, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    whole = shortly(sealed.url)
    monkeypatch.setattr("gate.store.seal.source.CHUNK", at_once)
    assert shortly(sealed.url) == whole


def test_what_is_erased_leaves_the_digest_as_it_was(sealed: Sealed, line: sqlite3.Connection) -> None:
    types = ("AccessDecided", "CommandRecorded", "CredentialPresented", "PassageEnded")
    order = EraseEvents(types=types, first=3, last=60, before=datetime.max.replace(tzinfo=UTC))
    EventEraser(sqlite.dialect()).erase(line.cursor(), order)
    assert shortly(sealed.url) == verify_store(sealed.url, by_tree=True)
    assert shortly(sealed.url).erased > 20


@pytest.fixture
def lined(log: tuple[SealedLog, str]) -> Iterator[SealedLog]:
    """The log, written by one line as an engine does, nothing of it made anew from the store."""
    made, _ = log
    made.line = made.store.line()
    yield made
    made.line.close()


def test_the_digest_grows_with_the_rows(lined: SealedLog, log: tuple[SealedLog, str]) -> None:
    lined.head()
    fill(lined)
    assert shortly(log[1]) == verify_store(log[1], by_tree=True)
    assert shortly(log[1]).checkpoints == 4


def test_nothing_is_read_again_to_have_a_head(
    lined: SealedLog, log: tuple[SealedLog, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lined.head()
    lined.grow(9)
    monkeypatch.setattr(behind, "MOST_ANEW", 0)
    lined.head()
    assert shortly(log[1]).checkpoints == 2


def test_what_another_line_wrote_is_in_the_digest(lined: SealedLog, log: tuple[SealedLog, str]) -> None:
    lined.head()
    lined.grow(9)
    other, lined.line = lined.line, None
    lined.grow(9)
    lined.line = other
    lined.grow(9)
    lined.head()
    assert shortly(log[1]).sealed == lined.size


def test_a_batch_that_failed_is_not_in_the_digest(lined: SealedLog, log: tuple[SealedLog, str]) -> None:
    lined.head()
    lined.grow(3)
    size = lined.size
    failing = lined.batch([some_event(lined.dice, size + 1)])
    assert lined.line is not None
    with pytest.raises(StoreConflict):
        lined.line.write(replace(failing, receipts=[GivenReceipt(at=NOON, receipt=ASTRAY)]))
    with pytest.raises(ZeroDivisionError):
        lined.line.write(replace(failing, heads=[HeadOrder(origin="gate/hq", at=NOON, sign=no_pen)]))
    lined.size = size
    lined.grow(3)
    lined.head()
    assert shortly(log[1]).sealed == lined.size


def no_pen(_checkpoint: Checkpoint) -> Note:
    raise ZeroDivisionError


ASTRAY = Receipt(id="astray", outcome=Outcome.DONE, event=10**6)


def test_too_many_rows_are_left_to_the_tree(
    log: tuple[SealedLog, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, url = log
    made.grow(30)
    monkeypatch.setattr(behind, "MOST_ANEW", made.size - 1)
    made.head()
    made.grow(3)
    made.head()
    assert [since is None for since in sinces(url)] == [True, False]
    with pytest.raises(NoShortWay, match="does not hang"):
        shortly(url)
    assert verify_store(url).checkpoints == 2


REMOVED = ("DELETE FROM checkpoints WHERE size = 42", "DELETE FROM countersignatures WHERE size = 42")


def test_a_head_in_the_middle_that_is_gone_is_missed_by_the_next(sealed: Sealed) -> None:
    tampered(sealed, *REMOVED)
    for by_tree in (False, True):
        with pytest.raises(SealBroken, match="60 events hangs on one of 42 events, which was removed"):
            verify_store(sealed.url, by_tree=by_tree)


def test_a_row_with_its_leaf_made_anew_has_another_digest(sealed: Sealed) -> None:
    forged(sealed, 30)
    with pytest.raises(SealBroken, match="one of events 23 to 42 altered: .* another digest"):
        shortly(sealed.url)


def test_rows_behind_the_newest_head_hang_on_the_stores_own_state(sealed: Sealed) -> None:
    tampered(sealed, "UPDATE events SET boot = 2 WHERE seq = 63")
    with pytest.raises(NoShortWay, match="odd in the rows from event 61 on"):
        shortly(sealed.url)
    tampered(
        sealed, "UPDATE events SET boot = 1 WHERE seq = 63", "UPDATE seal_frontier SET roots = zeroblob(32)"
    )
    with pytest.raises(SealBroken):
        verify_store(sealed.url)


def heads_of(sealed: Sealed) -> list[KeptHead]:
    return list(heads_of_file(next((sealed.folder / "heads").iterdir())))


def test_copies_of_heads_agree_and_others_are_looked_at_closely(sealed: Sealed) -> None:
    heads = heads_of(sealed)
    assert shortly(sealed.url, (heads, heads[1:])).outside == 5
    countersigned = heads[2].note + next(iter(_newest(sealed).countersignatures.values())) + "\n"
    assert shortly(sealed.url, ([KeptHead(size=60, note=countersigned)],)).outside == 1
    for note, size in (
        (heads[2].note.replace("at 2026", "at 2025"), 60),
        (heads[2].note, 61),
        (heads[1].note, 60),
    ):
        with pytest.raises(NoShortWay):
            shortly(sealed.url, ([KeptHead(size=size, note=note, source="sheet")],))


def _newest(sealed: Sealed) -> KeptHead:
    with open_record(sealed.url) as record:
        found = record.newest_head()
    assert found is not None
    return found


CLOSELY: dict[str, str] = {
    "a countersignature of another": "UPDATE countersignatures SET signature = "
    "(SELECT max(signature) FROM countersignatures)",
    "a head of another time": "UPDATE checkpoints SET at = at + 1 WHERE size = 42",
    "a head that is none": "UPDATE checkpoints SET note = 'x' WHERE size = 42",
    "a signature of nobody": "UPDATE checkpoints SET note = replace(note, 'seal/2 ', 'seal/3 ') WHERE size = 60",
    "a node of another tree": "UPDATE events SET leaf = zeroblob(32) WHERE seq = 60",
    "bytes for a text": "UPDATE events SET body = CAST(body AS BLOB) WHERE seq = 30",
    "a number too low": "UPDATE events SET seq = -1 WHERE seq = 30",
    "a row far behind": "UPDATE events SET seq = 100000 WHERE seq = 64",
    "no state": "DELETE FROM seal_frontier",
    "a key of nobody": "UPDATE events SET body = '{}' WHERE seq = 1",
}


@pytest.mark.parametrize("what", CLOSELY)
def test_what_is_odd_is_looked_at_closely(sealed: Sealed, what: str) -> None:
    tampered(sealed, CLOSELY[what])
    with pytest.raises((NoShortWay, SealBroken)):
        shortly(sealed.url)
    with pytest.raises(SealBroken):
        verify_store(sealed.url)


def test_a_log_without_heads_has_no_short_way(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/gate.db")
    SealedLog(store, tmp_path).grow(3)
    store.close()
    with pytest.raises(NoShortWay, match="no head"):
        shortly(f"sqlite:///{tmp_path}/gate.db")
