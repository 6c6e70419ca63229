"""The store as one object: opened by URL, migrated, with units of work for the one who writes."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select, tuple_, update

from gate.domain.key_events import SearchKeyTaken
from gate.domain.private_field import PrivateField
from gate.domain.watchlist import WatchEntry
from gate.store import search_keys, snapshot
from gate.store.batch import Batch
from gate.store.checkpoints import Checkpoints
from gate.store.connect import engine_for
from gate.store.errors import away_as_such, driver_as_such, shown
from gate.store.flat import fact_of
from gate.store.line import WritingLine
from gate.store.partitions import make, month_of
from gate.store.redo.file import RedoTaken
from gate.store.redo.keeper import Keeper
from gate.store.redo.recovery import begin, recover, recover_older, redo_path
from gate.store.seal.behind import Behind
from gate.store.seal.keys import IntroducedKey, introduced
from gate.store.snapshot import Snapshot
from gate.store.tables import ConfigurationRow, EpochRow, PrivateFieldRow
from gate.store.tables.desk import WatchEntryRow
from gate.store.write import Writer, writer_for

log = logging.getLogger(__name__)


class Work:
    """One unit of work: everything in it is committed together, or nothing."""

    def __init__(self, connection: Connection, writer: Writer) -> None:
        self._connection = connection
        self._writer = writer
        self._behind = Behind(connection.dialect.name)

    def write(self, batch: Batch) -> None:
        """Put the batch into the transaction. StoreConflict if its rows contradict what is there."""
        with driver_as_such(self._connection.dialect.loaded_dbapi):
            cursor = self._connection.connection.cursor()
            if batch.events and self._connection.dialect.name == "postgresql":
                make(cursor, {month_of(event.recorded_at) for event in batch.events})
            self._writer.write(cursor, batch, self._behind)
            cursor.close()

    def snapshot(self) -> Snapshot:
        """All state that an engine starts from, as of this transaction."""
        return snapshot.take(self._connection)

    def seal_keys(self, origin: str) -> tuple[IntroducedKey, ...]:
        """Keys of the seal as the log introduced them, in its order."""
        return introduced(self._connection, origin)

    def fields_not_under(self, key: str, after: tuple[str, str], limit: int) -> tuple[PrivateField, ...]:
        """Private fields that another key sealed, by person and name, behind ``after``."""
        table = PrivateFieldRow.__table__
        query = (
            select(table)
            .where(table.c.sealed != "", table.c.sealed.not_like(f"{key}.%"))
            .where(tuple_(table.c.person, table.c.name) > tuple_(*after))
            .order_by(table.c.person, table.c.name)
            .limit(limit)
        )
        found = self._connection.execute(query).mappings()
        return tuple(fact_of(PrivateField, dict(row)) for row in found)

    def entries_not_under(self, key: str, after: str, limit: int) -> tuple[WatchEntry, ...]:
        """Entries of watchlists whose number another key sealed, by id, behind ``after``; ended ones, too."""
        table = WatchEntryRow.__table__
        query = (
            select(table)
            .where(table.c.id_sealed != "", table.c.id_sealed.not_like(f"{key}.%"), table.c.id > after)
            .order_by(table.c.id)
            .limit(limit)
        )
        return tuple(fact_of(WatchEntry, dict(row)) for row in self._connection.execute(query).mappings())

    def fields_under_older(
        self, active: str, after: tuple[str, str], limit: int
    ) -> tuple[search_keys.OldField, ...]:
        """See :func:`gate.store.search_keys.old_fields`."""
        return search_keys.old_fields(self._connection, active, after, limit)

    def entries_under_older(self, active: str, after: str, limit: int) -> tuple[search_keys.OldEntry, ...]:
        """See :func:`gate.store.search_keys.old_entries`."""
        return search_keys.old_entries(self._connection, active, after, limit)

    def hashes_by_key(self) -> Mapping[str, Mapping[str, int]]:
        """See :func:`gate.store.search_keys.hashes_by_key`."""
        return search_keys.hashes_by_key(self._connection)

    def search_key_said(self, key: str) -> SearchKeyTaken | None:
        """See :func:`gate.store.search_keys.last_said`."""
        return search_keys.last_said(self._connection, key)

    def has_run(self, configuration: str) -> bool:
        """True if the configuration was run here before."""
        known = select(ConfigurationRow.version).where(ConfigurationRow.version == configuration)
        return self._connection.execute(known).first() is not None

    def begin_epoch(self, at: datetime, configuration: str, body: str = "") -> int:
        """The number of this start of the engine: one more than the last.

        ``body``: the configuration itself as JSON with its calendar resolved, kept once under its hash.
        """
        last = self._connection.execute(
            select(EpochRow.epoch).order_by(EpochRow.epoch.desc()).limit(1)
        ).scalar()
        epoch = (last or 0) + 1
        self._connection.execute(
            insert(EpochRow).values(epoch=epoch, started_at=at, configuration=configuration)
        )
        known = select(ConfigurationRow.body).where(ConfigurationRow.version == configuration)
        kept = self._connection.execute(known).scalar()
        if kept is None:
            row = {"version": configuration, "applied_at": at, "body": body}
            self._connection.execute(insert(ConfigurationRow).values(**row))
        elif not kept and body:
            same = ConfigurationRow.version == configuration
            self._connection.execute(update(ConfigurationRow).where(same).values(body=body))
        return epoch


class Store:
    """Facts, log and moving state of one site. Threads may share it; each unit of work has its own connection."""

    def __init__(self, engine: Engine, url: str) -> None:
        self._engine = engine
        self._writer = writer_for(engine.dialect)
        self._redo = redo_path(url)
        self.shown_url = shown(url)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A unit of work: committed at the end, rolled back on an error. StoreAway if the database cannot."""
        with away_as_such(), self._engine.begin() as connection:
            yield Work(connection, self._writer)

    def line(self) -> WritingLine:
        """A line for one thread that writes batch after batch."""
        return WritingLine(self._engine)

    def redo(self) -> Keeper | None:
        """The file in front of the tables, empty, for the one who writes; None where there is none or it is not to
        be had. RedoDamaged where it holds what the tables cannot take."""
        if self._redo is None:
            return None
        try:
            return Keeper(begin(self._engine, self._redo), self._writer.rows_of)
        except (RedoTaken, OSError) as fault:
            log.warning("no redo file (%s): doors wait for the database itself", fault)
            return None

    def checkpoints(self) -> Checkpoints:
        """What keeps SQLite's log short beside the one who writes; not started."""
        return Checkpoints(self._engine)

    def close(self) -> None:
        """Close idle connections."""
        self._engine.dispose()


def open_store(url: str) -> Store:
    """Open and migrate, and put in what a redo file holds of an engine that died.

    StoreUrlInvalid, StoreAway, StoreNewer or RedoDamaged say why not.
    """
    from gate.store.migrate import is_newest, upgrade  # noqa: PLC0415 - Alembic is slow to load, and readers never migrate

    engine, redo = engine_for(url), redo_path(url)
    try:
        with away_as_such():
            if redo is not None and not is_newest(engine):
                recover_older(engine, redo)
            upgrade(engine)
        if redo is not None:
            recover(engine, redo)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, url)
