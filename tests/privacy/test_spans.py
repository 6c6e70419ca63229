"""What goes by itself when its span is over, and what stays."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gate.domain.commands import Outcome, SetCredentialState
from gate.domain.door_state import Contact
from gate.domain.events import RecordsErased
from gate.domain.privacy_commands import EraseRange, EraseRecords, PlaceHold
from gate.domain.retention import Kind, types_of
from gate.domain.roll import Mark, Occasion
from gate.domain.roll_commands import CallRoll, EndRoll, MarkPerson
from gate.domain.visitor_type import DEFAULT_TYPES
from gate.privacy.plan import plan
from gate.store.read import EventFilter
from tests.privacy.erasing import REASON, runner, seal_holds
from tests.privacy.place import SYSTEM, Place
from tests.service.rig import CHEN, GUARD, LI, Rig


def days(rig: Rig, kind: Kind) -> timedelta:
    """The example's span."""
    return rig.site.retention[kind]


def due(place: Place, evidence: Path, kind: Kind) -> int:
    """Events of a kind that a run would erase now."""
    with place.ask() as connection:
        found = plan(connection, place.rig.site, evidence, place.rig.clock.now())
    return sum(each.events for each in found if each.kind is kind)


def test_movements_go_when_their_span_is_over_and_not_before(each_place: Place, tmp_path: Path) -> None:
    place = each_place
    place.rig.walk(CHEN, "rdr-front-in", "front-door")
    at, span = place.rig.clock.now(), days(place.rig, Kind.MOVEMENTS)
    for late, expected in ((-1, 0), (0, 0), (1, 3)):
        place.rig.clock.instant = at + span + timedelta(microseconds=late)
        assert due(place, tmp_path, Kind.MOVEMENTS) == expected
    with place.ask() as connection:
        wanted = [
            each for each in plan(connection, place.rig.site, tmp_path, place.rig.clock.now()) if each.windows
        ]
    erased = [runner(place).run(each) for each in wanted]
    assert [(each.kind, each.events) for each in erased if each.kind == "movements"] == [("movements", 3)]
    assert seal_holds(place) == sum(each.events for each in erased)
    assert due(place, tmp_path, Kind.MOVEMENTS) == 0, "a second run finds nothing"
    rows = place.reader.events(EventFilter(types=types_of("movements"))).rows
    assert {(row.erased, row.person) for row in rows} == {(True, None)}
    assert all(row.portal == "front-door" for row in rows), "that a door was used is still told"


@pytest.mark.parametrize("spans", [{}, {"guest": timedelta(days=30)}], ids=["a type gone", "a type's own"])
def test_a_visit_is_kept_as_its_type_says_and_else_as_the_site_says(
    place: Place, tmp_path: Path, spans: dict[str, timedelta]
) -> None:
    _, visit = place.guest_gone()
    ended = place.rig.facts.visits[visit].visit.ends
    types = {
        name: replace(DEFAULT_TYPES["delivery"], id=name, retention=span) for name, span in spans.items()
    }
    site = replace(place.rig.site, visitor_types=types)
    span = spans.get("guest", days(place.rig, Kind.VISITS))
    for late, expected in ((0, ()), (1, (visit,))):
        now = ended + span + timedelta(microseconds=late)
        with place.ask() as connection:
            found = [
                each.records for each in plan(connection, site, tmp_path, now) if each.kind is Kind.VISITS
            ]
        assert tuple(name for records in found for name in records) == expected


@pytest.mark.parametrize("own", [timedelta(days=30), timedelta(days=400)], ids=["shorter", "longer"])
def test_the_engine_erases_a_visit_by_the_span_of_its_type(place: Place, own: timedelta) -> None:
    _, visit = place.guest_gone()
    ended = place.rig.facts.visits[visit].visit.ends
    types = {"guest": replace(DEFAULT_TYPES["guest"], retention=own)}
    place.rig.facts.site = replace(place.rig.site, visitor_types=types)
    before = ended + timedelta(microseconds=1)
    ask = EraseRecords(kind="visits", ids=(visit,), before=before, reason=REASON)
    place.rig.clock.instant = before + own - timedelta(microseconds=1)
    assert "the site keeps visits" in place.rig.command(ask, SYSTEM).why
    place.rig.clock.instant = before + own
    assert place.rig.command(ask, SYSTEM).outcome is Outcome.DONE
    assert visit not in place.rig.facts.visits


def test_the_engine_takes_no_ones_word_for_the_span(place: Place) -> None:
    place.rig.walk(CHEN, "rdr-front-in", "front-door")
    ask = EraseRange(kind="movements", first=1, last=50, before=place.rig.clock.now(), reason=REASON)
    assert "the site keeps movements since" in place.rig.command(ask, SYSTEM).why
    early = place.rig.clock.now() - days(place.rig, Kind.MOVEMENTS)
    assert place.rig.command(replace(ask, before=early), SYSTEM).outcome is Outcome.DONE
    assert seal_holds(place) == 0, "nothing was that old"
    for wrong in (
        replace(ask, kind="shoes"),
        replace(ask, first=0),
        replace(ask, last=2001),
        replace(ask, kind="", person="p1001"),
        replace(ask, kind="", person="nobody"),
    ):
        assert place.rig.command(wrong, SYSTEM).outcome is not Outcome.DONE


def test_held_people_stay_in_a_range_that_goes(place: Place) -> None:
    place.rig.walk(CHEN, "rdr-front-in", "front-door")
    person, _ = place.guest_gone()
    place.rig.command(PlaceHold(subject="p1001", reason="case 17"), SYSTEM)
    place.rig.clock.forward(days=6 * 365)
    last = place.rig.decider._seq
    now = place.rig.clock.now()
    for kind in (Kind.MOVEMENTS, Kind.VISITS, Kind.AUDIT):
        before = now - days(place.rig, kind)
        ask = EraseRange(kind=kind, first=1, last=last, before=before, reason=REASON)
        assert place.rig.command(ask, SYSTEM).outcome is Outcome.DONE
    kept = place.reader.events(EventFilter(person="p1001")).rows
    assert {row.type for row in kept} >= {"AccessDecided", "PassageEnded"}
    assert [
        row for row in place.reader.events(EventFilter(person=person)).rows if row.type == "VisitChanged"
    ] == []
    assert seal_holds(place) > 0


def test_visits_and_visitors_go_by_their_types_span(place: Place, tmp_path: Path) -> None:
    person, visit = place.guest_gone("Nora Unforgotten")
    over, span = place.rig.facts.visits[visit].visit.ends, days(place.rig, Kind.VISITS)
    for late, people in ((0, ()), (1, (person,))):
        place.rig.clock.instant = over + span + timedelta(microseconds=late)
        with place.ask() as connection:
            found = plan(connection, place.rig.site, tmp_path / "evidence", place.rig.clock.now())
        assert tuple(name for each in found for name in each.people if name == person) == people
    run = runner(place)
    for each in found:
        run.run(each)
    assert run.refused == []
    assert "Unforgotten" not in place.whole_store()
    assert {event.kind for event in place.rig.ever_noted(RecordsErased)} >= {"visits"}
    left = place.reader.visit(visit)
    assert left is not None
    assert (left.purpose, left.why) == ("", "")


def test_a_visit_that_is_not_over_is_not_erased(place: Place) -> None:
    _, visit = place.guest()
    before = place.rig.clock.now() - days(place.rig, Kind.VISITS)
    ask = EraseRecords(kind="visits", ids=(visit,), before=before, reason=REASON)
    assert "not over" in place.rig.command(ask, SYSTEM).why


def test_pictures_go_unless_an_alarm_shows_them(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "old.jpg").write_bytes(b"x")
    place.rig.clock.instant = place.rig.clock.now().replace(year=2090)
    with place.ask() as connection:
        found = [
            each for each in plan(connection, place.rig.site, folder, place.rig.clock.now()) if each.images
        ]
    assert [path.name for path in found[0].images] == ["old.jpg"]
    assert runner(place).run(found[0]).images == 1
    assert not (folder / "old.jpg").exists()


def test_closed_alarms_lose_their_words(each_place: Place) -> None:
    place = each_place
    place.rig.command(SetCredentialState(credential="c3", state="lost", reason="x"), GUARD)
    closed = place.column("SELECT count(*) FROM alarms WHERE closed_at IS NOT NULL")
    assert closed == [0]
    before = place.rig.clock.now() - days(place.rig, Kind.ALARMS)
    ask = EraseRecords(kind="alarms", ids=("a-1",), before=before, reason=REASON)
    assert place.rig.command(ask, SYSTEM).outcome is Outcome.DONE, "what is gone already stays gone"


def test_who_was_on_a_roll_goes_with_the_movements(each_place: Place) -> None:
    """What facts and events say of it, once the roll has ended that long ago; of a held person it stays."""
    rig = each_place.rig
    rig.walk(CHEN, "rdr-front-in", "front-door")
    rig.door("front-door", Contact.CLOSED)
    rig.walk(LI, "rdr-front-in", "front-door")
    roll = rig.command(CallRoll(occasion=Occasion.DRILL)).subject
    for person in ("p1001", "p1002"):
        rig.command(MarkPerson(roll=roll, person=person, mark=Mark.SEEN))
    rig.command(EndRoll(roll=roll))
    rig.command(PlaceHold(subject="p1002", reason="case 17"), SYSTEM)
    ended, last = rig.clock.now(), rig.decider._seq
    for late, left in ((0, {"p1001", "p1002"}), (1, {"p1002"})):
        before = ended + timedelta(microseconds=late)
        rig.clock.instant = before + days(rig, Kind.MOVEMENTS)
        ask = EraseRange(kind="movements", first=1, last=last, before=before, reason=REASON)
        assert rig.command(ask, SYSTEM).outcome is Outcome.DONE
        assert set(each_place.column("SELECT person FROM roll_lines")) == left
    marks = each_place.column("SELECT person FROM events WHERE type = 'PersonMarked' ORDER BY seq")
    assert marks == [None, "p1002"]
    seal_holds(each_place)
