"""A whole site: the configuration that one file describes and one hash names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from gate.domain.group import Group, ThreatLevel
from gate.domain.hardware import AgentConfig, CameraConfig, DeviceConfig, LineConfig
from gate.domain.invariant import Invariant
from gate.domain.portal import Interlock, Portal
from gate.domain.schedule import Calendar, Schedule
from gate.domain.text import Text
from gate.domain.visitor_type import DEFAULT_TYPES, VisitorType
from gate.domain.zone import Zone

NIGHT = 3 * 60
"""03:00: the record is verified then, if the site file says nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Every reference in it resolves: only a checked site is built. Mappings keep the order of the file.

    ``version`` is the configuration's hash: it covers the file's meaning and the resolved calendar.
    """

    id: str
    name: Text
    version: str
    calendar: Calendar
    zones: Mapping[str, Zone]
    portals: Mapping[str, Portal]
    schedules: Mapping[str, Schedule]
    groups: Mapping[str, Group]
    threat_levels: Mapping[str, ThreatLevel] = field(default_factory=dict)
    interlocks: Mapping[str, Interlock] = field(default_factory=dict)
    agents: Mapping[str, AgentConfig] = field(default_factory=dict)
    lines: Mapping[str, LineConfig] = field(default_factory=dict)
    devices: Mapping[str, DeviceConfig] = field(default_factory=dict)
    cameras: Mapping[str, CameraConfig] = field(default_factory=dict)
    invariants: tuple[Invariant, ...] = ()
    decision_timeout: timedelta = timedelta(milliseconds=300)
    pin_tries: int = 5
    pin_block: timedelta = timedelta(minutes=10)
    bus_url: str | None = None
    store_url: str | None = None
    retention: Mapping[str, timedelta] = field(default_factory=dict)
    verify_record_minute: int = NIGHT  # after midnight of the site's clock, each day
    visitor_types: Mapping[str, VisitorType] = field(default_factory=lambda: DEFAULT_TYPES)

    def zones_around(self, zone: str) -> tuple[str, ...]:
        """The zone itself, its parent, and so on outwards."""
        chain: list[str] = []
        step: str | None = zone
        while step is not None:
            chain.append(step)
            step = self.zones[step].parent
        return tuple(chain)

    def house(self, zones: Collection[str] = ()) -> frozenset[str]:
        """These zones and those inside them; every zone of the house where none is named. Outside is no part of it."""
        named = set(zones)
        return frozenset(
            zone.id
            for zone in self.zones.values()
            if not zone.outside and (not named or named & set(self.zones_around(zone.id)))
        )

    def agent_of_device(self, device: str) -> str:
        """The agent whose line the device hangs on."""
        return self.lines[self.devices[device].line].agent

    def agent_of_portal(self, portal: str) -> str:
        """The agent that drives the portal's lock."""
        return self.agent_of_device(self.portals[portal].lock.device)
