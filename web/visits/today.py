"""The day's visits in groups, as many of each as a page can show at once; the rest by pages of one group."""

from __future__ import annotations

from datetime import timedelta

from flask import request

from gate.client import DayGroup, DayList
from web.console import console
from web.language import language
from web.words.names import Names

AROUND = timedelta(hours=14)
SHOWN = 30
PAGE = 100


def lists() -> dict[str, object]:
    """What ``visits/lists.html`` shows: every group's first lines, or one page of the group that is asked for."""
    only = _only()
    page = max(1, request.args.get("page", 1, type=int))
    part = {group: slice(SHOWN) for group in DayGroup}
    if only is not None:
        part = {only: slice((page - 1) * PAGE, page * PAGE)}
    groups = _asked(part)
    hosts = {line.file.visit.host for each in groups.values() for line in each.lines if line.file.visit.host}
    return {
        "groups": {group.value: each for group, each in groups.items() if only in (None, group)},
        "names": Names(console().site, console().queries.named(hosts), language()),
        "only": only,
        "page": page,
        "pages": -(-groups[only].count // PAGE) if only is not None else 1,
    }


def _asked(part: dict[DayGroup, slice]) -> dict[DayGroup, DayList]:
    now = console().now()
    return console().queries.visits_of_day(now, now - AROUND, now + AROUND, part)


def _only() -> DayGroup | None:
    asked = request.args.get("only", "")
    return DayGroup(asked) if asked in set(DayGroup) else None
