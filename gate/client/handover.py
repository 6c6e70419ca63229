"""What one guard hands to the next at the end of a shift, as of one instant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gate.domain.alarm import Alarm
from gate.domain.door_state import ABNORMAL, DoorState
from gate.domain.portal import Portal
from gate.domain.site import Site
from gate.domain.status import DeviceHealth, PortalStatus
from gate.store.read.head_rows import HeadLine
from gate.store.read.muster_rows import MusterLine
from gate.store.read.people_rows import VisitLine


@dataclass(frozen=True, slots=True, kw_only=True)
class OddDoor:
    """A door that is not as it should be; ``status`` None: nothing was ever heard of it."""

    portal: Portal
    status: PortalStatus | None

    @property
    def state(self) -> DoorState:
        """The derived state; unknown where nothing was heard."""
        return self.status.state if self.status else DoorState.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """``inside``: everybody who is or may be in the house; ``overdue``: visits past their end and not over.

    ``badges``: visits that are over and whose badge is still out; ``head``: the newest signed head.
    """

    at: datetime
    alarms: tuple[Alarm, ...]
    inside: tuple[MusterLine, ...]
    doors: tuple[OddDoor, ...]
    offline: tuple[DeviceHealth, ...]
    overdue: tuple[VisitLine, ...]
    badges: tuple[VisitLine, ...]
    head: HeadLine | None


class Asks(Protocol):
    """``gate.client.Queries``, as far as it is needed."""

    def alarms_open(self) -> tuple[Alarm, ...]: ...
    def muster(self, outside: Collection[str]) -> tuple[MusterLine, ...]: ...
    def portals(self) -> Mapping[str, PortalStatus]: ...
    def devices(self) -> tuple[DeviceHealth, ...]: ...
    def visits_unfinished(self) -> tuple[VisitLine, ...]: ...
    def heads(self, before: int | None = None, limit: int = 50) -> tuple[HeadLine, ...]: ...


def handover(queries: Asks, site: Site, now: datetime) -> Handover:
    """FactsAway where the store cannot be asked."""
    outside = {zone.id for zone in site.zones.values() if zone.outside}
    open_visits = queries.visits_unfinished()
    return Handover(
        at=now,
        alarms=tuple(sorted(queries.alarms_open(), key=lambda each: (each.priority, each.raised_at))),
        inside=queries.muster(outside),
        doors=_odd_doors(queries, site),
        offline=tuple(each for each in queries.devices() if each.online is False),
        overdue=tuple(line for line in open_visits if _overdue(line, now)),
        badges=tuple(line for line in open_visits if _badge_out(line)),
        head=next(iter(queries.heads(limit=1)), None),
    )


def _odd_doors(queries: Asks, site: Site) -> tuple[OddDoor, ...]:
    known = queries.portals()
    doors = (OddDoor(portal=portal, status=known.get(portal.id)) for portal in site.portals.values())
    return tuple(door for door in doors if door.state in ABNORMAL)


def _overdue(line: VisitLine, now: datetime) -> bool:
    return (
        line.file.checked_out_at is None
        and line.file.checked_in_at is not None
        and line.file.visit.ends <= now
    )


def _badge_out(line: VisitLine) -> bool:
    return (
        line.file.checked_out_at is not None and bool(line.file.badge) and line.file.badge_returned_at is None
    )
