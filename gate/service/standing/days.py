"""Alternate days: a local date that counts as another."""

from __future__ import annotations

from datetime import datetime, timedelta

from gate.domain.standing_commands import SetAlternateDay
from gate.service.change import Change
from gate.service.errors import Refused
from gate.service.facts import Facts

FARTHEST = timedelta(days=400)
YESTERDAY = timedelta(days=2)
"""Yesterday's windows may run past midnight, and the date line is a day wide."""


def set_day(facts: Facts, change: Change, ask: SetAlternateDay, now: datetime) -> str:
    """From now on the date counts as that; agents learn it with their next pack."""
    if not (now - YESTERDAY).date() <= ask.day <= (now + FARTHEST).date():
        raise Refused(
            f"expected a day from yesterday to {FARTHEST.days} days ahead, got {ask.day.isoformat()}"
        )
    try:
        facts.world.alternate_day(ask.day, ask.as_)
    except ValueError as error:
        raise Refused(str(error)) from error
    facts.look_at_unlocks(now)
    change.packs.update(facts.site.agents)
    return ask.day.isoformat()
