"""What is asked of the engine about what it knows of people: shown, kept shut, held, erased. In the imperative."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

LARGEST_RANGE = 2_000
"""Events in one :class:`EraseRange`: it shares the recorder's transaction with reads that wait at doors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealField:
    """Show a private field to one reader, once. ``sealed`` is the field as the store has it; ``address`` the public key
    of a pair that was made for this answer alone (gate.keys.letter)."""

    person: str
    name: str
    sealed: str = field(repr=False)
    address: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepField:
    """Keep a private field of a person, sealed; an empty value takes it away."""

    person: str
    name: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReading:
    """Somebody looked at what is known of a person. ``what``: which page or export."""

    what: str
    person: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHold:
    """Nothing of the subject (a person's id, a kind of record, or ``*``) is erased until this is lifted."""

    subject: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftHold:
    """The hold ends."""

    hold: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePersonalData:
    """Erase what facts say of a person who has left, or of a visitor whose visits are over."""

    person: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseRange:
    """Erase the personal part of events ``first`` to ``last``: those of a kind that has outlived its span, or, with
    ``person``, all that name a person whose data were erased."""

    kind: str
    first: int
    last: int
    before: datetime
    reason: str
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseRecords:
    """Erase the personal part of facts of a kind that has outlived its span: ids of visits or of alarms.

    With ``person``, whose data were erased: pictures of him alone, of whatever age.
    """

    kind: str
    ids: tuple[str, ...]
    before: datetime
    reason: str
    person: str = ""


PrivacyCommand = (
    RevealField
    | KeepField
    | RecordReading
    | PlaceHold
    | LiftHold
    | ErasePersonalData
    | EraseRange
    | EraseRecords
)
