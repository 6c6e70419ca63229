"""What wardens ask of the engine: call a roll, mark people on it, end it."""

from __future__ import annotations

from dataclasses import dataclass

from gate.domain.roll import Mark, Occasion


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRoll:
    """Everybody who is, or may be, in these zones or in a zone inside one; in the house, without zones."""

    occasion: Occasion
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPerson:
    """A warden has seen him, has looked and not found him, or takes back what was said (``open``)."""

    roll: str
    person: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRoll:
    """The roll is over. While anybody is missing, ``note`` says what is known of them."""

    roll: str
    note: str = ""


RollCommand = CallRoll | MarkPerson | EndRoll
