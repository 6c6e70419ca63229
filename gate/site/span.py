"""``from`` and ``until`` of a table: half-open, either end may be missing."""

from __future__ import annotations

from datetime import datetime

from gate.site.table import Table
from gate.site.values import Reader, instant, shown


def or_null(value: object) -> datetime | None:
    """An instant, or null for an open end."""
    return None if value is None else instant(value)


def read_span(
    table: Table, read: Reader[datetime | None] = or_null
) -> tuple[datetime | None, datetime | None]:
    """Both ends in UTC; an end that is not after the start is reported."""
    starts = table.take("from", read, None)
    ends = table.take("until", read, None)
    if starts is not None and ends is not None and ends <= starts:
        table.faults.error(
            table.at("until"), f"an instant after {starts.isoformat()}", shown(table.raw("until"))
        )
    return starts, ends
