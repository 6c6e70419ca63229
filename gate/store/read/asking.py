"""What readers share: connections that cannot write, and errors that say when the store is away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from gate.store.errors import away_as_such


class Asking:
    """Threads may share it. Every question can raise StoreAway."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._single = _without_transactions(engine)

    def close(self) -> None:
        """Close idle connections."""
        self._engine.dispose()

    @contextmanager
    def _ask(self) -> Iterator[Connection]:
        with away_as_such(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _ask_once(self) -> Iterator[Connection]:
        """For a question of one statement."""
        with away_as_such(), self._single.connect() as connection:
            yield connection


def _without_transactions(engine: Engine) -> Engine:
    """The same connections; PostgreSQL is not sent two statements more, which begin and end what one statement is."""
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="AUTOCOMMIT")
