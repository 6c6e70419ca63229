"""The facts of a site that change while it runs: what use cases hand back and the store keeps, whole each time."""

from __future__ import annotations

from dataclasses import dataclass

from gate.domain.agreement import AgreementText, Signature
from gate.domain.alarm import Alarm
from gate.domain.applied import AppliedConfiguration
from gate.domain.carried import CarriedItem, CarryPermit
from gate.domain.countersignature import Countersignature
from gate.domain.departure import Departure
from gate.domain.desk_record import DeskRecord
from gate.domain.hold import Hold
from gate.domain.person import Person
from gate.domain.person_file import PersonFile
from gate.domain.private_field import PrivateField
from gate.domain.revocation import Revocation
from gate.domain.roll import RollCall, RollLine
from gate.domain.status import AgentStatus, DeviceHealth, PortalStatus
from gate.domain.visit_file import VisitFile
from gate.domain.watchlist import Dismissal, WatchEntry, WatchList


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAsOf:
    """What the policy was told of a person from ``revision`` of the facts on, until it was told anew.

    Without names, PIN and remarks: enough to take a decision again, and nothing that has to be forgotten.
    """

    person: Person
    revision: int


DeskFact = (
    DeskRecord
    | CarriedItem
    | CarryPermit
    | Signature
    | AgreementText
    | WatchList
    | WatchEntry
    | Dismissal
    | RollCall
    | RollLine
)
"""What the desk knows: each is one row, whose columns are its fields."""

Fact = (
    PersonFile
    | VisitFile
    | Alarm
    | PortalStatus
    | DeviceHealth
    | AgentStatus
    | Departure
    | PersonAsOf
    | Revocation
    | PrivateField
    | Hold
    | Countersignature
    | AppliedConfiguration
    | DeskFact
)
