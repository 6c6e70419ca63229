"""What came out for an invariant: a proof, or a breach that somebody can walk through door by door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gate.domain.invariant import Always, Invariant
from gate.domain.person import Person
from gate.policy.prove.graph import How
from gate.policy.prove.rights import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """One step of a way: at that instant through that portal, by these grants and visits, with these companions.

    ``reader``: where the read is made, None for handle, button and unlocked doors. ``company``: only while another
    person is known to be inside. ``deposited``: the desk has the visitor's banned things.
    """

    portal: str
    source: str
    target: str
    how: How
    at: datetime
    reader: str | None = None
    by: tuple[Right, ...] = ()
    escort: str | None = None
    partner: str | None = None
    company: bool = False
    deposited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The invariant holds for all times and for so many people; None: for all whom the site file could describe."""

    invariant: Invariant
    people: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Such a person is let in after all: this way, at these times. ``others``: ids of more people who are, not all."""

    invariant: Invariant
    person: Person
    way: tuple[Passing, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoWayOut:
    """From ``zones`` one does not get out without the system: at no time, whoever it is.

    ``comes_to``: the zones that one gets to from the first of them. ``doors``: portals that lead on from there, with
    the egress that they have in that direction (``"none"`` where nothing is built).
    """

    invariant: Always
    zones: tuple[str, ...]
    comes_to: tuple[str, ...]
    doors: tuple[tuple[str, str], ...]


Verdict = Proof | Breach | NoWayOut
