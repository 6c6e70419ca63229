"""From the store to the facts in memory: a start asks nobody else."""

from __future__ import annotations

import secrets
from collections import defaultdict

from gate.domain.person import Person
from gate.domain.site import Site
from gate.domain.visit import Visit
from gate.policy import StateRow, World, compile_site
from gate.policy.portal import PortalState, state_from_json
from gate.policy.roster import compact
from gate.service.facts import Facts, for_policy
from gate.service.visit_facts import VisitFacts
from gate.store.snapshot import Snapshot

LOCKDOWN = "lockdown"


def new_id(prefix: str) -> str:
    """An id that was never used: ``a-3f9c…``."""
    return f"{prefix}-{secrets.token_hex(8)}"


def people_of(snapshot: Snapshot) -> list[Person]:
    """Everybody as the policy is told of them."""
    visits: dict[str, list[Visit]] = defaultdict(list)
    for file in snapshot.visits:
        visits[file.person].append(file.visit)
    return [for_policy(file.person, visits[file.person.id]) for file in snapshot.people]


def facts_from(site: Site, snapshot: Snapshot, epoch: int) -> Facts:
    """The facts as the store has them; portals and people that the site file no longer knows are left out."""
    world = World(compile_site(site), compact(people_of(snapshot)), snapshot.revision)
    world.restore(StateRow(kind=row.kind, key=row.key, value=row.value) for row in snapshot.world)
    facts = Facts(
        site=site,
        world=world,
        epoch=epoch,
        new_id=new_id,
        revision=snapshot.revision,
        people={file.person.id: file for file in snapshot.people},
        visits=VisitFacts({file.visit.id: file for file in snapshot.visits}),
        alarms={alarm.id: alarm for alarm in snapshot.alarms},
        departures={case.id: case for case in snapshot.departures},
        revocations={case.id: case for case in snapshot.revocations},
        holds={hold.id: hold for hold in snapshot.holds},
        devices={device.device: device for device in snapshot.devices},
        agents={status.agent: status for status in snapshot.agents},
        doors=_doors(site, snapshot),
        since={status.portal: status.since for status in snapshot.portals},
        locked={row.key for row in snapshot.world if row.kind == LOCKDOWN},
    )
    facts.desk.restore(snapshot.desk)
    return facts


def _doors(site: Site, snapshot: Snapshot) -> dict[str, PortalState]:
    return {
        status.portal: state_from_json(status.machine)
        for status in snapshot.portals
        if status.portal in site.portals
    }
