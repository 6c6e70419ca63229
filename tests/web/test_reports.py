"""Reports for auditors: what they say, who may ask, and that each look is recorded with everybody whom it shows."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest

from gate.domain.engine_events import CommandRecorded
from tests.service.rig import CHEN, LI
from tests.web.desk import Desk
from web.reports import form, views

MORNING = {"since": "2026-11-23 08:00", "until": "2026-11-23 18:00"}


@pytest.fixture
def day(desk: Desk) -> Desk:
    """Chen and Li come at nine; Chen is in the office for an hour, Li after half of it."""
    for card in (CHEN, LI):
        desk.rig.walk(card, "rdr-front-in", "front-door")
    desk.rig.walk(CHEN, "rdr-office-in", "office-door")
    desk.rig.wait(minutes=30)
    desk.rig.walk(LI, "rdr-office-in", "office-door")
    desk.rig.wait(minutes=30)
    desk.rig.walk(CHEN, "rdr-office-out", "office-door")
    return desk


def report(desk: Desk, name: str, language: str = "en", **asked: str) -> tuple[int, str]:
    answer = desk.browser("qian.hui", language).get(f"/reports/{name}?{urlencode(asked)}")
    return answer.status_code, " ".join(answer.text.split("<main", 1)[1].split())


def readings(desk: Desk) -> list[tuple[str, str | None, str]]:
    """(who looked, at whom, at what), as the engine recorded them."""
    assert desk.console.refusals.send_waiting()
    noted = desk.rig.ever_noted(CommandRecorded)
    return [(row.actor.user, row.person, row.why) for row in noted if row.command == "RecordReading"]


def test_who_was_in_a_zone(day: Desk) -> None:
    status, page = report(day, "zone", zone="office", **MORNING)
    assert status == 200
    assert "Who was in Office" in page
    assert page.count("<td>certain</td>") == 2
    chen, li = (page.split(f"<td>{name}</td>", 1)[1].split("</tr>", 1)[0] for name in ("Chen Wei", "Li Na"))
    assert "09:00:00</time></td><td>" in chen
    assert "10:00:00</time></td>" in chen
    assert "still there then" in li
    what = "report in-zone office 2026-11-23T08:00:00+08:00/2026-11-23T18:00:00+08:00"
    assert readings(day) == [("qian.hui", "p1001", what), ("qian.hui", "p1002", what)]


def test_a_stay_that_began_before_the_time_counts_and_one_that_ended_does_not(day: Desk) -> None:
    span = {"since": "2026-11-23 10:00", "until": "2026-11-23 10:01"}
    _, page = report(day, "zone", zone="office", **span)
    assert "Li Na" in page
    assert "Chen Wei" not in page
    _, before = report(day, "zone", zone="office", since="2026-11-23 09:59", until="2026-11-23 10:00")
    assert "Chen Wei" in before


def test_whom_somebody_met_by_name_or_id(day: Desk) -> None:
    for words in ("p1001", "Chen Wei"):
        status, page = report(day, "met", person=words, **MORNING)
        assert (status, "Whom Chen Wei met" in page) == (200, True)
        assert "<td>Li Na</td><td>Office</td>" in page
        assert "<td>30 min</td>" in page
    assert {person for _, person, _ in readings(day)} == {"p1001", "p1002"}


def test_where_the_words_fit_several_one_is_chosen_and_nobody_is_shown(day: Desk) -> None:
    found = day.console.queries.people("an")
    assert len(found) > 1
    status, page = report(day, "met", person="an", **MORNING)
    assert status == 400
    assert f"person={found[0].id}" in page
    assert "Nobody found for" in report(day, "met", person="Nobody Atall", **MORNING)[1]
    assert readings(day) == []


def test_rights_that_nobody_used(day: Desk) -> None:
    status, page = report(day, "unused", days="90")
    assert status == 200
    assert "<td>Chen Wei</td>" in page
    assert "Rights that nobody used for 90 days" in page
    assert ("qian.hui", "p1001", "report unused-rights 90 days") in readings(day)


def test_an_empty_report_is_recorded_too(day: Desk) -> None:
    _, page = report(day, "zone", zone="lab", **MORNING)
    assert "Nobody, as far as is recorded." in page
    ((who, person, what),) = readings(day)
    assert (who, person or "", what.split()[:3]) == ("qian.hui", "", ["report", "in-zone", "lab"])


WRONG = (
    ("zone", {"zone": "moon", **MORNING}, "Choose a zone."),
    ("zone", {"zone": "lab", "since": "tomorrow"}, "Write it as"),
    ("zone", {"zone": "lab", "since": "0001-01-01 00:00", "until": "0001-01-02 00:00"}, "Write it as"),
    ("zone", {"zone": "lab", "since": "2026-11-23 08:00", "until": "2026-11-23 08:00"}, "not after"),
    ("zone", {"zone": "lab", "since": "2026-08-22 08:00", "until": "2026-11-23 08:01"}, "At most 92 days"),
    ("met", {**MORNING}, "Nobody found"),
    ("unused", {"days": "7"}, "Choose a number of days."),
    ("unused", {"days": "9" * 30}, "Choose a number of days."),
)


def test_what_does_not_fit_is_said_and_nothing_is_looked_up(desk: Desk) -> None:
    browser = desk.browser("qian.hui")
    for name, asked, said in WRONG:
        answer = browser.get(f"/reports/{name}?{urlencode(asked)}")
        assert (answer.status_code, said in answer.text) == (400, True), (name, asked)
    assert readings(desk) == []


def test_exactly_the_longest_span_is_answered(desk: Desk) -> None:
    until = datetime(2026, 11, 23, 8, 0)  # noqa: DTZ001 - as it is typed
    for longer, expected in ((timedelta(), 200), (timedelta(minutes=1), 400)):
        since = f"{until - form.LONGEST - longer:%Y-%m-%d %H:%M}"
        status, _ = report(desk, "zone", zone="lab", since=since, until=f"{until:%Y-%m-%d %H:%M}")
        assert status == expected, since


def test_a_long_report_says_that_it_is_cut(day: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST", 1)
    _, page = report(day, "zone", zone="office", **MORNING)
    assert "Only the first 1 of 2 lines." in page
    assert [person for _, person, _ in readings(day)] == ["p1001"], "who is not shown was not looked at"


def test_in_chinese(day: Desk) -> None:
    _, page = report(day, "zone", "zh", zone="office", **MORNING)
    assert "谁到过" in page
    assert "陈伟" in page
    assert "另一份报表" in page


def test_the_forms_show_nobodys_data_and_are_for_auditors(day: Desk) -> None:
    page = day.browser("qian.hui").get("/reports").text
    assert "Chen Wei" not in page
    assert readings(day) == []
    paths = ("/reports", "/reports/zone?zone=lab", "/reports/met?person=p1001", "/reports/unused?days=90")
    for name in ("wang.fang", "chen.wei", "liu.yang"):
        browser = day.browser(name)
        assert {browser.get(path).status_code for path in paths} == {403}
