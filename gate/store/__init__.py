"""The store: tables, repositories, unit of work, the append-only event log and its migrations.

Promises that what was committed survives a kill, on SQLite and on PostgreSQL alike. Only the engine writes
facts; everybody else reads.
"""

from gate.store.batch import Batch, EventRecord, GivenReceipt, SourceMark
from gate.store.connect import check_url
from gate.store.entry import Entry
from gate.store.errors import (
    RedoDamaged,
    StoreAway,
    StoreConflict,
    StoreError,
    StoreNewer,
    StoreUrlInvalid,
)
from gate.store.recorder import Recorder
from gate.store.snapshot import Snapshot
from gate.store.store import Store, Work, open_store

__all__ = [
    "Batch",
    "Entry",
    "EventRecord",
    "GivenReceipt",
    "Recorder",
    "RedoDamaged",
    "Snapshot",
    "SourceMark",
    "Store",
    "StoreAway",
    "StoreConflict",
    "StoreError",
    "StoreNewer",
    "StoreUrlInvalid",
    "Work",
    "check_url",
    "open_store",
]
