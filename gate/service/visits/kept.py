"""A visit as use cases find it, keep it, and let its badge die."""

from __future__ import annotations

from gate.domain.credential import CredentialState
from gate.domain.events import VisitChanged
from gate.domain.visit import VisitState
from gate.domain.visit_file import VisitFile
from gate.service.change import Change
from gate.service.desk.screening import screen_changed
from gate.service.errors import NotThere
from gate.service.facts import RUNNING, Facts
from gate.service.people import set_states
from gate.service.revocation import revoke


def visit_file(facts: Facts, visit: str) -> VisitFile:
    """The visit's file; NotThere without one."""
    found = facts.visits.get(visit)
    if found is None:
        raise NotThere(f"no visit {visit!r}")
    return found


def put(facts: Facts, change: Change, file: VisitFile, *, what: str = "") -> None:
    """Keep the visit with his person; tell pages and agents. ``what`` happened, where the state does not say it."""
    facts.put_visit(change, file)
    screen_changed(facts, change, file)
    state = file.visit.state or VisitState.APPROVED
    change.note(
        VisitChanged(visit=file.visit.id, person=file.person, state=state.value, badge=file.badge, what=what)
    )
    if state in RUNNING or file.badge:
        change.packs.update(facts.site.agents)


def kill_badge(facts: Facts, change: Change, file: VisitFile, badge: str, *, returned: bool) -> None:
    """The badge opens nothing from now on: it came back, or it is lost. Every agent is told."""
    state = CredentialState.RETURNED if returned else CredentialState.LOST
    reason = "badge returned" if returned else "badge not returned"
    set_states(facts, change, facts.people[file.person], {badge: state}, reason)
    revoke(facts, change, [badge])
