"""Days of the log lead to all events of a time, also where the clock was set back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from gate.store import Batch, Store
from gate.store.read import EventFilter, Reader
from tests.store.examples import NOON, event

DAY = timedelta(days=1)
MIDNIGHT = NOON.replace(hour=0, minute=0, second=0, microsecond=0)


def write(store: Store, *instants: datetime) -> None:
    with store.work() as work:
        work.write(Batch(events=[event(seq, recorded_at=at) for seq, at in enumerate(instants, 1)]))


def found(reader: Reader, since: datetime | None, until: datetime | None) -> list[int]:
    return [row.seq for row in reader.events(EventFilter(since=since, until=until)).rows]


@pytest.mark.parametrize("edge", [timedelta(microseconds=-1), timedelta(0), timedelta(microseconds=1)])
def test_an_instant_at_midnight(store: Store, reader: Reader, edge: timedelta) -> None:
    write(store, MIDNIGHT + edge)
    assert found(reader, MIDNIGHT, None) == ([1] if edge >= timedelta(0) else [])
    assert found(reader, None, MIDNIGHT) == ([1] if edge < timedelta(0) else [])
    assert found(reader, MIDNIGHT - DAY, MIDNIGHT + DAY) == [1]


def test_a_clock_that_was_set_back_hides_nothing(store: Store, reader: Reader) -> None:
    write(store, NOON, NOON + DAY, NOON - DAY, NOON + 3 * DAY, NOON)
    assert found(reader, MIDNIGHT, MIDNIGHT + DAY) == [5, 1]
    assert found(reader, MIDNIGHT - DAY, MIDNIGHT) == [3]
    assert found(reader, MIDNIGHT + 2 * DAY, MIDNIGHT + 3 * DAY) == []
    assert found(reader, MIDNIGHT + DAY, None) == [4, 2]


def test_a_later_batch_widens_its_day(store: Store, reader: Reader) -> None:
    write(store, NOON, NOON)
    with store.work() as work:
        work.write(Batch(events=[event(3, recorded_at=NOON), event(4, recorded_at=NOON + DAY)]))
    assert found(reader, MIDNIGHT, MIDNIGHT + DAY) == [3, 2, 1]


def test_an_empty_log_and_a_time_without_events(store: Store, reader: Reader) -> None:
    assert found(reader, MIDNIGHT, None) == []
    write(store, NOON)
    assert found(reader, NOON + DAY, NOON + 2 * DAY) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("door", [3, 2]),
        ("LAB door", [2]),
        ("实验室", [3]),
        ("%", []),
        ("nothing", []),
        ("contactchanged", [3, 2, 1]),
    ],
)
def test_words_are_found_in_whatever_case(
    store: Store, reader: Reader, text: str, expected: list[int]
) -> None:
    events = [
        event(1),
        event(2, body='{"portal":"Lab-Door"}'),
        event(3, body='{"portal":"door","note":""}', personal='{"note":"实验室"}'),
    ]
    with store.work() as work:
        work.write(Batch(events=events))
    only = EventFilter(text=text)
    assert [row.seq for row in reader.events(only).rows] == expected
