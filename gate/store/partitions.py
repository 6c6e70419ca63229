"""Months of the log on PostgreSQL: one partition of ``events_log`` each, made ahead of its time.

A partition has its own key and its own rule that an event has one row, since PostgreSQL knows no unique index over all
partitions without their month in it. Across months two things see to it: the engine's ledger, and the tree, which takes
each number of the log once. Rows of a month that has no partition go to the default one; that it stays empty is what
making them ahead is for. SQLite has none of this.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from gate.store.batch import Batch
from gate.store.prepared import Cursor

log = logging.getLogger(__name__)

AHEAD = 3
"""So many months have their partition before they begin."""

PATIENCE_MS = 300
"""A backup that reads all tables holds the lock that a new partition needs: it is made the next time then."""

# Both indexes are only ever added to at the end, of all or of a source, so that no page needs room. PostgreSQL leaves
# the room where a page splits in the middle, but for keys of two numbers and no more (nbtsplitloc.c,
# _bt_afternewitemoff): with the text and the start of the source in the key a third of the index was empty.
_MAKE = """
CREATE TABLE IF NOT EXISTS {name} PARTITION OF events_log {bounds};
CREATE UNIQUE INDEX IF NOT EXISTS pk_{name} ON {name} (seq) WITH (fillfactor = 100);
CREATE UNIQUE INDEX IF NOT EXISTS uq_{name}_source_src_seq ON {name} (source, src_seq) WITH (fillfactor = 100);
CREATE OR REPLACE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""

DEFAULT = _MAKE.format(name="events_default", bounds="DEFAULT")
"""Makes the partition of all other months."""


def month_of(instant: datetime) -> date:
    """The first day of its month in UTC."""
    return instant.astimezone(UTC).date().replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def with_ahead(months: Iterable[date]) -> Iterator[date]:
    """These months, and those that follow the last of them soon."""
    ordered = sorted(set(months))
    yield from ordered
    month = ordered[-1]
    for _ in range(AHEAD):
        month = next_month(month)
        yield month


def name_of(month: date) -> str:
    """Of its partition."""
    return f"events_{month:%Y_%m}"


def bounds_of(month: date) -> str:
    """Which rows are in its partition."""
    return f"FOR VALUES FROM ('{month} 00:00:00+00') TO ('{next_month(month)} 00:00:00+00')"


def statements(month: date) -> str:
    """What makes a month's partition; nothing where it is there."""
    return _MAKE.format(name=name_of(month), bounds=bounds_of(month))


class Partitions:
    """Knows which months have theirs. Belongs to one thread."""

    def __init__(self) -> None:
        self._known: set[date] = set()

    def make_for(self, connection: Any, driver: Any, batch: Batch) -> None:
        """Before the batch's transaction, in one of its own: a lock that does not come must not hold the batch up."""
        missing = self._missing(batch)
        if not missing:
            return
        cursor = connection.cursor()
        try:
            cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}")
            make(cursor, missing)
            connection.commit()
            self._known |= missing
        except driver.errors.LockNotAvailable:
            connection.rollback()
            log.warning(
                "no partition yet for %s: somebody reads all of the log", ", ".join(map(str, missing))
            )
        finally:
            cursor.close()

    def _missing(self, batch: Batch) -> set[date]:
        return {month_of(event.recorded_at) for event in batch.events} - self._known


def make(cursor: Cursor, months: Iterable[date]) -> None:
    """Partitions for these months and those after, where they are missing."""
    for month in with_ahead(months):
        cursor.execute("SELECT to_regclass(%s)", (name_of(month),))
        if cursor.fetchone()[0] is None:
            cursor.execute(statements(month))
