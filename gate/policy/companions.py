"""Those who go through together: a second person, the visitors of an escort, and whether there is room for all.

Policy.md, "Two persons", "Escort" and ``occupancy_full``. Whoever waits at the reader is judged again at the instant of
the new read, on his own, with the PIN and biometric result that he gave.
"""

from __future__ import annotations

from collections.abc import Sequence

from gate.policy.case import Case, case_of_wait
from gate.policy.entry import ESCORT_REQUIRED, TWO_PERSON, judge_entry
from gate.policy.passback import may_escort
from gate.policy.waits import Wait

FULL = "occupancy_full"


def judge_companions(case: Case) -> list[Wait]:
    """Finish an entry whose other reasons are judged.

    Returns the waits that a grant completes: visitors in the order they began, then the partner. Nothing is to be
    finished for one who is no visitor, where nobody is counted (``ZoneRules.counted``) and nobody waits.
    """
    target, waiting = case.target, case.way.reader in case.state.waits.by_reader
    if case.needs_escort:
        case.reasons += (ESCORT_REQUIRED,)
    partner = None
    if target.two_person or (target.never_alone and _first(case)):
        partner = _partner(case) if waiting else None
        if partner is None:
            case.reasons += (TWO_PERSON,)
    together = _party(case, partner) if waiting and not case.reasons else []
    judge_room(case, together)
    return together


def judge_room(case: Case, companions: Sequence[Wait] = ()) -> None:
    """Add ``occupancy_full``, as a reason or as a note, if the target has no room for the person and the companions."""
    target = case.target
    if target.max_occupancy is None:
        return
    known = case.state.presence.known_in(target)
    grants = case.state.grants
    arriving = grants.entering(target, case.t) if grants.given(target) else ()
    if len(known) + 1 + len(companions) + len(arriving) <= target.max_occupancy:
        return  # room for all even if none of them is the same
    more = {case.holder.id, *(wait.person for wait in companions), *arriving} - known
    if len(known) + len(more) > target.max_occupancy:
        if target.occupancy_soft:
            case.notes += (FULL,)
        else:
            case.reasons += (FULL,)


def _first(case: Case) -> bool:
    """True if nobody else is known to be in the target."""
    known = case.state.presence.known_in(case.target)
    return len(known) == (case.holder.id in known)


def _partner(case: Case) -> Wait | None:
    """The one who waits for a second person and is still clear; nobody fits a visitor who needs an escort."""
    way = case.way
    if case.needs_escort:
        return None
    for wait in case.state.waits.partners(way.reader, way.window, case.t):
        other = _clear(case, wait)
        if other is not None and not other.needs_escort:
            return wait
    return None


def _party(case: Case, partner: Wait | None) -> list[Wait]:
    """The visitors who go along, first the reader's own, then the partner's of those left; then the partner."""
    way = case.way
    waiting = [
        (wait, other)
        for wait in case.state.waits.visitors(way.reader, way.target.escort_window, case.t)
        if (other := _clear(case, wait)) is not None
    ]
    escorts = [case]
    if partner is not None and (second := case_of_wait(case, partner)) is not None:
        escorts.append(second)
    party: list[Wait] = []
    for escort in escorts:
        own = [wait for wait, other in waiting if wait not in party and may_escort(escort, other.holder)]
        party += own[: way.target.escort_ratio]
    return party if partner is None else [*party, partner]


def _clear(case: Case, wait: Wait) -> Case | None:
    """The one who waits, if nothing but the waiting itself holds for him now."""
    if wait.person == case.holder.id:
        return None
    other = case_of_wait(case, wait)
    if other is None:
        return None
    judge_entry(other)
    judge_room(other)
    return None if other.reasons else other
