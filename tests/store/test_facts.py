"""Facts come back from the store as they went in."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from gate.domain.commands import Outcome, Receipt
from gate.domain.credential import CredentialState
from gate.store import Batch, GivenReceipt, SourceMark, Store, StoreConflict
from gate.store.snapshot import KeptState
from tests.store import examples
from tests.store.examples import ALARM, ANA, CHEN, DEPARTURE, EVERYTHING, NOON, VISIT, event


def put(store: Store, batch: Batch) -> None:
    with store.work() as work:
        work.write(batch)


def test_a_snapshot_holds_all_that_was_written(store: Store) -> None:
    put(store, Batch(facts=EVERYTHING))
    with store.work() as work:
        found = work.snapshot()
    assert found.people == (CHEN, ANA)
    assert found.visits == (VISIT,)
    assert found.alarms == (ALARM,)
    assert found.portals == (examples.PORTAL,)
    assert found.devices == (examples.DEVICE,)
    assert found.agents == (examples.AGENT,)
    assert found.departures == (DEPARTURE,)
    assert list(found.departures[0].answers) == ["cabinet-2", "cabinet-1"]
    assert found.departures[0].waiting == ("cabinet-1",)
    assert found.revision == 8


def test_what_is_over_is_not_loaded(store: Store) -> None:
    put(store, Batch(facts=EVERYTHING))
    over = (
        replace(ALARM, closed_at=NOON, code="resolved"),
        replace(DEPARTURE, answers=dict.fromkeys(DEPARTURE.answers, NOON), proved_at=NOON),
    )
    put(store, Batch(facts=over))
    with store.work() as work:
        found = work.snapshot()
    assert (found.alarms, found.departures) == ((), ())


def test_world_state_is_upserted_and_deleted(store: Store) -> None:
    rows = [KeptState(kind="presence", key=key, value="[]") for key in ("a", "b")]
    put(store, Batch(world=rows))
    put(store, Batch(world=[Gone("presence", "a"), replace(rows[1], value='["lab"]')]))
    with store.work() as work:
        assert work.snapshot().world == (KeptState(kind="presence", key="b", value='["lab"]'),)


def test_epochs_count_up_and_logs_continue(store: Store) -> None:
    with store.work() as work:
        assert work.begin_epoch(NOON, "sha-1") == 1
    with store.work() as work:
        assert work.begin_epoch(NOON, "sha-1") == 2
        work.write(Batch(events=[event(1), event(2, type="AccessDecided", request="cabinet-1/1/1")]))
        work.write(Batch(sources=[SourceMark(src="cabinet-1", boot=1, upto=1)]))
        work.write(Batch(sources=[SourceMark(src="cabinet-1", boot=1, upto=2)]))
    with store.work() as work:
        found = work.snapshot()
    assert (found.epoch, found.seq, found.sources) == (2, 2, {("cabinet-1", 1): 2})
    assert found.answered == ("cabinet-1/1/1",)


def test_receipts_keep_their_first_answer(store: Store) -> None:
    receipt = Receipt(id="k1", outcome=Outcome.DONE, event=4, subject="w1", agents=("cabinet-1",))
    rows = [event(seq) for seq in (1, 2, 3, 4)]
    put(store, Batch(events=rows, receipts=[GivenReceipt(at=NOON, receipt=receipt)]))
    put(store, Batch(receipts=[GivenReceipt(at=NOON, receipt=replace(receipt, why="again"))]))
    with store.work() as work:
        assert work.snapshot().receipts == (receipt,)


def test_one_card_is_active_for_one_person_only(store: Store) -> None:
    mine = CHEN.person.credentials[0]
    hers = replace(ANA, person=replace(ANA.person, credentials=(replace(mine, id="c77"),)))
    put(store, Batch(facts=[CHEN]))
    with pytest.raises(StoreConflict):
        put(store, Batch(facts=[hers]))
    given_up = replace(mine, state=CredentialState.RETURNED)
    his = replace(CHEN, person=replace(CHEN.person, credentials=(given_up,)))
    put(store, Batch(facts=[hers, his]))  # in whatever order they are handed in


def test_one_alarm_is_open_per_kind_and_subject(store: Store) -> None:
    put(store, Batch(facts=[ALARM]))
    with pytest.raises(StoreConflict):
        put(store, Batch(facts=[replace(ALARM, id="a2")]))
    closed = replace(ALARM, closed_at=NOON)
    put(store, Batch(facts=[replace(ALARM, id="a2"), closed]))


def test_nothing_of_a_failed_unit_of_work_stays(store: Store) -> None:
    with pytest.raises(RuntimeError), store.work() as work:
        work.write(Batch(facts=EVERYTHING, events=[event(1)]))
        raise RuntimeError("power cut")
    with store.work() as work:
        found = work.snapshot()
    assert (found.people, found.seq) == ((), 0)


def test_a_time_without_offset_is_refused(store: Store) -> None:
    if store.dialect != "sqlite":
        pytest.skip("psycopg takes what the column is given; the domain builds aware instants only")
    naive = datetime(2026, 3, 2, 12)  # noqa: DTZ001
    with pytest.raises(ValueError, match="expected an instant with an offset"):
        put(store, Batch(facts=[replace(ALARM, raised_at=naive)]))


def test_instants_keep_microseconds_and_come_back_in_utc(store: Store) -> None:
    odd = NOON + timedelta(microseconds=1)
    put(store, Batch(facts=[replace(ALARM, raised_at=odd)]))
    with store.work() as work:
        (found,) = work.snapshot().alarms
    assert (found.raised_at, found.raised_at.utcoffset()) == (odd, timedelta(0))


class Gone:
    """A world row that ends."""

    value = None

    def __init__(self, kind: str, key: str) -> None:
        self.kind, self.key = kind, key
