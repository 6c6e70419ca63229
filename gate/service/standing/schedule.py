"""Doors that stand unlocked by schedule: held when it opens, or once the first person came in; locked when it is over.

A lockdown, a threat level and a holiday win over the schedule; so does an operator who locked the door by hand, until
the schedule opens anew. After any of these a door that waits for a first person waits for one again. Whoever holds by
hand is left alone: that hold has an end of its own.
"""

from __future__ import annotations

from datetime import datetime

from gate.policy.portal import HoldEnded
from gate.service.change import Change
from gate.service.doors import drive
from gate.service.facts import Facts
from gate.service.standing.hold import hold_until, why_not

SCHEDULE = "schedule"


def watch_schedules(facts: Facts, change: Change, now: datetime) -> None:
    """Hold and lock what the schedules say, if it is time to look."""
    due = facts.unlock_due
    if due is None or due > now:
        return
    entered = dict(facts.first_in)
    facts.first_in.clear()
    for portal in facts.unlocks:
        _judge(facts, change, portal, entered.get(portal, ()), now)
    facts.unlock_due = facts.unlocks.next_turn(now)


def _judge(facts: Facts, change: Change, portal: str, entered: tuple[str, ...], now: datetime) -> None:
    state = facts.doors[portal]
    until = None if _shut(facts, portal, now) else facts.unlocks.until(portal, now)
    if state.hold_until is not None:
        if state.hold_cause == SCHEDULE and (until is None or until < state.hold_until):
            drive(facts, change, portal, HoldEnded(), now)
            if until is not None:  # a day that was set to end earlier: who had come in has come in
                hold_until(facts, change, portal, until, SCHEDULE, now)
        elif why_not(facts, portal):
            drive(facts, change, portal, HoldEnded(), now)
    elif until is not None and _armed(facts, portal, entered, now):
        hold_until(facts, change, portal, until, SCHEDULE, now)


def _shut(facts: Facts, portal: str, now: datetime) -> bool:
    shut = facts.doors[portal].shut_until
    return bool(why_not(facts, portal)) or (shut is not None and now < shut)


def _armed(facts: Facts, portal: str, entered: tuple[str, ...], now: datetime) -> bool:
    """True if the schedule needs no first person, or one of those who just came in is one."""
    unlock = facts.site.portals[portal].unlock
    group = None if unlock is None else unlock.first_person
    return group is None or any(facts.world.in_group(person, group, now) for person in entered)
