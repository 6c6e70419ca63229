"""Running the table: one input, preceded by every deadline that was due before it."""

from __future__ import annotations

from datetime import datetime, timedelta

from gate.domain.door_state import Contact
from gate.domain.drafts import altered
from gate.policy.portal.effects import Changed, Effect
from gate.policy.portal.inputs import (
    ContactSeen,
    FireSeen,
    Granted,
    Held,
    HoldEnded,
    KeyTurned,
    Lifted,
    LockedDown,
    LockSeen,
    PortalInput,
    RexSeen,
    Tick,
)
from gate.policy.portal.rules import RENEWAL, REPEAT, PortalRules
from gate.policy.portal.situation import Outcome, Situation
from gate.policy.portal.state import PortalState
from gate.policy.portal.table import TABLE, Word


def transition(rules: PortalRules, state: PortalState, input: PortalInput, now: datetime) -> Outcome:
    """The next state and what to do about it, in order. A repeated input is harmless.

    Deadlines due at ``now`` or before are carried out first, each at its own instant; of those that repeat, only the
    last. A ``now`` before the last one seen counts as that: time does not go back.
    """
    instant = now if state.at is None else max(now, state.at)
    effects: list[Effect] = []
    while (due := _earliest(state)) is not None and due[0] <= instant:
        at, word = _last_of(due, _before_hold_ends(state, instant))
        state, done = _step(rules, _fired(state, word), word, Tick(), at)
        effects += done
    state, done = _step(rules, state, _word(input), input, instant)
    return altered(state, at=instant), (*effects, *done)


def next_deadline(state: PortalState) -> datetime | None:
    """When to call again with a Tick, None for never."""
    due = _earliest(state)
    return None if due is None else due[0]


def _earliest(state: PortalState) -> tuple[datetime, Word] | None:
    """The next deadline; of two at one instant the one that stands first here."""
    waiting = (
        (state.released_until, Word.RELEASE_DUE),
        (state.hold_until, Word.HOLD_OVER),
        (state.renew_at, Word.RENEWAL_DUE),
        (state.warn_at, Word.WARNING_DUE),
        (state.held_at, Word.HELD_DUE),
        (state.repeat_at, Word.REPEAT_DUE),
    )
    return min(((at, word) for at, word in waiting if at is not None), key=lambda due: due[0], default=None)


MOMENT = timedelta(microseconds=1)
PERIODS = {Word.REPEAT_DUE: REPEAT, Word.RENEWAL_DUE: RENEWAL}


def _last_of(due: tuple[datetime, Word], now: datetime) -> tuple[datetime, Word]:
    """After a long silence a reminder comes once, not as often as it was missed."""
    at, word = due
    period = PERIODS.get(word)
    return due if period is None else (at + (now - at) // period * period, word)


def _before_hold_ends(state: PortalState, now: datetime) -> datetime:
    return now if state.hold_until is None else min(now, state.hold_until - MOMENT)


def _fired(state: PortalState, word: Word) -> PortalState:
    """A deadline that no step clears must not come again. (A hold's own step must see that there was one.)"""
    match word:
        case Word.RELEASE_DUE:
            return altered(state, released_until=None)
        case Word.RENEWAL_DUE:
            return altered(state, renew_at=None)
        case Word.WARNING_DUE:
            return altered(state, warn_at=None)
        case Word.HELD_DUE:
            return altered(state, held_at=None)
        case Word.REPEAT_DUE:
            return altered(state, repeat_at=None)
        case _:
            return state


def _step(rules: PortalRules, state: PortalState, word: Word, input: PortalInput, now: datetime) -> Outcome:
    situation = Situation(rules=rules, input=input, now=now)
    following, effects = TABLE[word][state.state](state, situation)
    if word is Word.HOLD_OVER:
        following = altered(following, hold_until=None, renew_at=None)
    if _seen(following) != _seen(state) or following.state is not state.state:
        effects = (*effects, _changed(following))
    return following, effects


def _seen(state: PortalState) -> tuple[object, ...]:
    return state.commanded, state.contact


def _changed(state: PortalState) -> Changed:
    return Changed(commanded=state.commanded, contact=state.contact, state=state.state, cause=state.cause)


def _word(input: PortalInput) -> Word:
    if isinstance(input, ContactSeen):
        return _contact_word(input.contact)
    return WORDS[type(input)]


WORDS: dict[type[PortalInput], Word] = {
    Granted: Word.GRANT,
    RexSeen: Word.REX,
    KeyTurned: Word.KEY,
    Held: Word.HOLD,
    HoldEnded: Word.HOLD_OVER,
    LockSeen: Word.LOCK_SEEN,
    LockedDown: Word.LOCKDOWN,
    Lifted: Word.LIFT,
    FireSeen: Word.FIRE,
    Tick: Word.NOTHING,
}


def _contact_word(contact: Contact) -> Word:
    match contact:
        case Contact.OPEN:
            return Word.OPENED
        case Contact.CLOSED:
            return Word.CLOSED
        case Contact.TAMPER | Contact.UNKNOWN:
            return Word.CONTACT_LOST
