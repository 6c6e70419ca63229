"""Numbers for what many rows of the log on PostgreSQL share: whose they are, and what they are of.

``events_sources`` has a number for each start of a source. ``events_forms`` has one for each type with its zone ('' for
none) and, where a body says nothing but what its door says again and again, with the body, too. Both only grow.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from gate.store.errors import StoreConflict

if TYPE_CHECKING:
    from gate.store.prepared import Cursor

REPEATED = frozenset({"ContactChanged", "LockSensed", "PortalChanged", "RexPressed"})
"""Types whose bodies hold a portal's id and words of short lists: no body of these is new for long, or of a person."""

LONGEST = 400
"""A body of more characters is none of these, whatever its type says: PostgreSQL's indexes take 2,704 bytes."""

MOST_KNOWN = 100_000
"""So many numbers a connection remembers; a site has some thousands. With more it begins anew."""

Source = tuple[str, int]
"""src, boot"""
Form = tuple[str, str, str]
"""type, zone or '', body or ''"""

_Key = TypeVar("_Key", bound=tuple[Any, ...])


class Codes(Generic[_Key]):
    """One of the two tables: numbers are given and found in the transaction that writes the rows.

    What a connection was told of another transaction it remembers: a number that this one made is gone if it fails.
    """

    def __init__(self, table: str, columns: Sequence[str], types: Sequence[str]) -> None:
        names, same = ", ".join(columns), " AND ".join(f"t.{name} = w.{name}" for name in columns)
        wanted = f"unnest({', '.join(f'%s::{kind}[]' for kind in types)}) AS w ({names})"
        shown = ", ".join(f"t.{name}" for name in columns)
        self._table = table
        self._find = (
            f"SELECT t.xmin = pg_current_xact_id()::xid, t.id, {shown} "  # noqa: S608 (constants)
            f"FROM {wanted} JOIN {table} t ON {same}"
        )
        self._make = f"INSERT INTO {table} ({names}) SELECT * FROM {wanted} ON CONFLICT DO NOTHING"  # noqa: S608
        self._known: WeakKeyDictionary[Any, dict[_Key, int]] = WeakKeyDictionary()

    def numbers(self, cursor: Cursor, keys: Collection[_Key]) -> dict[_Key, int]:
        """The number of each, made where there is none. StoreConflict where another writer is in the way."""
        known = self._known.setdefault(cursor.connection, {})
        if len(known) > MOST_KNOWN:
            known.clear()
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        if not missing:
            return known
        found = self._found(cursor, missing, known)
        new = [key for key in missing if key not in found]
        if new:
            cursor.execute(self._make, _transposed(new))
            found |= self._found(cursor, new, known)
        if len(found) < len(missing):
            raise StoreConflict(
                f"expected a number in {self._table} for each of {len(missing)}, got {len(found)}"
            )
        return {**known, **found}

    def _found(self, cursor: Cursor, keys: Sequence[_Key], known: dict[_Key, int]) -> dict[_Key, int]:
        """Those that there are; what other transactions committed is remembered."""
        cursor.execute(self._find, _transposed(keys))
        found: dict[_Key, int] = {}
        for mine, number, *key in cursor.fetchall():
            found[tuple(key)] = number  # type: ignore[index]
            if not mine:
                known[tuple(key)] = number  # type: ignore[index]
        return found


def form_of(type: str, zone: str | None, body: str) -> Form:
    """What stands in the tables' key: the body where it may be shared."""
    return type, zone or "", body if type in REPEATED and len(body) <= LONGEST else ""


def _transposed(keys: Sequence[_Key]) -> list[list[Any]]:
    return [list(column) for column in zip(*keys, strict=True)]


def sources() -> Codes[Source]:
    """Numbers of starts of sources."""
    return Codes("events_sources", ("src", "boot"), ("text", "bigint"))


def forms() -> Codes[Form]:
    """Numbers of forms."""
    return Codes("events_forms", ("type", "zone", "body"), ("text", "text", "text"))
