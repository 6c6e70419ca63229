"""What is known of each door itself: its contact, and how long it stays released. Only a closed, locked door is secure.

Policy.md, "Entry", `interlock`. A door that was never heard of is closed and locked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gate.domain.door_state import Contact
from gate.policy.instant import BEGINNING
from gate.policy.kept import Json, Kept, fields, text, whole

_CLOSED = Contact.CLOSED


@dataclass(slots=True, kw_only=True)
class Door:
    """One door. ``released_until`` is the first instant at which the lock holds again."""

    contact: Contact = Contact.CLOSED
    released_until: int = BEGINNING


class Doors(Kept):
    """All doors that something was heard of."""

    kind = "door"

    def __init__(self) -> None:
        super().__init__()
        self._doors: dict[str, Door] = {}

    def closed(self, portal: str) -> bool:
        """True if the door is known to be closed; unknown is not closed."""
        door = self._doors.get(portal)
        return door is None or door.contact is _CLOSED

    def secure(self, portal: str, t: int) -> bool:
        """True if the door is known to be closed and its lock holds."""
        door = self._doors.get(portal)
        return door is None or (door.contact is _CLOSED and door.released_until <= t)

    def release(self, portal: str, until: int) -> None:
        """The lock is released until then; an earlier, longer release stands."""
        door = self._door(portal)
        door.released_until = max(door.released_until, until)

    def hear(self, portal: str, contact: Contact) -> None:
        """The contact says so. Closing after having been open ends the release."""
        door = self._door(portal)
        if contact is Contact.CLOSED and door.contact is Contact.OPEN:
            door.released_until = BEGINNING
        door.contact = contact

    def relock(self, portal: str) -> None:
        """The lock was told to hold again before its time."""
        self._door(portal).released_until = BEGINNING

    def _door(self, portal: str) -> Door:
        self.changed.add(portal)
        return self._doors.setdefault(portal, Door())

    def keys(self) -> Iterable[str]:
        """All there are."""
        return self._doors

    def value(self, key: str) -> Json:
        """Contact and release."""
        door = self._doors.get(key)
        return (
            None if door is None else {"contact": door.contact.value, "released_until": door.released_until}
        )

    def take(self, key: str, value: Json) -> None:
        """A door out of a row."""
        row = fields(value)
        self._doors[key] = Door(
            contact=Contact(text(row.get("contact"))), released_until=whole(row.get("released_until"))
        )
