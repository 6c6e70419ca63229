"""What the machine asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from gate.domain.door_state import Commanded, Contact, DoorState
from gate.domain.signals import Feedback


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Release the lock for so long, timed by the device."""

    duration: timedelta


@dataclass(frozen=True, slots=True)
class LockAgain:
    """End the release early."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """Feedback at all readers of the portal."""

    feedback: Feedback


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    """An alarm of this kind about the portal, or another occurrence of it. ``cause`` in a word."""

    kind: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relabel:
    """What is known now of the cause of an alarm that was raised; no new occurrence."""

    kind: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """The cause of that kind of alarm is over."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One of the three states is another now."""

    commanded: Commanded
    contact: Contact
    state: DoorState
    cause: str


Effect = Release | LockAgain | Show | Raise | Relabel | Return | Changed
