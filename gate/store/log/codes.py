"""Numbers for what many rows of the log on PostgreSQL share: whose they are, and what they are of.

``events_sources`` has a number for each start of a source. ``events_forms`` has one for each type with its zone ('' for
none) and, where a body says nothing but what its door says again and again, with the body, too. Both only grow.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast
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

FIND = """
SELECT t.mine, t.id, {ours} FROM unnest({wanted}) AS w ({names}), LATERAL
(SELECT *, xmin = pg_current_xact_id()::xid AS mine FROM {table} t WHERE ({ours}) = ({theirs}) OFFSET 0) AS t
"""
"""Whether this transaction made it, its number, and what it stands for. OFFSET 0: by the index for each, not by a join
that reads the table, which PostgreSQL prefers as long as it has not been analysed."""
MAKE = "INSERT INTO {table} ({names}) SELECT * FROM unnest({wanted}) ON CONFLICT DO NOTHING RETURNING id, {names}"

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
        spelt = {
            "table": table,
            "names": ", ".join(columns),
            "ours": ", ".join(f"t.{name}" for name in columns),
            "theirs": ", ".join(f"w.{name}" for name in columns),
            "wanted": ", ".join(f"%b::{kind}[]" for kind in types),
        }
        self._table, self._find, self._make = table, FIND.format(**spelt), MAKE.format(**spelt)
        self._known: WeakKeyDictionary[Any, dict[_Key, int]] = WeakKeyDictionary()

    def numbers(self, cursor: Cursor, keys: Collection[_Key]) -> Mapping[_Key, int]:
        """The number of each, made where there is none. StoreConflict where another writer is in the way."""
        known = self._known.setdefault(cursor.connection, {})
        if len(known) > MOST_KNOWN:
            known.clear()
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        if not missing:
            return known
        own = self._look(cursor, missing, known)
        new = [key for key in missing if key not in known and key not in own]
        if new:
            cursor.execute(self._make, _transposed(new))
            made = {cast("_Key", tuple(key)): number for number, *key in cursor.fetchall()}
            if len(made) < len(new):
                raise StoreConflict(
                    f"expected to make {len(new)} numbers in {self._table}; another writer does, too"
                )
            own |= made
        return ChainMap(own, known) if own else known

    def _look(self, cursor: Cursor, keys: Sequence[_Key], known: dict[_Key, int]) -> dict[_Key, int]:
        """Those that this transaction made; the others are known from now on."""
        own: dict[_Key, int] = {}
        cursor.execute(self._find, _transposed(keys))
        for mine, number, *key in cursor.fetchall():
            (own if mine else known)[cast("_Key", tuple(key))] = number
        return own


def _transposed(keys: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    """A list for each column."""
    return [list(column) for column in zip(*keys, strict=True)]


def form_of(type: str, zone: str | None, body: str) -> Form:
    """What stands in the tables' key: the body where it may be shared."""
    return type, zone or "", body if type in REPEATED and len(body) <= LONGEST else ""


def sources() -> Codes[Source]:
    """Numbers of starts of sources."""
    return Codes("events_sources", ("src", "boot"), ("text", "bigint"))


def forms() -> Codes[Form]:
    """Numbers of forms."""
    return Codes("events_forms", ("type", "zone", "body"), ("text", "text", "text"))
