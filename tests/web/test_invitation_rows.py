"""Rows of an invitation from a file or a paste, and the days of a series."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from web.invitations.rows import FAULTS, NotText, decode, read_rows
from web.invitations.spans import Repeat, spans


@settings(max_examples=40)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40))
def test_text_survives_every_encoding_that_is_read(text: str) -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-8"):
        assert decode(text.encode(encoding)) == text


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_any_paste_gives_rows_whose_faults_have_words(text: str) -> None:
    for row in read_rows(text):
        assert set(row.faults) <= set(FAULTS)
        assert bool(row.name) != ("no_name" in row.faults)


def test_gb18030_as_spreadsheets_write_it() -> None:
    assert decode("孙强,天津电梯".encode("gb18030")) == "孙强,天津电梯"
    with pytest.raises(NotText):
        decode(b"\x80\x81\xff")


SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def test_weekly_keeps_the_wall_clock_when_the_clock_is_moved() -> None:
    starts = datetime(2026, 10, 19, 9, tzinfo=BERLIN)
    found = spans(starts, starts + timedelta(hours=2), Repeat.WEEKLY, date(2026, 11, 2), BERLIN)
    assert [span.starts.astimezone(BERLIN).hour for span in found] == [9, 9, 9]
    assert found[1].starts - found[0].starts == timedelta(days=7)
    assert found[1].starts.utcoffset() != found[0].starts.utcoffset()


def test_workdays_leave_out_weekends_but_not_the_first_day() -> None:
    starts = datetime(2026, 11, 21, 22, tzinfo=SHANGHAI)  # a Saturday, past midnight
    found = spans(starts, starts + timedelta(hours=4), Repeat.WORKDAYS, date(2026, 11, 24), SHANGHAI)
    assert [span.starts.day for span in found] == [21, 23, 24]
    assert {span.ends - span.starts for span in found} == {timedelta(hours=4)}


def test_an_endless_series_stops_one_past_the_most() -> None:
    starts = datetime(2026, 11, 23, 9, tzinfo=SHANGHAI)
    found = spans(starts, starts + timedelta(hours=1), Repeat.WORKDAYS, date(2099, 1, 1), SHANGHAI)
    assert len(found) == 201
