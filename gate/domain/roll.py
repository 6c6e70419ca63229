"""A roll call: who was, or may have been, in the house when it was called, and whom a warden has seen since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Occasion(StrEnum):
    """What a roll is called for."""

    FIRE = "fire"
    EVACUATION = "evacuation"
    DRILL = "drill"
    COUNT = "count"  # no emergency: who is still in the house


class Mark(StrEnum):
    """What wardens say of one person. Only ``seen`` accounts for him: *not here* does not say where he is."""

    OPEN = "open"
    SEEN = "seen"
    NOT_HERE = "not_here"


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCall:
    """One roll. ``zones`` empty: the whole house; ``called_by`` "": the engine itself, at a fire alarm.

    The counts are those at the end: ``seen`` by a warden; ``left``: a door knows that he went out; ``missing``: the
    rest. ``expected`` is their sum, and counts those who came in while the roll ran. All are 0 until it has ended.
    """

    id: str
    occasion: Occasion
    zones: tuple[str, ...] = ()
    called_at: datetime
    called_by: str = ""
    ended_at: datetime | None = None
    ended_by: str = ""
    expected: int = 0
    seen: int = 0
    left: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RollLine:
    """One person of a roll. ``zones``: where he could be when he came on it, and what is not lost when doors open.

    ``marked_by`` "" with ``marked_at``: the engine took the mark back, since he came in by a door after it.
    """

    roll: str
    person: str
    zones: tuple[str, ...]
    added_at: datetime
    mark: Mark = Mark.OPEN
    marked_at: datetime | None = None
    marked_by: str = ""
