"""What an engine knows is compared thing by thing: a comparison that finds nothing would prove nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gate.domain.door_state import Commanded, Contact, DoorState
from gate.domain.site import Site
from gate.domain.status import DeviceHealth, PortalStatus
from gate.policy.portal import PortalState, state_to_json
from gate.site.load import load_site
from gate.store import Snapshot
from tests.faults.memory import differences, of_snapshot
from tests.faults.site import write_site

NOON = datetime(2026, 4, 7, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def portal(machine: PortalState) -> PortalStatus:
    return PortalStatus(
        portal="north-door",
        commanded=Commanded.LOCKED,
        contact=Contact.CLOSED,
        state=DoorState.SECURE,
        since=NOON,
        machine=state_to_json(machine),
    )


SHUT = PortalState(contact=Contact.CLOSED, state=DoorState.SECURE, at=NOON)
HEALTHY = DeviceHealth(device="north-reader", online=True, since=NOON)
READ = Snapshot(
    epoch=2, seq=70, revision=5, people=(), visits=(), alarms=(), departures=(), holds=(), revocations=(),
    portals=(portal(SHUT),), devices=(HEALTHY,), agents=(), world=(), sources={("north", 1): 40},
    beyond=(("north", 1, 44, 45),), answered=(), receipts=(), desk=(),
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder: Path = tmp_path_factory.mktemp("site")
    return load_site(*write_site(folder))


def test_two_engines_of_one_record_know_the_same(site: Site) -> None:
    assert differences(of_snapshot(site, READ), of_snapshot(site, READ)) == []


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"seq": 71}, "last event"),
        ({"revision": 6}, "revision"),
        ({"sources": {("north", 1): 41}}, "events of sources ('north', 1)"),
        ({"beyond": ()}, "events of sources ('north', 1)"),
        ({"devices": (replace(HEALTHY, online=None),)}, "devices north-reader"),
        ({"portals": (portal(replace(SHUT, fire=True)),)}, "doors north-door"),
        ({"portals": (portal(replace(SHUT, held_at=NOON + SECOND)),)}, "doors north-door"),
        ({"portals": (replace(portal(SHUT), since=NOON + SECOND),)}, "since north-door"),
    ],
)
def test_what_one_knows_otherwise_is_named(site: Site, changes: dict[str, Any], what: str) -> None:
    (said,) = differences(of_snapshot(site, READ), of_snapshot(site, replace(READ, **changes)))
    assert said.startswith(f"{what}: ")


def test_when_a_door_last_heard_of_nothing_new_is_not_kept(site: Site) -> None:
    later = replace(READ, portals=(portal(replace(SHUT, at=NOON + SECOND)),))
    assert differences(of_snapshot(site, READ), of_snapshot(site, later)) == []
