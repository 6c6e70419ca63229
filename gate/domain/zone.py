"""Zones (areas, 区域): where people are, and what it takes to get in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum

from gate.domain.level import Assurance, Classification, Clearance
from gate.domain.text import Text


class Visitors(IntEnum):
    """How visitors may enter; the greater, the stricter."""

    FREE = 0
    ESCORTED = 1
    NEVER = 2


class AntiPassback(StrEnum):
    """What a zone does with a person who is not where the door would have him come from."""

    NONE = "none"
    SOFT = "soft"
    HARD = "hard"
    TIMED = "timed"


class Factor(StrEnum):
    """What is asked for at the reader beside the token."""

    PIN = "pin"
    BIOMETRIC = "biometric"


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """One zone as the site file says it; what it takes over from zones around is worked out by the policy.

    ``None`` means that the file says nothing: the default, or the zone around, decides.
    """

    id: str
    name: Text
    level: Classification = Classification.PUBLIC
    outside: bool = False
    parent: str | None = None
    owner: str | None = None
    min_clearance: Clearance | None = None
    min_assurance: Assurance | None = None
    prerequisites: tuple[str, ...] = ()
    factors: frozenset[Factor] = frozenset()
    two_person: timedelta | None = None
    min_occupancy: int | None = None  # 2, or None
    max_occupancy: int | None = None
    occupancy_soft: bool = False
    anti_passback: AntiPassback = AntiPassback.NONE
    anti_passback_after: timedelta | None = None
    banned_devices: frozenset[str] = frozenset()
    visitors: Visitors | None = None
    escort_window: timedelta | None = None
    escort_ratio: int = 5
    lease: timedelta | None = None
    armed: str | None = None  # id of the schedule in which movement is an intrusion
    instructions: Text | None = None  # what to do first when it alarms (处置预案)
