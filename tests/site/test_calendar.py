"""The resolved calendar: offsets against zoneinfo, holidays, swapped workdays, iCalendar files."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.domain.schedule import Calendar
from gate.site.country_days import country_codes, country_days
from gate.site.offsets import utc_offsets
from gate.site.version import site_version
from tests.site.altered import HQ, Change, altered, check_text, told

ZONES = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "UTC",
]


SECONDS = st.integers(
    int(datetime(2000, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2060, 12, 31, tzinfo=UTC).timestamp())
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(ZONES), SECONDS)
def test_offsets_agree_with_the_time_zone_database(name: str, second: int) -> None:
    offsets = utc_offsets(name)
    starts = [start for start, _ in offsets]
    offset = offsets[max(0, bisect_right(starts, second) - 1)][1]
    expected = datetime.fromtimestamp(second, ZoneInfo(name)).utcoffset()
    assert expected is not None
    assert offset == int(expected.total_seconds())


def test_the_very_second_of_a_change() -> None:
    # Berlin, 29 March 2026 and 25 October 2026, each at 01:00 UTC
    offsets = dict(utc_offsets("Europe/Berlin"))
    assert offsets[int(datetime(2026, 3, 29, 1, tzinfo=UTC).timestamp())] == 7200
    assert offsets[int(datetime(2026, 10, 25, 1, tzinfo=UTC).timestamp())] == 3600


def test_china_in_2026() -> None:
    # State Council, General Office, 4 November 2025: the arrangement of holidays of 2026
    days = country_days("CN")
    assert {date(2026, 2, day) for day in range(16, 21)} <= days.holidays
    assert date(2026, 2, 14) in days.swapped
    assert date(2026, 10, 10) in days.swapped
    assert date(2026, 2, 14) not in days.holidays
    assert 2026 in days.published
    assert 2040 not in days.published


def test_a_country_without_swaps_is_known_ahead() -> None:
    days = country_days("DE")
    assert date(2026, 10, 3) in days.holidays
    assert days.swapped == frozenset()
    assert 2040 in days.published


def test_the_package_still_finds_all_countries_afterwards() -> None:
    import holidays

    country_days("CN")
    assert len(country_codes()) > 100
    assert date(2026, 7, 14) in holidays.country_holidays("FR", years=2026)


ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//site//EN
BEGIN:VEVENT
UID:1
SUMMARY:Company day
DTSTART;VALUE=DATE:20260601
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Stocktaking
DTSTART;VALUE=DATE:20260803
DTEND;VALUE=DATE:20260806
END:VEVENT
BEGIN:VEVENT
UID:3
SUMMARY:Founders' day
DTSTART;VALUE=DATE:20250915
RRULE:FREQ=YEARLY;UNTIL=20270915T000000Z
END:VEVENT
BEGIN:VEVENT
UID:4
SUMMARY:Night work
DTSTART:20261224T200000Z
DTEND:20261225T160000Z
END:VEVENT
END:VCALENDAR
"""


def test_icalendar_file_beside_the_site(tmp_path: Path) -> None:
    (tmp_path / "own.ics").write_text(ICS, encoding="utf-8")
    calendar = _calendar(tmp_path, '["own.ics"]')
    expected = [(2026, 6, 1), (2026, 8, 3), (2026, 8, 4), (2026, 8, 5)]
    expected += [(2025, 9, 15), (2026, 9, 15), (2027, 9, 15)]
    # 04:00 on the 25th to the midnight that ends it, in Shanghai
    expected += [(2026, 12, 25)]
    assert calendar.holidays == {date(*day) for day in expected}
    assert 2050 in calendar.published


def test_dates_and_countries_add_up(tmp_path: Path) -> None:
    calendar = _calendar(tmp_path, '["CN", "2026-12-31", 2026-12-30]')
    assert {date(2026, 12, 31), date(2026, 12, 30), date(2026, 10, 1)} <= calendar.holidays
    assert date(2026, 10, 10) in calendar.swapped
    assert calendar.timezone == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("content", "got"),
    [("", "own.ics"), ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "no events in it"), ("\0", "own.ics")],
)
def test_files_that_are_no_calendars(tmp_path: Path, content: str, got: str) -> None:
    (tmp_path / "own.ics").write_text(content, encoding="utf-8")
    checked = check_text(tmp_path, altered(HQ, Change('["CN", "2026-12-31"]', '["own.ics"]')))
    (finding,) = checked.findings
    assert finding.path == "site.holidays[0]"
    assert got in finding.got


def test_version_is_of_the_meaning(tmp_path: Path) -> None:
    def version(text: str) -> str:
        checked = check_text(tmp_path, text)
        assert checked.site is not None, told(checked.findings)
        assert checked.site.version == site_version(checked.site)
        return checked.site.version

    first = version(HQ)
    assert len(first) == 64
    assert version(HQ.replace("# count", "# Count").replace('lease = "8h"', 'lease  =  "480m"')) == first
    moved = HQ.replace(
        '[[agents]]\nid = "cabinet-1"', '[[groups]]\nid = "late"\n\n[[agents]]\nid = "cabinet-1"'
    )
    assert version(moved) != first
    assert version(altered(HQ, Change('"2026-12-31"', '"2026-12-30"'))) != first
    assert version(altered(HQ, Change('lease = "8h"', 'lease = "7h"'))) != first
    with_url = Change('# url = "mqtts://broker.internal:8883"', 'url = "mqtts://broker.internal:8883"')
    assert version(altered(HQ, with_url)) == first


def _calendar(folder: Path, holidays: str) -> Calendar:
    checked = check_text(folder, altered(HQ, Change('["CN", "2026-12-31"]', holidays)))
    assert checked.site is not None, told(checked.findings)
    return checked.site.calendar
