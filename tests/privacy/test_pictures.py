"""Stills and clips go together or not at all: of one alarm, of several, open, young, or half gone already."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.domain.alarm_kinds import kind_of
from gate.domain.commands import AcknowledgeAlarm, CloseAlarm, Command, Outcome, Receipt
from gate.domain.events import CameraSaw, ClipKept, RecordsErased
from gate.domain.retention import Kind
from gate.privacy.pictures import due
from gate.privacy.plan import plan
from gate.privacy.run import Beside, Runner
from tests.privacy.place import SYSTEM, Place
from tests.service.rig import GUARD

CUT = datetime(2026, 6, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(("late", "goes"), [(-TICK, True), (timedelta(0), False), (TICK, False)])
def test_the_youngest_of_a_family_decides(late: timedelta, goes: bool) -> None:
    kept = {"still": CUT - timedelta(days=9), "clip": CUT + late}
    assert due(kept, [("still", "clip")], (), CUT) == (frozenset(kept) if goes else frozenset())


def test_what_is_in_use_keeps_its_clip_and_the_clip_its_other_still() -> None:
    kept = dict.fromkeys(("a", "b", "film", "alone"), CUT - TICK)
    pairs = [("a", "film"), ("b", "film")]
    assert due(kept, pairs, ["b"], CUT) == {"alone"}
    assert due(kept, pairs, ["film"], CUT) == {"alone"}
    assert due(kept, pairs, ["nobody"], CUT) == set(kept)


def test_a_still_that_is_gone_joins_what_is_left() -> None:
    kept = dict.fromkeys(("film1", "film2"), CUT - TICK)
    assert due(kept, [("gone", "film1"), ("gone", "film2")], ["gone"], CUT) == set()


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(-3, 3), min_size=1),
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=8),
    st.sets(st.sampled_from("abcdefgh")),
)
def test_no_pair_is_ever_parted_and_nothing_in_use_goes(
    ages: dict[str, int], pairs: list[tuple[str, str]], in_use: set[str]
) -> None:
    kept = {name: CUT + timedelta(days=days) for name, days in ages.items()}
    going = due(kept, pairs, in_use, CUT)
    assert not going & in_use
    assert all(kept[name] < CUT for name in going)
    for still, clip in pairs:
        if still in kept and clip in kept:
            assert (still in going) == (clip in going)


def runner(place: Place) -> Runner:
    def send(command: Command) -> Receipt:
        return place.rig.command(command, SYSTEM)

    nothing = Beside(files=lambda _: 0, notices=lambda *_: None)
    return Runner(send=send, ask=place.ask, beside=nothing, reason="span", told=lambda *_: None, refused=[])


def test_an_alarms_clip_stays_as_long_as_its_still_and_both_go_with_a_record(
    place: Place, tmp_path: Path
) -> None:
    rig, folder = place.rig, tmp_path / "evidence"
    folder.mkdir()
    still, clip = "a" * 64, "b" * 64
    rig.event(CameraSaw(camera="cam-lab", rule="tamper", kind="covered", still=still), src="camera")
    rig.event(
        ClipKept(camera="cam-lab", rule="tamper", still=still, clip=clip, from_s=-6.0, to_s=6.0), src="camera"
    )
    (alarm,) = [each for each in place.reader.alarms_open() if each.still == still]
    now = rig.clock.now().timestamp()
    for name, age in ((f"{still}.jpg", 0), (f"{clip}.avi", 6)):
        (folder / name).write_bytes(b"x")
        os.utime(folder / name, (now + age, now + age))
    span = rig.site.retention[Kind.IMAGES]

    def images() -> list[str]:
        with place.ask() as connection:
            found = [
                each
                for each in plan(connection, rig.site, folder, rig.clock.now())
                if each.kind is Kind.IMAGES
            ]
        return [path.name for path in found[0].images]

    rig.clock.forward(seconds=span.total_seconds() + 5)
    assert images() == [], "the still is due, its clip is not, and the alarm is open"
    rig.clock.forward(seconds=10)
    assert images() == [], "both are due, and the alarm is open"
    rig.event(CameraSaw(camera="cam-lab", rule="tamper", kind="covered", active=False), src="camera")
    taken = AcknowledgeAlarm(alarm=alarm.id, revision=place.reader.alarms_open()[0].revision)
    code = kind_of(alarm.kind).codes[0].id
    for ask in (taken, CloseAlarm(alarm=alarm.id, code=code, note="a cleaner")):
        receipt = rig.command(ask, GUARD)
        assert receipt.outcome is Outcome.DONE, receipt.why
    assert images() == [f"{still}.jpg", f"{clip}.avi"]
    with place.ask() as connection:
        (wanted,) = [
            each for each in plan(connection, rig.site, folder, rig.clock.now()) if each.kind is Kind.IMAGES
        ]
    run = runner(place)
    assert (run.run(wanted).images, run.refused, list(folder.iterdir())) == (2, [], [])
    recorded = [row for row in place.reader.events(limit=5).rows if row.type == RecordsErased.__name__]
    assert recorded, "that they went is in the log"
