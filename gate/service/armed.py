"""Whether movement in a zone is an intrusion now."""

from __future__ import annotations

from datetime import datetime, timedelta

from gate.policy.instant import micros
from gate.service.facts import Facts

STEP = timedelta(minutes=15)
LONGEST = timedelta(days=2)


def is_armed(facts: Facts, zone: str | None, now: datetime) -> bool:
    """True while the zone's schedule of arming is active and no granted entry has disarmed it since it began."""
    if zone is None or zone not in facts.site.zones:
        return False
    schedule = facts.site.zones[zone].armed
    if schedule is None or not is_active(facts, schedule, now):
        return False
    disarmed = facts.disarmed.get(zone)
    return disarmed is None or not _in_one_window(facts, schedule, disarmed, now)


def is_active(facts: Facts, schedule: str, at: datetime) -> bool:
    """True if the schedule is active at that instant."""
    number = list(facts.site.schedules).index(schedule)
    active, _ = facts.timetable.at(micros(at))
    return bool(active >> number & 1)


def _in_one_window(facts: Facts, schedule: str, since: datetime, now: datetime) -> bool:
    """True if the schedule was active from ``since`` to ``now`` without a break of a quarter of an hour."""
    if now - since > LONGEST:
        return False
    steps = int((now - since) / STEP) + 1
    return all(is_active(facts, schedule, since + STEP * step) for step in range(steps))
