"""Doors that an operator lets stand unlocked for a while, or locks again before a schedule would."""

from __future__ import annotations

from datetime import datetime, timedelta

from gate.domain.level import Classification
from gate.domain.standing_commands import HoldUnlocked, LockAgain
from gate.policy.portal import Held, HoldEnded
from gate.service.change import Change
from gate.service.doors import drive
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts

LONGEST = timedelta(hours=24)
"""No hold by hand is longer: what stands open for days is a schedule, and proved as one."""


def hold(facts: Facts, change: Change, ask: HoldUnlocked, now: datetime) -> str:
    """Hold the door until then. Refused where a schedule could not unlock it either, or while anything forbids it."""
    portal = _portal(facts, ask.portal)
    if not now < ask.until <= now + LONGEST:
        raise Refused(f"expected an end within {LONGEST.total_seconds() / 3600:g} hours from now")
    if (why := why_not(facts, portal)) or (why := _too_secret(facts, portal)):
        raise Refused(why)
    hold_until(facts, change, portal, ask.until, "hold", now)
    if facts.doors[portal].hold_until != ask.until:
        raise Refused(f"the door is {facts.doors[portal].state.value}: it cannot be held unlocked now")
    return portal


def lock_again(facts: Facts, change: Change, ask: LockAgain, now: datetime) -> str:
    """End the hold; a schedule that is active now does not hold the door again before it opens anew."""
    portal = _portal(facts, ask.portal)
    if facts.doors[portal].hold_until is None:
        raise Refused("nothing holds the door unlocked")
    shut = facts.unlocks.until(portal, now) if portal in facts.unlocks else None
    drive(facts, change, portal, HoldEnded(shut_until=shut), now)
    return portal


def hold_until(facts: Facts, change: Change, portal: str, until: datetime, cause: str, now: datetime) -> None:
    """Let the door's machine hold it; the world knows that it is not secure meanwhile."""
    drive(facts, change, portal, Held(until=until, cause=cause), now)
    if facts.doors[portal].hold_until == until:
        facts.world.released(portal, now, until - now)


def why_not(facts: Facts, portal: str) -> str:
    """What keeps the door from being held unlocked now; "" for nothing."""
    if facts.doors[portal].locked_down:
        return "locked down: lift it first"
    threats = {
        level for zone in facts.site.portals[portal].between for level in facts.world.threats_over(zone)
    }
    return f"threat level {', '.join(sorted(threats))} is set: clear it first" if threats else ""


def _too_secret(facts: Facts, portal: str) -> str:
    zone = facts.site.zones[facts.zone_of_portal(portal)]
    if zone.level < Classification.CONFIDENTIAL:
        return ""
    return f"no hold into {zone.id} ({zone.level.word}): everybody who enters must be known"


def _portal(facts: Facts, portal: str) -> str:
    if portal not in facts.doors:
        raise NotThere(f"no portal {portal!r}")
    return portal
