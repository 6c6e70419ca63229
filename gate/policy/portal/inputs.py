"""What can happen to a portal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gate.domain.door_state import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """Somebody may pass. ``cause``: ``grant``, ``exit`` or ``unlock`` (by an operator).

    ``carried_out``: an agent released the lock already, alone; nothing is left to command.
    """

    cause: str = "grant"
    extended: bool = False
    carried_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RexSeen:
    """The request-to-exit input became active; ``extended``: that of those who need longer."""

    extended: bool = False


@dataclass(frozen=True, slots=True)
class KeyTurned:
    """The lock was opened by its mechanical key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Stand released until then. ``cause``: ``hold`` (an operator's) or ``schedule``."""

    until: datetime
    cause: str = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldEnded:
    """Back to the normal rules. ``shut_until``: until then no unlock schedule holds the door again."""

    shut_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSeen:
    """The door contact. ``brief``: the change lasted under 400 ms (IEC 60839-11-1 T2.24)."""

    contact: Contact
    brief: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LockSeen:
    """The lock's output was read back; None: nobody knows."""

    released: bool | None


@dataclass(frozen=True, slots=True)
class LockedDown:
    """A lockdown covers the portal."""


@dataclass(frozen=True, slots=True)
class Lifted:
    """No lockdown covers it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FireSeen:
    """The fire input. Lock power is dropped by wire; we only learn of it."""

    active: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """Time went on; deadlines that are due are carried out, nothing else."""


PortalInput = (
    Granted
    | RexSeen
    | KeyTurned
    | Held
    | HoldEnded
    | ContactSeen
    | LockSeen
    | LockedDown
    | Lifted
    | FireSeen
    | Tick
)
