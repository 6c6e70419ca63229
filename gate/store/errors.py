"""What can go wrong with a store, told apart by what a caller can do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError


class StoreError(Exception):
    """The root of this package's errors."""


class StoreUrlInvalid(StoreError):
    """The URL names no database that Gate can use."""


class StoreAway(StoreError):
    """The database does not answer, is full, or cannot be written: wait and try again."""


class StoreConflict(StoreError):
    """Rows that contradict what is there: a fault of the caller, not of the database."""


class StoreNewer(StoreError):
    """The database was written by a later version of Gate."""


class RedoDamaged(StoreError):
    """What the redo file keeps cannot be put into the tables: a person must look."""


@contextmanager
def driver_as_such(driver: Any) -> Iterator[None]:
    """The same for a DBAPI module's own errors, and StoreConflict for rows that contradict others."""
    try:
        yield
    except (driver.OperationalError, driver.InterfaceError) as error:
        raise StoreAway(_short(error)) from error
    except driver.IntegrityError as error:
        raise StoreConflict(_short(error)) from error
    except driver.InternalError as error:
        if _only_read(error):
            raise StoreAway(_short(error)) from error
        raise


@contextmanager
def away_as_such() -> Iterator[None]:
    """Turn the driver's "cannot reach, cannot write" into StoreAway with one line of why; other errors pass."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise StoreAway(first_line(error)) from error
    except DBAPIError as error:
        if error.connection_invalidated or _only_read(error.orig):
            raise StoreAway(first_line(error)) from error
        raise


def first_line(error: DBAPIError) -> str:
    """The driver's own words, one line, at most 200 characters."""
    return _short(error.orig)


def _only_read(error: BaseException | None) -> bool:
    """PostgreSQL as a standby or set to read only calls it no operational error (SQLSTATE 25006)."""
    return getattr(error, "sqlstate", None) == "25006"


def _short(error: BaseException | None) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:200]


def shown(url: str) -> str:
    """The URL without its password, for messages."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "an unreadable URL"
