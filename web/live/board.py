"""What the live page knows at one instant: doors, counters, health, the alarm queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gate.domain.alarm import Alarm
from gate.domain.door_state import ABNORMAL, DoorState
from gate.domain.portal import Portal
from gate.domain.status import DeviceHealth, PortalStatus
from web.console import console
from web.words.states import DOORS, Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A portal with what is known of it; ``status`` None: nothing was ever heard."""

    portal: Portal
    status: PortalStatus | None

    @property
    def state(self) -> DoorState:
        """The derived state; unknown where nothing was heard."""
        return self.status.state if self.status else DoorState.UNKNOWN

    @property
    def look(self) -> Look:
        """How it is shown."""
        return DOORS[self.state]

    @property
    def abnormal(self) -> bool:
        """Whether a guard should look at it."""
        return self.state in ABNORMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """The figures of the header. None: the operator may not see it."""

    unacknowledged: int
    active: int
    waiting: int
    inside: int
    overdue: int
    doors: int
    offline: int
    rolls: int


def doors() -> tuple[Door, ...]:
    """Every portal of the site, in the site file's order: a door never changes its place."""
    known = console().queries.portals()
    return tuple(
        Door(portal=portal, status=known.get(portal.id)) for portal in console().site.portals.values()
    )


def queue(alarms: Iterable[Alarm]) -> list[Alarm]:
    """Open alarms: what nobody took first, then by priority, the newest first."""
    return sorted(alarms, key=lambda each: (each.acknowledged, each.priority, -each.changed_at.timestamp()))


def counters() -> Counters:
    """Everything counted now."""
    queries, now = console().queries, console().now()
    alarms = queries.alarms_open()
    visits = queries.visit_counts(now)
    return Counters(
        unacknowledged=sum(not alarm.acknowledged for alarm in alarms),
        active=len(alarms),
        waiting=visits.waiting,
        inside=visits.inside,
        overdue=visits.overdue,
        doors=sum(door.abnormal for door in doors()),
        offline=sum(health.online is False for health in queries.devices()),
        rolls=len(queries.rolls_open()),
    )


def offline(devices: Iterable[DeviceHealth]) -> list[DeviceHealth]:
    """Devices that do not answer or were never heard, the longest silence first."""
    return sorted((each for each in devices if not each.online), key=lambda each: each.since)
