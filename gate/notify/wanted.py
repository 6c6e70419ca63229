"""Whom an event of the record is told to: one pure function from what happened to messages that are wanted."""

from __future__ import annotations

from collections.abc import Iterator

from gate.domain.approval import waiting
from gate.domain.events import VisitChanged, VisitReminded
from gate.domain.visit_file import VisitFile
from gate.notify.queue import Recipient, Wanted

ASKED = "approval_asked"
INVITED = "invited"
CHANGED = "changed"
APPROVED = "approved"
REJECTED = "rejected"
CANCELLED = "cancelled"
ARRIVED = "arrived"
REFUSED = "refused"
OVERSTAY = "overstay"

KINDS = (ASKED, INVITED, CHANGED, APPROVED, REJECTED, CANCELLED, ARRIVED, REFUSED, OVERSTAY)


def wanted(seq: int, event: VisitChanged | VisitReminded, file: VisitFile) -> tuple[Wanted, ...]:
    """What event number ``seq`` asks for, by the visit as it is now."""
    return tuple(
        Wanted(event=seq, visit=event.visit, kind=kind, to_kind=to_kind, to_id=to_id)
        for kind, to_kind, to_id in _told(event, file)
    )


def _told(event: VisitChanged | VisitReminded, file: VisitFile) -> Iterator[tuple[str, Recipient, str]]:
    host = file.visit.host
    if isinstance(event, VisitReminded):
        if event.who == "host" and host:
            yield OVERSTAY, Recipient.PERSON, host
        elif event.who == "desk":
            yield OVERSTAY, Recipient.DESK, ""
        return
    if event.state == "submitted" and event.what in ("submitted", "step approved"):
        yield from _next_approver(file)
    for kind in _kinds(event):
        if kind in (INVITED, CHANGED, CANCELLED) and file.email:
            yield kind, Recipient.VISITOR, ""
        if kind in (APPROVED, REJECTED, CANCELLED, ARRIVED, REFUSED) and host:
            yield kind, Recipient.PERSON, host


def _next_approver(file: VisitFile) -> Iterator[tuple[str, Recipient, str]]:
    step = waiting(file.approvals)
    if step is not None:
        yield ASKED, Recipient.PERSON if step.approver else Recipient.MANAGERS, step.approver or ""


def _kinds(event: VisitChanged) -> tuple[str, ...]:
    match event.state, event.what:
        case "approved", "approved":
            return (INVITED, APPROVED)
        case "approved", "changed":
            return (CHANGED,)
        case "arrived", "arrived":
            return (ARRIVED,)
        case ("rejected" | "cancelled" | "refused") as state, _:
            return (state,)
        case _:
            return ()
