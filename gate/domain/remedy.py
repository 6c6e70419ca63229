"""Remedies: the single changes that can turn a refusal into a grant, and the smallest set of them that does.

Each is one act of one person: of the one at the door, of the desk, of who gives rights, or of who answers for safety.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from gate.domain.level import Assurance, Clearance


class Companion(StrEnum):
    """What somebody who is waited for comes as."""

    SECOND = "second"  # the other of two persons
    ESCORT = "escort"
    LEAVING = "leaving"  # the other one inside, who leaves too


# ── the person at the door ───────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class TypePin:
    """Type the right PIN."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchBiometric:
    """Pass the biometric check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCredential:
    """Present another of his own credentials."""

    credential: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitFor:
    """This person presents a card at the same reader within the window."""

    person: str
    comes_as: Companion


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeAt:
    """Come at this instant, or soon after: UTC."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDoor:
    """The other door of the interlock is closed and locked."""

    portal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeRoom:
    """So many of those inside leave the zone."""

    zone: str
    count: int


# ── the desk ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleItems:
    """The desk notes what became of the visitor's devices: none carried, or deposited."""

    person: str
    visit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveVisit:
    """A visit that names the zone is approved."""

    visit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WidenVisit:
    """A visit names the zone too; ``visit`` None: a new one, running now."""

    person: str
    visit: str | None
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCredential:
    """A new credential for the person, at least so hard to copy."""

    person: str
    assurance: Assurance


@dataclass(frozen=True, slots=True, kw_only=True)
class Reinstate:
    """The credential is made active."""

    credential: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPin:
    """The person is given a PIN, and types it."""

    person: str


# ── who gives rights ─────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinGroup:
    """A membership, from now on."""

    person: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveGroup:
    """The end of a membership: the group's ``rule`` denies."""

    person: str
    group: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepValid:
    """The person's own time here covers this instant."""

    person: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Obtain:
    """The prerequisite, good through this local day at least."""

    person: str
    prerequisite: str
    through: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseClearance:
    """The person's tier, at least."""

    person: str
    to: Clearance


# ── who answers for safety ───────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgive:
    """The operator says that the person can be anywhere."""

    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftLockdown:
    """The lockdown of this zone or portal ends."""

    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearThreat:
    """The threat level of this zone ends."""

    level: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HearEngine:
    """The door's agent hears the engine again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAgain:
    """Something can record again."""


Remedy = (
    TypePin
    | MatchBiometric
    | UseCredential
    | WaitFor
    | ComeAt
    | CloseDoor
    | MakeRoom
    | SettleItems
    | ApproveVisit
    | WidenVisit
    | IssueCredential
    | Reinstate
    | SetPin
    | JoinGroup
    | LeaveGroup
    | KeepValid
    | Obtain
    | RaiseClearance
    | Forgive
    | LiftLockdown
    | ClearThreat
    | HearEngine
    | RecordAgain
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """``remedies`` together turn the answer into a grant, and no part of them does; in the order to take them.

    Empty for a grant, and where nothing that Gate knows of would help: ``final`` then names the reasons that stand.
    """

    remedies: tuple[Remedy, ...] = ()
    final: tuple[str, ...] = ()
