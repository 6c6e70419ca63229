"""The end of the day: a guard says of every open visit how it ended; and exits that were unknown are settled later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from gate.domain.commands import CheckOutVisit
from gate.domain.events import VisitorDayClosed
from gate.domain.evidence import EVIDENCE, EXIT_UNKNOWN
from gate.domain.visit import VisitState
from gate.domain.visit_commands import CloseVisitorDay, SettleExit
from gate.domain.visit_file import VisitFile
from gate.service.change import Change
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts
from gate.service.visits.kept import put, visit_file
from gate.service.visits.leaving import check_out

EXPECTED = frozenset({VisitState.DRAFT, VisitState.SUBMITTED, VisitState.APPROVED})


def open_visits(facts: Facts) -> tuple[VisitFile, ...]:
    """Visitors who were at the desk and of whom nobody said how they left: checked in, or still waiting."""
    return facts.visits.here()


def close_day(facts: Facts, change: Change, ask: CloseVisitorDay, now: datetime) -> str:
    """Every open visit ends by the evidence of its line; those that were expected and are over become no-shows.

    Refused, with nothing changed, where a line is missing: somebody may have come in while the guard was writing.
    """
    evidence = {line.visit: line for line in ask.lines}
    _check(facts, ask)
    for file in open_visits(facts):
        line = evidence[file.visit.id]
        if file.visit.state is VisitState.ARRIVED:
            _left_waiting(facts, change, file, line.evidence)
            continue
        out = CheckOutVisit(visit=line.visit, badge_returned=line.badge_returned, evidence=line.evidence)
        check_out(facts, change, out, now)
    absent = _no_shows(facts, change, now)
    unknown = sum(line.evidence == EXIT_UNKNOWN for line in ask.lines)
    day = now.astimezone(ZoneInfo(facts.site.calendar.timezone)).date()
    change.note(
        VisitorDayClosed(
            day=day, closed=len(ask.lines), absent=absent, unknown=unknown, note=ask.note.strip()
        )
    )
    return day.isoformat()


def settle_exit(facts: Facts, change: Change, ask: SettleExit, user: str, now: datetime) -> str:
    """What became of somebody whose exit was unknown; off the muster list from now on."""
    file = visit_file(facts, ask.visit)
    if file.evidence != EXIT_UNKNOWN or file.exit_settled_at is not None:
        raise Refused("the exit is not unknown")
    if not ask.evidence.strip():
        raise Refused("nobody is signed out without evidence")
    settled = replace(file, exit_settled_at=now, exit_settled_by=f"{user}: {ask.evidence.strip()}"[:64])
    put(facts, change, settled, what="exit settled")
    return ask.visit


def _check(facts: Facts, ask: CloseVisitorDay) -> None:
    named = [line.visit for line in ask.lines]
    if len(set(named)) != len(named):
        raise NotThere("expected one line for each visit")
    due = {file.visit.id for file in open_visits(facts)}
    for line in ask.lines:
        if line.visit not in due:
            raise Refused(f"{_who(facts, line.visit)} is no longer open")
        if line.evidence not in EVIDENCE:
            raise NotThere(f"expected evidence among {', '.join(EVIDENCE)}; got {line.evidence[:40]!r}")
    left = sorted(_who(facts, visit) for visit in due - set(named))
    if left:
        raise Refused(f"nobody said what became of {', '.join(left)}")


def _who(facts: Facts, visit: str) -> str:
    return facts.name_of(facts.visits[visit].person) if visit in facts.visits else visit


def _left_waiting(facts: Facts, change: Change, file: VisitFile, evidence: str) -> None:
    """He waited and was never let in: refused is too strong a word, so he is cancelled with that evidence."""
    visit = replace(file.visit, state=VisitState.CANCELLED)
    put(
        facts,
        change,
        replace(file, visit=visit, why="left without being let in", evidence=evidence),
        what="left",
    )


def _no_shows(facts: Facts, change: Change, now: datetime) -> int:
    absent = [
        file
        for file in facts.visits.values()
        if file.visit.state in EXPECTED and file.visit.ends <= now and file.arrived_at is None
    ]
    for file in absent:
        put(facts, change, replace(file, visit=replace(file.visit, state=VisitState.NO_SHOW)), what="no show")
    return len(absent)
