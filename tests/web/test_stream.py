"""The stream of a browser: what it is told, what it gets when it comes back, and how it ends."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from gate.domain.door_state import Contact
from tests.web.desk import Desk
from web import stream
from web.auth import sessions
from web.auth.operators import Operator, find

Told = tuple[str, str, Any]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A heartbeat as soon as nothing waits."""
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.01)


def operator(desk: Desk, name: str) -> Operator:
    found = find(desk.console.books, name)
    assert found is not None
    return found[0]


def opened(desk: Desk, name: str = "wang.fang", seen: str = "") -> tuple[Iterator[str], str]:
    """A stream and the token of its session."""
    who = operator(desk, name)
    token = sessions.begin(desk.console.books, who, "test")
    return stream._lines(desk.console, who, token, seen), token


def read(lines: Iterator[str], until: str = "beat") -> list[Told]:
    """(id, event, data) up to an event of that name."""
    told: list[Told] = []
    for text in lines:
        fields = dict(line.split(": ", 1) for line in text.strip().split("\n"))
        if "event" in fields:
            told.append((fields.get("id", ""), fields["event"], json.loads(fields["data"])))
            if fields["event"] == until:
                return told
    return told


def test_a_heartbeat_tells_the_sites_time_and_the_engine(desk: Desk) -> None:
    lines, _ = opened(desk)
    ((_, event, data),) = read(lines)
    assert event == "beat"
    assert data == {
        "now": "2026-11-23T01:00:00.000+00:00", "bus": True, "engine": True, "recorded": True,
        "number": desk.console.feed.number,
    }  # fmt: skip


def test_hints_name_parts_of_pages_and_carry_no_facts(desk: Desk) -> None:
    lines, _ = opened(desk)
    read(lines)
    desk.engine.act(lambda rig: rig.door("lab-door", Contact.OPEN))
    hints = [data for _, event, data in read(lines) if event == "hint"]
    raised = next(hint for hint in hints if hint["kind"] == "AlarmRaised")
    assert raised["regions"] == ["alarms", "alarm", "status", "feed"]
    assert raised.keys() == {"kind", "subject", "regions"}


def test_a_role_is_told_of_what_it_may_see_alone_but_misses_no_number(desk: Desk) -> None:
    lines, _ = opened(desk, "liu.yang")
    read(lines)
    desk.engine.act(lambda rig: rig.door("lab-door", Contact.OPEN))
    hints = [(number, data) for number, event, data in read(lines) if event == "hint"]
    assert all(data["regions"] == [] for _, data in hints)
    numbers = [int(number.rsplit("-", 1)[1]) for number, _ in hints]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_a_browser_that_comes_back_gets_what_it_missed(desk: Desk) -> None:
    feed = desk.console.feed
    for subject in ("a", "b", "c"):
        feed.tell("AlarmRaised", subject)
    lines, _ = opened(desk, seen=f"{stream.START}-{feed.number - 2}")
    assert [data["subject"] for _, event, data in read(lines) if event == "hint"] == []
    assert [data["subject"] for _, event, data in read(lines) if event == "hint"] == ["b", "c"]


@pytest.mark.parametrize("seen", ["another-5", "nonsense", "-"])
def test_a_number_of_another_start_means_look_at_everything(desk: Desk, seen: str) -> None:
    lines, _ = opened(desk, seen=seen)
    assert [event for _, event, _ in read(lines)] == ["missed", "beat"]


def test_a_lost_connection_to_the_bus_means_look_at_everything(desk: Desk) -> None:
    lines, _ = opened(desk)
    read(lines)
    desk.console.feed.lose()
    assert [event for _, event, _ in read(lines)] == ["missed", "beat"]


def test_the_stream_ends_with_its_session(desk: Desk) -> None:
    lines, token = opened(desk)
    read(lines)
    sessions.end(desk.console.books, token)
    assert [event for _, event, _ in read(lines, "ended")][-1] == "ended"
    assert next(lines, None) is None


def test_nobody_without_a_session_gets_a_stream(desk: Desk) -> None:
    assert desk.browser().get("/stream").status_code == 401
