"""The machine in one table: what each input does in each state. Nothing else decides which step applies.

A row for each thing that can happen, deadlines like any other; in it a step for each derived state. A grant on a forced
door opens the lock but excuses nothing; a lockdown refuses holds and never a request to leave.
"""

from __future__ import annotations

from enum import Enum, auto

from gate.domain.door_state import DoorState
from gate.policy.portal.contact import closed, found_open, lose_contact, opened
from gate.policy.portal.releases import (
    end_hold,
    hold,
    release,
    release_open,
    release_over,
    renew,
    request_exit,
    turn_key,
)
from gate.policy.portal.situation import Step, keep
from gate.policy.portal.standing import lift, lock_down, raise_held, repeat_held, see_fire, see_lock, warn


class Word(Enum):
    """What can happen to a portal, in one word each."""

    GRANT = auto()
    REX = auto()
    KEY = auto()
    HOLD = auto()
    HOLD_OVER = auto()
    OPENED = auto()
    CLOSED = auto()
    CONTACT_LOST = auto()
    LOCKDOWN = auto()
    LIFT = auto()
    FIRE = auto()
    LOCK_SEEN = auto()
    RELEASE_DUE = auto()
    RENEWAL_DUE = auto()
    WARNING_DUE = auto()
    HELD_DUE = auto()
    REPEAT_DUE = auto()
    NOTHING = auto()


def everywhere(step: Step, **other: Step) -> dict[DoorState, Step]:
    """One row: ``step`` in every state but those named."""
    exceptions = {DoorState(name): named for name, named in other.items()}
    return {state: exceptions.get(state, step) for state in DoorState}


def nowhere(**but: Step) -> dict[DoorState, Step]:
    """One row: nothing to do but in the states named."""
    return everywhere(keep, **but)


TABLE: dict[Word, dict[DoorState, Step]] = {
    Word.GRANT: everywhere(release, open=release_open, held_warn=release_open),
    Word.REX: everywhere(request_exit),
    Word.KEY: everywhere(turn_key),
    Word.HOLD: everywhere(hold, held=keep, forced=keep, lockdown=keep, unknown=keep),
    Word.HOLD_OVER: everywhere(end_hold, secure=keep, lockdown=keep),
    Word.OPENED: nowhere(
        secure=opened, released=opened, unlocked=opened, lockdown=opened, unknown=found_open
    ),
    Word.CLOSED: nowhere(open=closed, held_warn=closed, held=closed, forced=closed, unknown=closed),
    Word.CONTACT_LOST: everywhere(lose_contact),
    Word.LOCKDOWN: everywhere(lock_down),
    Word.LIFT: everywhere(lift),
    Word.FIRE: everywhere(see_fire),
    Word.LOCK_SEEN: everywhere(see_lock),
    Word.RELEASE_DUE: everywhere(release_over),
    Word.RENEWAL_DUE: everywhere(renew, secure=keep, lockdown=keep),
    Word.WARNING_DUE: nowhere(open=warn),
    Word.HELD_DUE: nowhere(open=raise_held, held_warn=raise_held),
    Word.REPEAT_DUE: nowhere(held=repeat_held),
    Word.NOTHING: nowhere(),
}
