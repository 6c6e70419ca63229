"""The facts of a site that change while it runs: what use cases hand back and the store keeps, whole each time."""

from __future__ import annotations

from dataclasses import dataclass

from gate.domain.alarm import Alarm
from gate.domain.departure import Departure
from gate.domain.person import Person
from gate.domain.person_file import PersonFile
from gate.domain.status import AgentStatus, DeviceHealth, PortalStatus
from gate.domain.visit_file import VisitFile


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAsOf:
    """What the policy was told of a person from ``revision`` of the facts on, until it was told anew.

    Without names, PIN and remarks: enough to take a decision again, and nothing that has to be forgotten.
    """

    person: Person
    revision: int


Fact = PersonFile | VisitFile | Alarm | PortalStatus | DeviceHealth | AgentStatus | Departure | PersonAsOf
