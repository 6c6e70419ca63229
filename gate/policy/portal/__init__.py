"""The portal machine: what is commanded, sensed and derived of one door, and what must be done about it.

Pure: :func:`transition` takes a state, an input and the instant, and gives back the next state and its effects. It
sends nothing, knows no clock, and carries out no effect. Every cell of it stands in :mod:`gate.policy.portal.table`.
"""

from gate.policy.portal.effects import Changed, Effect, LockAgain, Raise, Relabel, Release, Return, Show
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
from gate.policy.portal.machine import next_deadline, transition
from gate.policy.portal.rules import PortalRules, rules_of
from gate.policy.portal.state import PortalState, state_from_json, state_to_json

__all__ = [
    "Changed",
    "ContactSeen",
    "Effect",
    "FireSeen",
    "Granted",
    "Held",
    "HoldEnded",
    "KeyTurned",
    "Lifted",
    "LockAgain",
    "LockSeen",
    "LockedDown",
    "PortalInput",
    "PortalRules",
    "PortalState",
    "Raise",
    "Relabel",
    "Release",
    "Return",
    "RexSeen",
    "Show",
    "Tick",
    "next_deadline",
    "rules_of",
    "state_from_json",
    "state_to_json",
    "transition",
]
