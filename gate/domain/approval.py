"""The chain of approvals of a visit: one step for each person who answers for a zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StepState(StrEnum):
    """How one step stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalStep:
    """``approver``: the person who is asked (a zone's owner); None: any manager who did not submit the visit.

    ``zones``: what he answers for. ``by``: the operator who decided, at ``at``.
    """

    approver: str | None
    zones: tuple[str, ...]
    state: StepState = StepState.WAITING
    by: str = ""
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitTerms:
    """What an approval was given for. A visit that differs in one of these is asked for again."""

    visitor: str
    host: str | None
    zones: tuple[str, ...]
    starts: datetime
    ends: datetime
    escorts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermChanged:
    """One line of a diff; ``name`` is a field of :class:`VisitTerms`."""

    name: str
    before: object
    after: object


def diff(before: VisitTerms, after: VisitTerms) -> tuple[TermChanged, ...]:
    """The fields that differ, in the order of the terms."""
    return tuple(
        TermChanged(name=name, before=getattr(before, name), after=getattr(after, name))
        for name in VisitTerms.__slots__
        if getattr(before, name) != getattr(after, name)
    )


def waiting(steps: tuple[ApprovalStep, ...]) -> ApprovalStep | None:
    """The step whose turn it is: the first that nobody has decided; None where the chain has ended."""
    if any(step.state is StepState.REJECTED for step in steps):
        return None
    return next((step for step in steps if step.state is StepState.WAITING), None)
