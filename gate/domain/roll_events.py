"""What happened to a roll call."""

from __future__ import annotations

from dataclasses import dataclass

from gate.domain.roll import Mark, Occasion


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCalled:
    """A roll was called over these ``people``; ``by`` "": by the engine, at a fire alarm. No zones: the whole house."""

    roll: str
    occasion: Occasion
    by: str
    expected: int
    people: tuple[str, ...]
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMarked:
    """A warden said this of somebody; ``by`` "": he came in by a door, and whatever was said of him before is void."""

    roll: str
    person: str
    mark: Mark
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollEnded:
    """The roll is over. ``missing`` names those whom nobody saw and no door knows outside; the rest are counts."""

    roll: str
    by: str
    expected: int
    seen: int
    left: int
    missing: tuple[str, ...]
    note: str = ""


RollEvent = RollCalled | PersonMarked | RollEnded
