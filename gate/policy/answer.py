"""From a judged case to its Decision, on the hottest path there is.

A frozen dataclass sets each field through ``object.__setattr__``: for the 21 fields of a Decision that costs more than
all judging together. So the fields are filled in a plain class with the same slots, which then becomes a Decision; from
there on it is as frozen as any other. A test holds the two sets of fields together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from gate.domain.decision import Biometric, Decision, Passage, PinVerdict, Request, RequestId, Result
from gate.domain.zone import Factor
from gate.policy.case import Case
from gate.policy.waits import Wait

_PENDING = frozenset(
    {"two_person", "escort_required", "min_occupancy", "factor_missing:pin", "factor_missing:biometric"}
)
"""What somebody can still bring: a factor, a second person, an escort. A read is pending if nothing else holds."""
_GRANTED, _DENIED, _WAITS = Result.GRANTED, Result.DENIED, Result.PENDING


def answer(case: Case, request: Request, together: Sequence[Wait]) -> Decision:
    """The decision of a judged case; ``together``: the waits that it completes if it grants."""
    way, reasons = case.way, case.reasons
    draft = _Draft()
    draft.id = request.id
    draft.at = request.at
    draft.reader = way.reader
    draft.portal = way.portal
    draft.kind = way.kind
    draft.notes = _sorted(case.notes)
    draft.by = _sorted(case.by)
    draft.person = case.person
    draft.credential = case.token.id
    draft.source = way.source.id
    draft.target = case.target.id
    state = case.state
    draft.policy = state.configuration.version
    draft.revision = state.register.revision
    draft.pin = request.pin
    draft.biometric = request.biometric
    draft.factors = case.factors
    draft.completes = ()
    if reasons:
        draft.result = _WAITS if _PENDING.issuperset(reasons) else _DENIED
        draft.reasons = _sorted(reasons)
        draft.persons = ()
        draft.extended_time = False
    else:
        draft.result = _GRANTED
        draft.reasons = ()
        draft.persons = (case.person,)
        draft.extended_time = case.holder.extended_time
        if together:
            _with_companions(draft, case, together)
    draft.__class__ = Decision  # type: ignore[assignment]
    return cast("Decision", draft)


class _Draft:
    """The fields of a Decision, not frozen yet."""

    __slots__ = (
        "at",
        "biometric",
        "by",
        "completes",
        "credential",
        "extended_time",
        "factors",
        "id",
        "kind",
        "notes",
        "person",
        "persons",
        "pin",
        "policy",
        "portal",
        "reader",
        "reasons",
        "result",
        "revision",
        "source",
        "target",
    )
    id: RequestId
    at: datetime
    reader: str
    portal: str
    kind: Passage
    result: Result
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    persons: tuple[str, ...]
    by: tuple[str, ...]
    completes: tuple[RequestId, ...]
    person: str | None
    credential: str | None
    source: str
    target: str
    policy: str
    revision: int
    pin: PinVerdict
    biometric: Biometric | None
    factors: tuple[Factor, ...]
    extended_time: bool


def _with_companions(draft: _Draft, case: Case, together: Sequence[Wait]) -> None:
    draft.persons = (*(wait.person for wait in together), case.person)
    draft.completes = tuple(wait.request for wait in together)
    holders = (case.state.register.holder(person) for person in draft.persons)
    draft.extended_time = any(holder is not None and holder.extended_time for holder in holders)


def _sorted(words: list[str]) -> tuple[str, ...]:
    """Sorted, once each."""
    if len(words) > 1:
        return tuple(sorted(set(words)))
    return tuple(words)
