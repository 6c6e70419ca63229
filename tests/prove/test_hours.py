"""The first instant of a set of schedules, against the timetable that decisions use, minute by minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.policy import Configuration, compile_site
from gate.policy.instant import BEGINNING, END, instant, micros
from gate.policy.prove.hours import Hours, Term
from gate.policy.prove.times import EVER, Stretch, earliest, pieces
from gate.policy.timetable import Timetable
from tests.policy import build
from tests.prove.stories import case

MINUTE = 60_000_000


def configuration(timezone: str = "Europe/Berlin", *schedules: dict[str, Any], **head: Any) -> Configuration:
    raw = {"site": {"timezone": timezone, **head}, "zones": [{"id": "out", "outside": True}]}
    return compile_site(build.site(raw | {"schedules": list(schedules)}))


def window(days: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"id": "s", "windows": [{"days": days, "from": start, "to": end}], **more}


def first(found: Configuration, start: str, end: str = "2030-01-01T00:00:00Z", want: int = 1) -> str | None:
    terms: frozenset[Term] = frozenset({(want, 0)})
    at = Hours(found).first(micros(datetime.fromisoformat(start)), micros(datetime.fromisoformat(end)), terms)
    return None if at is None else instant(at).isoformat()


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32), st.integers(0, 6000), st.sampled_from([1, 2, 3, 4, 6]), st.sampled_from([0, 2, 4])
)
def test_no_earlier_minute_fits(seed: int, offset: int, want: int, deny: int) -> None:
    """Over five days with holidays, swapped days and a change of clocks."""
    found = compile_site(case(seed).site)
    start = micros(datetime(2026, 3, 26, tzinfo=UTC)) + offset * MINUTE
    end = start + 2000 * MINUTE
    timetable = Timetable(found.calendar, found.days)

    def fits(t: int) -> bool:
        active, _ = timetable.at(t)
        return bool(active & want) and not active & deny

    slow = next((t for t in range(start, end, MINUTE) if fits(t)), None)
    assert Hours(found).first(start, end, frozenset({(want, deny)})) == slow


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-06-01T08:59:59.999999Z", "2026-06-01T09:00:00+00:00"),
        ("2026-06-01T09:00:00Z", "2026-06-01T09:00:00+00:00"),
        ("2026-06-01T16:59:59.999999Z", "2026-06-01T16:59:59.999999+00:00"),
        ("2026-06-01T17:00:00Z", "2026-06-02T09:00:00+00:00"),
    ],
)
def test_edges_of_a_window(start: str, expected: str) -> None:
    assert first(configuration("UTC", window("mon-fri", "09:00", "17:00")), start) == expected


def test_the_end_is_not_part_of_the_span() -> None:
    found = configuration("UTC", window("mon-fri", "09:00", "17:00"))
    assert first(found, "2026-06-01T08:00:00Z", "2026-06-01T09:00:00Z") is None
    assert first(found, "2026-06-01T08:00:00Z", "2026-06-01T09:00:00.000001Z") == "2026-06-01T09:00:00+00:00"


def test_times_in_a_gap_do_not_occur_and_both_passes_of_an_overlap_count() -> None:
    found = configuration("Europe/Berlin", window("sun", "02:00", "03:00"))
    # 29 March 2026: 02:00 to 03:00 is left out; the Sunday after has it
    assert first(found, "2026-03-29T00:00:00Z") == "2026-04-05T00:00:00+00:00"
    # 25 October 2026: 02:00 to 03:00 comes at 00:00 and again at 01:00 UTC
    assert first(found, "2026-10-25T00:59:59Z") == "2026-10-25T00:59:59+00:00"
    assert first(found, "2026-10-25T01:00:00Z") == "2026-10-25T01:00:00+00:00"


def test_a_schedule_of_holidays_alone_is_found_years_away() -> None:
    rare = window("mon", "09:00", "10:00", on_holiday=[{"from": "12:00", "to": "13:00"}])
    found = configuration("UTC", rare, holidays=["2029-12-25"])
    closed = configuration("UTC", {**rare, "windows": []}, holidays=["2029-12-25"])
    assert first(found, "2026-06-01T10:00:00Z") == "2026-06-08T09:00:00+00:00"
    assert first(closed, "2026-06-01T10:00:00Z") == "2029-12-25T12:00:00+00:00"
    assert first(closed, "2029-12-25T13:00:00Z", "2050-01-01T00:00:00Z") is None


def test_schedules_that_never_meet_have_no_time_in_all_of_time() -> None:
    early, late = window("mon-fri", "07:00", "12:00"), {**window("mon-fri", "12:00", "19:00"), "id": "t"}
    hours = Hours(configuration("Asia/Shanghai", early, late))
    together = ((Stretch(want=1),), (Stretch(want=2),))
    assert earliest(hours, together, BEGINNING, END) is None
    assert earliest(hours, together[:1], BEGINNING, END) is not None


def test_local_days_bound_from_midnight_to_midnight() -> None:
    hours = Hours(configuration("Asia/Shanghai"))
    day = (datetime(2026, 6, 8, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).days
    start = micros(datetime(2026, 6, 1, tzinfo=UTC))
    at = earliest(hours, [(Stretch(first_day=day),)], start)
    assert at is not None
    assert instant(at) == datetime(2026, 6, 7, 16, tzinfo=UTC)
    midnight = micros(datetime(2026, 6, 8, 16, tzinfo=UTC))
    assert earliest(hours, [(Stretch(last_day=day),)], midnight - 1) == midnight - 1
    assert earliest(hours, [(Stretch(last_day=day),)], midnight) is None


def test_unions_and_intersections() -> None:
    hours = Hours(configuration("UTC"))
    hour = timedelta(hours=1) // timedelta(microseconds=1)
    union = (Stretch(5 * hour, 6 * hour), Stretch(2 * hour, 3 * hour))
    assert earliest(hours, [union, EVER], 0) == 2 * hour
    assert earliest(hours, [union, (Stretch(3 * hour, END),)], 0) == 5 * hour
    assert earliest(hours, [union, ()], 0) is None
    assert pieces([(1, 3), (2, 3)]) == [(BEGINNING, 1), (1, 2), (2, 3), (3, END)]
