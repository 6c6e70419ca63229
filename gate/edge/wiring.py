"""From raw levels to meanings: what normally open and normally closed say. Unknown stays unknown."""

from __future__ import annotations

from gate.domain.door_state import Contact
from gate.domain.portal import Lock, Wiring
from gate.domain.signals import Sense


def contact_of(level: Sense, wiring: Wiring) -> Contact:
    """A door contact: NC is on while the door is closed, NO while it is open."""
    if level.of_wire:
        return Contact.TAMPER
    if level is Sense.UNKNOWN:
        return Contact.UNKNOWN
    return Contact.CLOSED if (level is Sense.ON) == (wiring is Wiring.NC) else Contact.OPEN


def active_of(level: Sense, wiring: Wiring) -> bool | None:
    """A button, fire or supervision input: NO is on when active, NC is off. None: tampered with or unknown."""
    if level is Sense.UNKNOWN or level.of_wire:
        return None
    return (level is Sense.ON) == (wiring is Wiring.NO)


def released_of(level: Sense, lock: Lock) -> bool | None:
    """A lock's output read back; None where nobody knows."""
    if level is Sense.UNKNOWN or level.of_wire:
        return None
    return (level is Sense.ON) == lock.released_when_on
