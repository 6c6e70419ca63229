"""What hosts, approvers, the desk and visitors themselves ask of the engine about visits, in the imperative."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from gate.domain.card import CardNumber
from gate.domain.level import Clearance
from gate.domain.visitor_type import GUEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """One invited visitor. ``email`` is where the link to his own page goes; "" for none."""

    name: str
    name_zh: str | None = None
    company: str = ""
    email: str = field(default="", repr=False)
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSpan:
    """From <= t < until, one appointment of a series."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteVisitors:
    """Each visitor for each span: all of them or, where one does not fit, none."""

    visitors: tuple[Invited, ...]
    spans: tuple[VisitSpan, ...]
    host: str
    zones: tuple[str, ...]
    escorts: tuple[str, ...] = ()
    purpose: str = ""
    kind: str = GUEST


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveVisit:
    """The approver whose turn it is agrees to the edition that was on his screen."""

    visit: str
    edition: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectVisit:
    """The approver whose turn it is does not agree."""

    visit: str
    edition: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeVisit:
    """New terms of a visit that has not begun; what an approval was given for is asked for again."""

    visit: str
    edition: int
    host: str
    zones: tuple[str, ...]
    starts: datetime
    ends: datetime
    escorts: tuple[str, ...] = ()
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelVisit:
    """It does not take place; ``series``: nor do the other visits of its series that have not begun."""

    visit: str
    reason: str
    series: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteVisit:
    """The visitor filled his own page: his particulars as in his document, and that he read the notice of privacy."""

    visit: str
    name: str
    notice: str
    name_zh: str | None = None
    company: str = ""
    nationality: str = ""
    id_kind: str = ""
    id_number: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArriveVisit:
    """The visitor stands at the desk: waiting, timed, not yet inside. The host is told."""

    visit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseVisit:
    """The desk lets him not in."""

    visit: str
    reason: str


class HostAnswer(StrEnum):
    """What a host says to a visitor who waits."""

    COMING = "coming"
    SEND_AWAY = "send_away"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerArrival:
    """The host answers. The desk sees it; letting in and refusing stay the desk's."""

    visit: str
    answer: HostAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPrerequisite:
    """Proof was seen that the visitor has this (insurance, induction, ...), good through that day."""

    person: str
    name: str
    good_through: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClearance:
    """Proof was seen that the visitor's own authority cleared him to this tier."""

    person: str
    clearance: Clearance
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveRequirement:
    """Somebody answers by name for a visitor who lacks this, for this visit alone."""

    visit: str
    requirement: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoseBadge:
    """The visitor lost his badge: dead at every door now; ``replacement`` takes over its rights, None for none."""

    visit: str
    reason: str
    replacement: CardNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """How one visit of the day ended, as the guard knows it."""

    visit: str
    evidence: str
    badge_returned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseVisitorDay:
    """The guard closes the day: every visitor who is still open needs a line. Who did not come becomes a no-show."""

    lines: tuple[DayLine, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleExit:
    """It is known now what became of somebody whose exit was not: he is off the muster list."""

    visit: str
    evidence: str


VisitCommand = (
    InviteVisitors
    | ApproveVisit
    | RejectVisit
    | ChangeVisit
    | CancelVisit
    | CompleteVisit
    | ArriveVisit
    | RefuseVisit
    | AnswerArrival
    | RecordPrerequisite
    | RecordClearance
    | WaiveRequirement
    | LoseBadge
    | CloseVisitorDay
    | SettleExit
)
