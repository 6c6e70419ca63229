"""The judge of fault rounds sees what is wrong: a verdict that is always good would prove nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.faults.journal import Noted
from tests.faults.judge import judge
from tests.faults.record import Kept, Row

CLOSED = {"portal": "door", "commanded": "locked", "contact": "closed", "state": "secure"}


def row(
    seq: int, type: str = "RexPressed", *, src: str = "north", request: str | None = None, **body: Any
) -> Row:
    return Row(seq, src, 1, seq, type, request, body)


def noted(*rows: Row) -> list[Noted]:
    return [
        Noted(each.src, each.boot, each.src_seq, each.type, each.request or "")
        for each in rows
        if each.src == "north"
    ]


LOG = (
    row(1),
    row(2, "CredentialPresented", request="north/1/2"),
    row(3, "AccessDecided", src="engine", request="north/1/2", by_agent=False),
    row(4, "PortalChanged", src="engine", **CLOSED),
    row(5, "DeviceHealthChanged", device="reader", online=True),
    row(6, "AlarmRaised", src="engine", alarm="a1"),
    row(7),
)
KEPT = Kept(
    log=LOG,
    upto={},
    portals={"door": ("locked", "closed", "secure")},
    devices={"reader": True, "camera": None},
    alarms={"a1": True},
)
SEEN = noted(*LOG)


def test_a_whole_record_is_good() -> None:
    verdict = judge(SEEN, KEPT)
    assert verdict.good
    assert (verdict.sent, verdict.recorded) == (4, 4)


def test_a_lost_event_is_named() -> None:
    verdict = judge([*SEEN, Noted("north", 1, 8, "RexPressed", "")], KEPT)
    assert verdict.lost == ["RexPressed north/1/8"]
    assert (verdict.recorded, verdict.good) == (4, False)


@pytest.mark.parametrize(("request_", "lost"), [("north/1/2", 0), ("north/1/9", 1)])
def test_a_kept_decision_is_held_by_the_engine_s_own(request_: str, lost: int) -> None:
    verdict = judge([*SEEN, Noted("north", 1, 8, "AccessDecided", request_)], KEPT)
    assert len(verdict.lost) == lost


def test_dropped_telemetry_is_held_by_what_counts_it() -> None:
    dropped = Row(8, "north", 1, 12, "EventsDropped", None, {"count": 3})
    kept = replace(KEPT, log=(*LOG, dropped))
    seen = [*SEEN, *(Noted("north", 1, seq, "LockSensed", "") for seq in (9, 10, 11, 12))]
    assert judge(seen, kept).lost == ["LockSensed north/1/9"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (replace(LOG[0], seq=8), "north/1/1 2 times"),
        (replace(LOG[2], seq=8, src_seq=8), "engine decided north/1/2 2 times"),
    ],
)
def test_what_is_there_twice_is_named(more: Row, said: str) -> None:
    assert judge(SEEN, replace(KEPT, log=(*LOG, more))).doubled == [said]


@pytest.mark.parametrize(("src_seq", "good"), [(8, True), (9, False)])
def test_only_the_last_event_of_a_start_may_be_unnoted(src_seq: int, good: bool) -> None:
    more = Row(8, "north", 1, src_seq, "RexPressed", None, {})
    assert judge(SEEN, replace(KEPT, log=(*LOG, more))).good is good


def test_a_gap_in_the_log_is_named() -> None:
    kept = replace(KEPT, log=(*LOG[:-1], replace(LOG[-1], seq=8)))
    assert judge(SEEN, kept).wrong == ["the log's numbers are not 1 to 7"]


@pytest.mark.parametrize(
    "changes",
    [
        {"portals": {"door": ("locked", "open", "forced")}},
        {"portals": {}},
        {"devices": {"reader": False}},
        {"alarms": {}},
        {"alarms": {"a1": False}},
        {"alarms": {"a1": True, "a2": True}},
    ],
)
def test_a_table_that_is_not_as_the_log_tells_is_named(changes: dict[str, Any]) -> None:
    (said,) = judge(SEEN, replace(KEPT, **changes)).wrong
    assert "the log tells" in said
