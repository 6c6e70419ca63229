"""The facts of a site that change while it runs: what use cases hand back and the store keeps, whole each time."""

from __future__ import annotations

from gate.domain.alarm import Alarm
from gate.domain.departure import Departure
from gate.domain.person_file import PersonFile
from gate.domain.status import AgentStatus, DeviceHealth, PortalStatus
from gate.domain.visit_file import VisitFile

Fact = PersonFile | VisitFile | Alarm | PortalStatus | DeviceHealth | AgentStatus | Departure
