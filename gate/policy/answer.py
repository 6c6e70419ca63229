"""From a judged case to its Decision, on the hottest path there is.

Setting the 21 fields of a frozen Decision would cost more than all judging together: a draft's are set, which then
becomes one (:mod:`gate.domain.drafts`). A test holds that none is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from gate.domain.decision import Decision, Request, Result
from gate.domain.drafts import draft_of, new
from gate.policy.case import Case
from gate.policy.orders import Orders
from gate.policy.rights import Said, Words
from gate.policy.rules import Way
from gate.policy.token import Token
from gate.policy.waits import Wait

_PENDING = frozenset(
    {"two_person", "escort_required", "min_occupancy", "factor_missing:pin", "factor_missing:biometric"}
)
"""What somebody can still bring: a factor, a second person, an escort. A read is pending if nothing else holds."""
_GRANTED, _DENIED, _WAITS = Result.GRANTED, Result.DENIED, Result.PENDING
_DRAFT = draft_of(Decision)


def answer(case: Case, request: Request, together: Sequence[Wait]) -> Decision:
    """The decision of a judged case; ``together``: the waits that it completes if it grants."""
    draft, holder, reasons = _draft(case.way, request), case.holder, case.reasons
    draft.person = holder.id
    draft.credential = case.token.id
    draft.revision = case.state.register.revision
    draft.notes = _sorted(case.notes) if case.notes else ()
    draft.by = case.by
    draft.factors = case.orders.factors
    draft.completes = ()
    if reasons:
        draft.result, draft.reasons = _against(reasons)
        draft.persons = ()
        draft.extended_time = False
    else:
        draft.result = _GRANTED
        draft.reasons = ()
        draft.persons = (holder.id,)
        draft.extended_time = holder.extended_time
        if together:
            _with_companions(draft, case, together)
    draft.__class__ = Decision
    return draft  # type: ignore[no-any-return]  # it is one now


def answer_said(orders: Orders, token: Token, request: Request, said: Said, revision: int) -> Decision:
    """The decision where nothing was to be judged but what the rules say to the groups of a token."""
    draft, holder = _draft(orders.way, request), token.holder
    draft.person = holder.id
    draft.credential = token.id
    draft.revision = revision
    draft.result = said.result
    draft.reasons = reasons = said.reasons
    draft.by = said.by
    draft.notes = draft.factors = draft.completes = ()
    draft.persons = () if reasons else (holder.id,)
    draft.extended_time = not reasons and holder.extended_time
    draft.__class__ = Decision
    return draft  # type: ignore[no-any-return]  # it is one now


def unknown(way: Way, request: Request) -> Decision:
    """No credential matches: nothing else is judged."""
    draft = _draft(way, request)
    draft.person = draft.credential = None
    draft.revision = 0
    draft.result, draft.reasons = _DENIED, ("unknown_credential",)
    draft.by = draft.notes = draft.factors = draft.completes = draft.persons = ()
    draft.extended_time = False
    draft.__class__ = Decision
    return draft  # type: ignore[no-any-return]  # it is one now


def _draft(way: Way, request: Request) -> Any:
    """What the door and the request say, whatever the answer. No type tells that its fields can be set."""
    draft = new(_DRAFT)
    draft.reader, draft.portal, draft.kind, draft.source, draft.target, draft.policy = way.told
    draft.id = request.id
    draft.at = request.at
    draft.pin = request.pin
    draft.biometric = request.biometric
    return draft


def _with_companions(draft: Any, case: Case, together: Sequence[Wait]) -> None:
    draft.persons = (*(wait.person for wait in together), case.holder.id)
    draft.completes = tuple(wait.request for wait in together)
    holders = (case.state.register.holder(person) for person in draft.persons)
    draft.extended_time = any(holder is not None and holder.extended_time for holder in holders)


@lru_cache(maxsize=4096)
def _against(reasons: Words) -> tuple[Result, Words]:
    """The result, and the reasons sorted; of the combinations that there are, most come again and again."""
    return _WAITS if _PENDING.issuperset(reasons) else _DENIED, _sorted(reasons)


def _sorted(words: Words) -> Words:
    """Sorted, once each."""
    return tuple(sorted(set(words))) if len(words) > 1 else words
