"""Questions to the store."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gate.domain.visit import VisitState
from gate.store import Batch, Store
from gate.store.connect import engine_for
from gate.store.read import EventFilter, Reader
from gate.store.snapshot import KeptState
from tests.store.examples import ALARM, ANA, CHEN, DEPARTURE, EVERYTHING, NOON, VISIT, event


@pytest.fixture(autouse=True)
def filled(store: Store) -> None:
    events = [
        event(seq, portal="lab-door" if seq % 2 else "front-door", person="p1001" if seq % 3 == 0 else None)
        for seq in range(1, 31)
    ]
    state = [
        KeptState(kind="presence", key="p1001", value='["lab"]'),
        KeptState(kind="presence", key="v2001", value='["lobby","office"]'),
    ]
    with store.work() as work:
        work.begin_epoch(NOON, "sha")
        work.write(Batch(facts=EVERYTHING, events=events, world=state))


def test_pages_go_back_to_the_first_event_without_overlap(reader: Reader) -> None:
    seen: list[int] = []
    before = None
    while True:
        page = reader.events(before=before, limit=7)
        seen += [row.seq for row in page.rows]
        before = page.older
        if before is None:
            break
    assert seen == list(range(30, 0, -1))


def test_a_page_that_ends_exactly_is_the_last(reader: Reader) -> None:
    assert reader.events(limit=30).older is None
    assert reader.events(limit=29).older == 2


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (EventFilter(portal="lab-door", person="p1001"), [27, 21, 15, 9, 3]),
        (EventFilter(since=NOON + timedelta(seconds=29)), [30, 29]),
        (EventFilter(until=NOON + timedelta(seconds=2)), [1]),
        (EventFilter(types=("AccessDecided",)), []),
        (EventFilter(types=("ContactChanged",), person="p1001", until=NOON + timedelta(seconds=7)), [6, 3]),
    ],
)
def test_filters_narrow(reader: Reader, only: EventFilter, expected: list[int]) -> None:
    assert [row.seq for row in reader.events(only).rows] == expected


def test_catching_up_and_one_event(reader: Reader) -> None:
    assert [row.seq for row in reader.events_after(27)] == [28, 29, 30]
    found = reader.event(4)
    assert found is not None
    assert (found.portal, found.at) == ("front-door", NOON + timedelta(seconds=4))
    assert reader.event(31) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("chen", ["p1001"]),
        ("陈", ["p1001"]),
        ("cw", ["p1001"]),
        ("wei CHEN", ["p1001"]),
        ("souza instr", ["v2001"]),
        ("P1001", ["p1001"]),
        ("4567", ["p1001"]),
        ("62e3086ced", ["p1001"]),
        ("%", []),
        ("_", []),
        ("nobody", []),
        ("", []),
    ],
)
def test_people_are_found(reader: Reader, words: str, expected: list[str]) -> None:
    assert [line.id for line in reader.people(words)] == expected


def test_a_person_page_has_everything(reader: Reader) -> None:
    chen, ana = reader.person("p1001"), reader.person("v2001")
    assert chen is not None
    assert ana is not None
    assert (chen.file, chen.departures, chen.presence) == (CHEN, (DEPARTURE,), ("lab",))
    assert (ana.file, ana.visits, ana.presence) == (ANA, (VISIT,), ("lobby", "office"))
    assert reader.person("p9") is None
    assert reader.inside("lab") == ("p1001",)
    assert reader.inside("office") == ()


def test_visits_of_a_day_carry_names(reader: Reader, store: Store) -> None:
    (line,) = reader.visits(NOON, NOON + timedelta(hours=1))
    assert (line.visitor, line.host_name, line.company) == ("Ana Souza", "Chen Wei", "Souza Instruments")
    days_later = NOON + timedelta(days=3)
    assert len(reader.visits(days_later, days_later + timedelta(hours=1))) == 1, "still checked in"
    gone = replace(VISIT, visit=replace(VISIT.visit, state=VisitState.CLOSED))
    with store.work() as work:
        work.write(Batch(facts=[gone]))
    assert reader.visits(days_later, days_later + timedelta(hours=1)) == ()
    assert reader.visits(NOON + timedelta(hours=4), days_later) == (), "its end is not in it"
    assert reader.visit("w1") == gone


def test_alarms_departures_and_the_rest(reader: Reader, store: Store) -> None:
    assert reader.alarms_open() == (ALARM,)
    closed = replace(ALARM, closed_at=NOON + timedelta(minutes=5), code="resolved")
    with store.work() as work:
        work.write(Batch(facts=[closed]))
    assert reader.alarms_open() == ()
    assert reader.alarms_closed(NOON, NOON + timedelta(minutes=5)) == ()
    assert reader.alarms_closed(NOON, NOON + timedelta(minutes=6)) == (closed,)
    assert reader.alarm("a1") == closed
    assert reader.departures() == (DEPARTURE,)
    assert reader.departure("d1") == DEPARTURE
    assert [portal.portal for portal in reader.portals()] == ["lab-door"]
    assert [device.device for device in reader.devices()] == ["rdr-lab-in"]
    assert [agent.agent for agent in reader.agents()] == ["cabinet-1"]
    assert reader.epoch() == 1


def test_a_reader_cannot_write(ready_url: str) -> None:
    engine = engine_for(ready_url, read_only=True)
    with pytest.raises(DBAPIError, match=r"(?i)read-?\s?only"), engine.begin() as connection:
        connection.execute(text("DELETE FROM people"))
    engine.dispose()
