"""Which clip belongs to an alarm: the log says it, by the still that both name."""

from __future__ import annotations

from datetime import timedelta

from gate.client import EventFilter
from gate.domain.alarm import Alarm
from gate.domain.events import ClipKept
from web.console import console

WITHIN = timedelta(minutes=2)  # a clip is written some seconds after its still
LOOKED_AT = 50


def clip_of(alarm: Alarm) -> str | None:
    """The SHA-256 of the clip around the alarm's still, None where there is none (yet)."""
    if alarm.still is None:
        return None
    around = EventFilter(types=("ClipKept",), since=alarm.raised_at - WITHIN, until=alarm.changed_at + WITHIN)
    for row in console().queries.happenings(around, limit=LOOKED_AT).rows:
        if isinstance(row.body, ClipKept) and row.body.still == alarm.still:
            return row.body.clip
    return None
