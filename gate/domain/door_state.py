"""The state words of a portal: commanded, sensed and derived are three things."""

from __future__ import annotations

from enum import StrEnum


class Commanded(StrEnum):
    """What the lock was last told."""

    LOCKED = "locked"
    RELEASED = "released"
    HELD = "held"


class Contact(StrEnum):
    """What the door contact says, wiring applied."""

    CLOSED = "closed"
    OPEN = "open"
    TAMPER = "tamper"
    UNKNOWN = "unknown"


class DoorState(StrEnum):
    """What a guard is shown, derived from the other two and from time."""

    SECURE = "secure"
    RELEASED = "released"
    OPEN = "open"
    HELD_WARN = "held_warn"
    HELD = "held"
    FORCED = "forced"
    UNLOCKED = "unlocked"
    LOCKDOWN = "lockdown"
    UNKNOWN = "unknown"


ABNORMAL = frozenset(
    {DoorState.HELD_WARN, DoorState.HELD, DoorState.FORCED, DoorState.LOCKDOWN, DoorState.UNKNOWN}
)
"""A guard should look at it."""
