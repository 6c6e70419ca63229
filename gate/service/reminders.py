"""The steps of an overstay: past the end of a visit with nobody checked out, first the host hears of it, then the desk,
then all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from gate.domain.visit import VisitState
from gate.domain.visit_file import VisitFile

DESK_AFTER = timedelta(minutes=10)
ALARM_AFTER = timedelta(minutes=20)
"""After the end of the visit, at which the host is reminded."""

STAGES = (
    ("host_reminded_at", timedelta(0), "host"),
    ("desk_reminded_at", DESK_AFTER, "desk"),
    ("overdue_at", ALARM_AFTER, "alarm"),
)
"""(the field that says it was done, how long after the end, who is told), in their order."""


def ahead(file: VisitFile) -> Iterator[tuple[str, datetime, str]]:
    """Steps of a visit that were not taken yet, as (field, when it is due, who is told); none unless checked in."""
    if file.visit.state is VisitState.CHECKED_IN:
        for field, after, who in STAGES:
            if getattr(file, field) is None:
                yield field, file.visit.ends + after, who


def next_step(file: VisitFile) -> datetime | None:
    """When the first of them is due."""
    return next((due for _, due, _ in ahead(file)), None)
