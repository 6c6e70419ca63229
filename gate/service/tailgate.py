"""Tailgating: people whom a camera sees walk through a portal's line, against what was granted there."""

from __future__ import annotations

from datetime import datetime

from gate.domain.events import CameraSaw
from gate.service import passages
from gate.service.alarms import raise_alarm
from gate.service.change import Change
from gate.service.facts import Facts
from gate.service.passages import GRACE, Passages, Way


def crossed(facts: Facts, change: Change, event: CameraSaw, now: datetime) -> None:
    """Somebody walked through a portal's line: an alarm where nobody let him, and he can be on the other side now."""
    if event.portal is None or event.portal not in facts.doors or event.kind not in tuple(Way):
        return
    portal, way = facts.site.portals[event.portal], Way(event.kind)
    known = facts.passages.get(portal.id, Passages())
    if facts.doors[portal.id].fire or facts.doors[portal.id].hold_until:
        known = passages.freed(known, *Way)
    state, followed = passages.crossed(known, way, event.track, now, facts.lines.get(portal.id, GRACE))
    facts.passages[portal.id] = state
    reader = portal.reader_in if way is Way.IN else portal.reader_out
    if not followed or reader is None:
        return
    facts.world.widen((portal.id,), now, inward=way is Way.IN, outward=way is Way.OUT)
    raise_alarm(
        facts, change, "tailgate", portal.id, now,
        cause=f"tailgate_{way}", portal=portal.id, zone=portal.between[way is Way.IN], still=event.still,
    )  # fmt: skip
