"""Portals (doors, turnstiles) as they are built: readers, lock, contact, and how one gets out without the system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from gate.domain.text import Text


class Wiring(StrEnum):
    """Normally open or normally closed, as wired at the terminal."""

    NO = "NO"
    NC = "NC"


class LockMode(StrEnum):
    """What the lock does when its power goes."""

    FAIL_SECURE = "fail-secure"  # stays locked
    FAIL_SAFE = "fail-safe"  # releases


class Egress(StrEnum):
    """How a person leaves from the portal's second zone to its first."""

    MECHANICAL = "mechanical"  # a handle or bar
    REX_HARDWIRED = "rex-hardwired"  # a button that cuts the lock itself
    REX_SOFTWARE = "rex-software"  # a button that asks the system
    READER = "reader"  # a card

    @property
    def without_system(self) -> bool:
        """True where leaving needs no decision, no network and no power of ours."""
        return self in (Egress.MECHANICAL, Egress.REX_HARDWIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One input terminal, numbered as printed, and its wiring."""

    device: str
    input: int
    wiring: Wiring


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """One output terminal that releases the lock, and for how long."""

    device: str
    output: int
    wiring: Wiring
    release: timedelta
    mode: LockMode

    @property
    def released_when_on(self) -> bool:
        """True where energising the relay releases the lock.

        Fail-secure on NO (power opens) and fail-safe on NC (the relay breaks the holding current) release when on.
        """
        return (self.mode is LockMode.FAIL_SECURE) == (self.wiring is Wiring.NO)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOpen:
    """Alarm after the door stood open for ``after``; a local warning ``warn_before`` ahead of it."""

    after: timedelta
    warn_before: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlockSchedule:
    """Stands released in the schedule; with ``first_person`` only once a member of that group came in."""

    schedule: str
    first_person: str | None = None


POINTS = ("contact", "rex", "fire", "accessible", "key", "reader_tamper")
"""A portal's input terminals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """A door between two zones; reader ``in`` stands in the first, ``out`` in the second.

    ``accessible``: an exit button for those who need longer. ``key``: the lock's cylinder was turned by its mechanical
    key. ``reader_tamper``: the tamper loop of readers that cannot tell of it themselves.
    """

    id: str
    name: Text
    between: tuple[str, str]
    lock: Lock
    egress: Egress
    reader_in: str | None = None
    reader_out: str | None = None
    contact: Point | None = None
    rex: Point | None = None
    fire: Point | None = None
    accessible: Point | None = None
    key: Point | None = None
    reader_tamper: Point | None = None
    held_open: HeldOpen | None = None
    unlock: UnlockSchedule | None = None
    cameras: tuple[str, ...] = ()

    @property
    def points(self) -> Mapping[str, Point]:
        """Its input terminals by the name that the site file gives them."""
        return {name: point for name in POINTS if (point := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interlock:
    """A mantrap: at most one of the portals is not secure."""

    id: str
    portals: tuple[str, ...]
