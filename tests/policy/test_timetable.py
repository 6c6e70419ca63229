"""Local time and schedules against zoneinfo, in zones with every kind of clock change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.domain.schedule import Calendar
from gate.policy.day import day_masks
from gate.policy.instant import instant, micros
from gate.policy.timetable import Timetable
from tests.policy.build import offsets, schedule
from tests.policy.reference_facts import Facts
from tests.policy.worlds import Maker

TIMEZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca")
CHANGES = (  # around the changes of 2026 in those zones, and a plain day
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 3, 8, 7, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
    datetime(2026, 2, 15, 2, tzinfo=UTC),
    datetime(2026, 6, 10, 12, tzinfo=UTC),
)


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(min_value=0, max_value=2**48),
    timezone=st.sampled_from(TIMEZONES),
    near=st.sampled_from(CHANGES),
    away=st.integers(min_value=-26 * 3600, max_value=26 * 3600),
    then=st.lists(st.integers(min_value=-7200, max_value=7200), max_size=4),
)
def test_active_as_zoneinfo_says(
    seed: int, timezone: str, near: datetime, away: int, then: list[int]
) -> None:
    """Whatever the same timetable was asked before."""
    random, moment = Random(seed), near + timedelta(seconds=away)
    days = [(moment + timedelta(days=shift)).date().isoformat() for shift in (-1, 0, 1)]
    head = {"timezone": timezone, "holidays": random.sample(days, 1), "swapped": random.sample(days, 1)}
    raw = Maker(random).schedule("s")
    facts = Facts({"site": head, "zones": [], "portals": [], "schedules": [raw], "groups": []}, [])
    calendar = Calendar(
        timezone=timezone,
        offsets=offsets(timezone),
        holidays=frozenset(map(date.fromisoformat, head["holidays"])),
        swapped=frozenset(map(date.fromisoformat, head["swapped"])),
    )
    timetable = Timetable(calendar, day_masks([schedule(raw)]))
    for at in (moment, *(moment + timedelta(seconds=seconds) for seconds in then)):
        active, today = timetable.at(micros(at))
        assert bool(active) == facts.active("s", at)
        assert date.fromordinal(today) == facts.local(at).date()
        since, until = timetable.stretch
        assert since <= micros(at) < until


def test_before_the_first_and_after_the_last_offset() -> None:
    calendar = Calendar(timezone="x", offsets=((1000, 3600), (2000, 7200)))
    timetable = Timetable(calendar, day_masks([]))
    ends = {seconds: timetable.at(seconds * 1_000_000)[1] for seconds in (-(10**11), 86_399 - 3600, 10**12)}
    assert ends[86_399 - 3600] == date(1970, 1, 1).toordinal() + 1, "7,200 s hold from 2,000 on"
    assert ends[-(10**11)] < ends[10**12]


def test_instants_round_trip() -> None:
    for moment in (datetime(1, 1, 1, tzinfo=UTC), datetime(2026, 3, 4, 10, 0, 0, 1, tzinfo=UTC)):
        assert instant(micros(moment)) == moment


def test_unknown_alternate_day() -> None:
    timetable = Timetable(Calendar(timezone="UTC", offsets=((0, 0),)), day_masks([]))
    with pytest.raises(ValueError, match="expected one of mon"):
        timetable.alternate(date(2026, 3, 4), "someday")
    assert timetable.changed == set()
