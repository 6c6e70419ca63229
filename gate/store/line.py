"""The recorder's line to the database: one connection kept open, one transaction a batch."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from gate.store.batch import Batch
from gate.store.errors import StoreAway, first_line
from gate.store.write import Writer


class WritingLine:
    """Belongs to one thread. After a failure the connection is thrown away and the next batch opens another."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Any = None
        self._writer = Writer(engine.dialect)

    def write(self, batch: Batch) -> None:
        """Commit the batch; StoreAway if the database cannot, and nothing of it is written then."""
        driver = self._engine.dialect.loaded_dbapi
        try:
            self._commit(batch)
        except (OperationalError, InterfaceError) as error:
            self._drop()
            raise StoreAway(first_line(error)) from error
        except (driver.OperationalError, driver.InterfaceError) as error:
            self._drop()
            raise StoreAway(str(error).strip().partition("\n")[0][:200]) from error
        except BaseException:
            self._drop()
            raise

    def close(self) -> None:
        """Give the connection up."""
        self._drop()

    def _commit(self, batch: Batch) -> None:
        if self._connection is None:
            self._connection = self._engine.raw_connection()
        cursor = self._connection.cursor()
        if self._engine.dialect.name == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")  # psycopg begins by itself
        self._writer.write(cursor, batch)
        self._connection.commit()
        cursor.close()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()  # closes it: what was not committed is rolled back by the database
            self._connection = None
