"""From a judged case to its Decision, on the hottest path there is.

A frozen dataclass sets each field through ``object.__setattr__``: for the 21 fields of a Decision that costs more than
all judging together. So the fields are filled in a plain class with the same slots, which then becomes a Decision; from
there on it is as frozen as any other. A test holds the two sets of fields together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gate.domain.decision import Biometric, Decision, Passage, PinVerdict, Request, RequestId, Result
from gate.domain.zone import Factor
from gate.policy.case import Case
from gate.policy.rights import Words
from gate.policy.rules import Way
from gate.policy.waits import Wait

_PENDING = frozenset(
    {"two_person", "escort_required", "min_occupancy", "factor_missing:pin", "factor_missing:biometric"}
)
"""What somebody can still bring: a factor, a second person, an escort. A read is pending if nothing else holds."""
_GRANTED, _DENIED, _WAITS = Result.GRANTED, Result.DENIED, Result.PENDING


def answer(case: Case, request: Request, together: Sequence[Wait]) -> Decision:
    """The decision of a judged case; ``together``: the waits that it completes if it grants."""
    holder, reasons, draft = case.holder, case.reasons, _drafted(case.way, request)
    draft.notes = _sorted(case.notes) if case.notes else ()
    draft.by = case.by
    draft.person = holder.id
    draft.credential = case.token.id
    draft.revision = case.state.register.revision
    draft.factors = case.factors
    if reasons:
        draft.result = _WAITS if _PENDING.issuperset(reasons) else _DENIED
        draft.reasons = reasons if len(reasons) == 1 else _sorted(reasons)
        draft.completes = draft.persons = ()
        draft.extended_time = False
    else:
        draft.result = _GRANTED
        draft.reasons = draft.completes = ()
        draft.persons = (holder.id,)
        draft.extended_time = holder.extended_time
        if together:
            _with_companions(draft, case, together)
    draft.__class__ = Decision  # type: ignore[assignment]
    return draft  # type: ignore[return-value]  # it is one now


def unknown(way: Way, request: Request) -> Decision:
    """No credential matches: nothing else is judged."""
    draft = _drafted(way, request)
    draft.result, draft.reasons = _DENIED, ("unknown_credential",)
    draft.notes = draft.by = draft.completes = draft.persons = draft.factors = ()
    draft.person = draft.credential = None
    draft.revision = 0
    draft.extended_time = False
    draft.__class__ = Decision  # type: ignore[assignment]
    return draft  # type: ignore[return-value]  # it is one now


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


def _drafted(way: Way, request: Request) -> _Draft:
    """What the door and the request say, whatever the answer."""
    draft = _Draft()
    draft.id = request.id
    draft.at = request.at
    draft.reader, draft.portal, draft.kind, draft.source, draft.target, draft.policy = way.told
    draft.pin = request.pin
    draft.biometric = request.biometric
    return draft


def _with_companions(draft: _Draft, case: Case, together: Sequence[Wait]) -> None:
    draft.persons = (*(wait.person for wait in together), case.holder.id)
    draft.completes = tuple(wait.request for wait in together)
    holders = (case.state.register.holder(person) for person in draft.persons)
    draft.extended_time = any(holder is not None and holder.extended_time for holder in holders)


def _sorted(words: Words) -> Words:
    """Sorted, once each."""
    return tuple(sorted(set(words))) if len(words) > 1 else words
