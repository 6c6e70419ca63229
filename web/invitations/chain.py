"""The chain of approvals and the diff of terms, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gate.domain.approval import StepState, VisitTerms, diff, waiting
from gate.domain.text import Text
from gate.domain.visit_file import VisitFile
from web import language
from web.texts import _
from web.words.names import Names
from web.words.states import Look

STEPS = {
    StepState.WAITING: Look(Text("Waits", "等待中"), "clock", "warn"),
    StepState.APPROVED: Look(Text("Approved", "已批准"), "check", "ok"),
    StepState.REJECTED: Look(Text("Rejected", "已驳回"), "cross", "alarm"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step in words; ``turn``: it is the one that is asked now."""

    who: str
    zones: str
    look: Look
    at: datetime | None
    note: str
    turn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """One term that is not what was approved."""

    name: str
    before: str
    after: str


def people_of(file: VisitFile) -> set[str]:
    """Everybody whose name the page of a visit shows."""
    named = {file.person, file.visit.host, file.approved_by, *file.visit.escorts}
    named |= {step.approver for step in file.approvals}
    if file.approved_terms:
        named |= {file.approved_terms.host, *file.approved_terms.escorts}
    return {each for each in named if each}


def chain_of(file: VisitFile, names: Names) -> list[Step]:
    """The steps, in order."""
    turn = waiting(file.approvals)
    return [
        Step(
            who=names.person(step.approver) if step.approver else _("A security manager"),
            zones=names.zones(step.zones),
            look=STEPS[step.state],
            at=step.at,
            note=step.note,
            turn=step is turn,
        )
        for step in file.approvals
    ]


def differs(file: VisitFile, visitor: str, names: Names) -> list[Differs]:
    """What is not as it was approved last; nothing where it never was."""
    if file.approved_terms is None:
        return []
    visit = file.visit
    now = VisitTerms(
        visitor=visitor,
        host=visit.host,
        zones=visit.zones,
        starts=visit.starts,
        ends=visit.ends,
        escorts=visit.escorts,
    )
    words = {
        "visitor": _("Visitor"),
        "host": _("Host"),
        "zones": _("Zones"),
        "starts": _("From"),
        "ends": _("Until"),
        "escorts": _("Escort"),
    }
    return [
        Differs(
            name=words[line.name],
            before=_said(line.before, line.name, names),
            after=_said(line.after, line.name, names),
        )
        for line in diff(file.approved_terms, now)
    ]


def _said(value: object, name: str, names: Names) -> str:
    if isinstance(value, datetime):
        return language.field_time(value)
    if isinstance(value, tuple):
        return (names.zones(value) if name == "zones" else names.people(value)) or "–"
    if value is None:
        return "–"
    return names.person(str(value)) if name == "host" else str(value)
