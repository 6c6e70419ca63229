"""Stores to measure: new databases of both kinds, and what each takes up."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text

from gate.store import open_store
from gate.store.connect import engine_for
from tests.support.postgres import Postgres, find_postgres, running_postgres


@dataclass(frozen=True, slots=True)
class Place:
    """Where new databases of one kind are made; ``name`` is for figures."""

    name: str
    folder: Path
    server: Postgres | None = None

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a migrated database with nothing in it."""
        if self.server is None:
            with tempfile.TemporaryDirectory(dir=self.folder) as name:
                url = f"sqlite:///{name}/gate.db"
                open_store(url).close()
                yield url
            return
        with self.server.database() as url:
            open_store(url).close()
            yield url


@contextmanager
def places() -> Iterator[list[Place]]:
    """SQLite on the disk of temporary files, and PostgreSQL with fsync on the same where it is installed."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gate-bench-")))
        found = [Place("SQLite", folder)]
        installed = find_postgres()
        if installed is not None:
            found.append(
                Place("PostgreSQL", folder, stack.enter_context(running_postgres(installed, durable=True)))
            )
        yield found


@contextmanager
def engine_of(url: str) -> Iterator[Engine]:
    """The product's engine for a URL, disposed of at the end."""
    engine = engine_for(url)
    try:
        yield engine
    finally:
        engine.dispose()


_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": (
        "SELECT sum(pg_total_relation_size(relid)) FROM (SELECT relid FROM pg_partition_tree('events_log') "
        "UNION SELECT unnest(ARRAY['events_sources', 'events_forms']::regclass[])) AS log"
    ),
}


def size_of(engine: Engine) -> int:
    """Bytes of the log with its indexes; of a whole file for SQLite."""
    with engine.begin() as connection:
        return int(connection.execute(text(_SIZE[engine.dialect.name])).scalar_one())
