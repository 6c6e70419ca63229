"""What a kind of alarm is, and the codes that one can be closed with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from gate.domain.text import Text

HIGH, MEDIUM, LOW = 1, 2, 3


@dataclass(frozen=True, slots=True)
class CloseCode:
    """What it turned out to be."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmKind:
    """One kind. ``respond_within``: how long until somebody must be on the way."""

    id: str
    priority: int
    name: Text
    cause: Text
    consequence: Text
    first_action: Text
    respond_within: timedelta
    codes: tuple[CloseCode, ...]
    momentary: bool = False
    silent: bool = False


RESOLVED = CloseCode("resolved", Text("Resolved", "已处理"))
FALSE = CloseCode("false_alarm", Text("False alarm", "误报"))
TEST = CloseCode("test", Text("Test", "测试"))
HANDED_OVER = CloseCode(
    "handed_over", Text("Handed over to the police or another service", "已移交警方或其他部门")
)
FAULT = CloseCode("equipment_fault", Text("Equipment fault, repair ordered", "设备故障，已报修"))
MISUSE = CloseCode("misuse", Text("Misuse by a person who may be here", "有权人员的误用"))
INTRUSION = CloseCode("intrusion", Text("Intrusion", "入侵"))

OF_DOORS = (RESOLVED, FALSE, MISUSE, INTRUSION, FAULT, TEST)
OF_DEVICES = (RESOLVED, FAULT, FALSE, TEST)
OF_PEOPLE = (RESOLVED, MISUSE, FALSE, HANDED_OVER, TEST)
MINUTE = timedelta(minutes=1)
