"""The store of a site, to be read by a command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection

from gate.roots.shape import UserError
from gate.roots.unwritten import saying_what_waits
from gate.store.connect import engine_for
from gate.store.errors import StoreAway, StoreUrlInvalid, away_as_such

Ask = Callable[[], AbstractContextManager[Connection]]


@contextmanager
def reading(url: str) -> Iterator[Ask]:
    """Connections that cannot write. UserError where the store does not answer."""
    try:
        engine = engine_for(url, read_only=True)
    except StoreUrlInvalid as fault:
        raise UserError(str(fault)) from fault
    try:
        saying_what_waits(url)
        with away_as_such():
            yield engine.connect
    except StoreAway as away:
        raise UserError(f"the store does not answer: {away}") from away
    finally:
        engine.dispose()
