"""Publishing a configuration: the running engine takes it between two decisions, or says why not.

One that breaches its own invariants is taken once two different people have overridden them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from gate.domain.applied import AppliedConfiguration
from gate.domain.commands import Actor
from gate.domain.events import ConfigurationPublished
from gate.domain.policy_commands import OverrideInvariants, PublishConfiguration
from gate.domain.portal import Portal
from gate.domain.site import Site
from gate.policy.overrides import standing
from gate.policy.portal import HoldEnded
from gate.policy.proofs import LastProof
from gate.service.alarms import raise_alarm, return_alarm
from gate.service.change import Change
from gate.service.doors import drive
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts, for_policy
from gate.service.prepared import Prepared, Unusable
from gate.service.standing.hold import why_not
from gate.service.standing.schedule import SCHEDULE

BROKEN = "invariant_broken"
"""Alarm: the people on file break an invariant that the site file kept."""
_VERSION = re.compile(r"[0-9a-f]{64}")


def override(
    facts: Facts, change: Change, ask: OverrideInvariants, actor: Actor, now: datetime
) -> tuple[str, str]:
    """Note that this person overrides the invariants; returns the configuration and what is still wanted.

    The alarms about what two people have overridden return, if the configuration runs.
    """
    if not _VERSION.fullmatch(ask.version):
        raise NotThere("expected the hash of a configuration, 64 hex digits")
    if not ask.invariants:
        raise NotThere("expected at least one invariant")
    said = facts.world.overrides.of(ask.version).get(actor.user, frozenset())
    if said.issuperset(ask.invariants):
        raise Refused(f"{actor.user} has said so before: another person must")
    facts.world.overrides.add(ask.version, actor.user, ask.invariants)
    left = standing(ask.invariants, facts.world.overrides.of(ask.version))
    if ask.version == facts.site.version:
        for each in set(ask.invariants).difference(left):
            return_alarm(facts, change, BROKEN, each, now)
    return (
        ask.version,
        f"a second person is wanted for {', '.join(left)}" if left else "two people have said so",
    )


def proved(
    facts: Facts, change: Change, breaches: Mapping[str, str], proof: LastProof, now: datetime
) -> None:
    """Keep what the proof said. An alarm for each breach, in words, that two people have not overridden; what holds
    again returns.
    """
    facts.world.proofs.note(facts.site.version, proof)
    left = standing(breaches, facts.world.overrides.of(facts.site.version))
    for name in left:
        if facts.open_alarm(BROKEN, name) is None:
            raise_alarm(facts, change, BROKEN, name, now, cause=breaches[name][:128])
    for invariant in facts.site.invariants:
        if invariant.id not in left:
            return_alarm(facts, change, BROKEN, invariant.id, now)


WIRED = ("id", "agents", "lines", "devices", "cameras", "decision_timeout", "bus_url", "store_url")
"""What engine, agents and camera process take from the site file at their start and not again."""


def publish(facts: Facts, change: Change, ask: PublishConfiguration, now: datetime) -> str:
    """Take the configuration that was made ready; returns its hash. Refused: nothing changes, the old one stands."""
    ready, facts.prepared = facts.prepared, None
    if ready is None or isinstance(ready, Unusable):
        raise Refused("nothing was made ready" if ready is None else ready.why)
    _check(facts, ask, ready)
    before = facts.site.version
    _take(facts, ready)
    change.keep(AppliedConfiguration(version=ready.site.version, applied_at=now, body=ready.body))
    change.note(
        ConfigurationPublished(
            configuration=ready.site.version,
            before=before,
            revision=facts.revision,
            overridden=tuple(ready.breaches),
        )
    )
    change.packs.update(facts.site.agents)
    _end_holds(facts, change, now)
    return ready.site.version


def _check(facts: Facts, ask: PublishConfiguration, ready: Prepared) -> None:
    if ready.site.version != ask.version:
        raise Refused(f"expected {ask.version} in the engine's own site file, got {ready.site.version}")
    if ready.site.version == facts.site.version:
        raise Refused("this configuration runs already")
    wired = [*wired_otherwise(facts.site, ready.site)]
    if wired:
        raise Refused(f"what is wired has changed ({', '.join(wired)}): restart the engine and its agents")
    left = standing(ready.breaches, facts.world.overrides.of(ask.version))
    if left:
        raise Refused("it breaches its own invariants: " + " · ".join(ready.breaches[each] for each in left))


def _take(facts: Facts, ready: Prepared) -> None:
    """What changed while it was made ready is told to the new world; then all that moves is."""
    changed = {file.person.id: file for file in facts.people.values() if file.revision > ready.revision}
    for person, file in changed.items():
        visits = [each.visit for each in facts.visits.of(person)]
        ready.world.put_person(for_policy(file.person, visits), file.revision)
    ready.world.restore(facts.world.rows())
    facts.take(ready.site, ready.world)


def _end_holds(facts: Facts, change: Change, now: datetime) -> None:
    """A door must not stand open by a schedule that is gone, or into a zone that it must not stand open to now."""
    for portal, state in [*facts.doors.items()]:
        if portal not in facts.site.portals or state.hold_until is None:
            continue
        if why_not(facts, portal) or (state.hold_cause == SCHEDULE and portal not in facts.unlocks):
            drive(facts, change, portal, HoldEnded(), now)


def wired_otherwise(old: Site, new: Site) -> Iterator[str]:
    """What of the new site needs other wires or other processes than the old one has."""
    yield from (name for name in WIRED if getattr(old, name) != getattr(new, name))
    for name in sorted(old.portals.keys() | new.portals.keys()):
        one, other = old.portals.get(name), new.portals.get(name)
        if one is None or other is None or _wires(one, one) != _wires(other, one):
            yield name


def _wires(portal: Portal, as_: Portal) -> Portal:
    """The portal with all that is no wire as the other has it."""
    lock = replace(portal.lock, release=as_.lock.release)
    return replace(
        portal, lock=lock, name=as_.name, held_open=as_.held_open, unlock=as_.unlock, cameras=as_.cameras
    )
