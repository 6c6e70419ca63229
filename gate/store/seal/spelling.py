"""Rows that SQLite itself writes as the tree has them, some hundred in one text: the verifier has only to hash.

SQLite's ``json_array`` spells numbers, texts and nothing as :func:`gate.seal.leaf.spelt` does, and refuses bytes. That
is SQLite's own way and not a promise of it, so every opening asks it for a sample first; one that answers otherwise is
read column by column instead, and spelt by orjson, which takes longer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from gate.seal.block import BETWEEN, ERASED, SALTED
from gate.seal.digest import MARK
from gate.seal.hashing import SIZE
from gate.seal.keychain import KEY_EVENTS
from gate.seal.leaf import COLUMNS, PERSONAL, PUBLIC, SALT, Spelt, spelt

_NAMES = ", ".join(COLUMNS[PERSONAL])
_NOBODY = " AND ".join(f"{name} IS NULL" for name in COLUMNS[PERSONAL])
_MARK = f"iif(salt IS NULL AND hidden IS NULL, '', '{MARK.decode()}')"
_PUBLIC = f"{_MARK} || json_array({', '.join(COLUMNS[PUBLIC])})"
_PERSONAL = f"""CASE
WHEN salt IS NOT NULL THEN CASE
    WHEN hidden IS NULL AND length(salt) = {SALT} AND typeof(salt) = 'blob'
    THEN '{SALTED.decode()}' || json_array({_NAMES}) ELSE '!' END
WHEN hidden IS NOT NULL THEN CASE
    WHEN length(hidden) = {SIZE} AND typeof(hidden) = 'blob' AND {_NOBODY} THEN '{ERASED.decode()}' ELSE '!' END
WHEN coalesce({_NAMES}) IS NOT NULL THEN '!' END"""
_LEAF = f"CASE WHEN length(leaf) = {SIZE} AND typeof(leaf) = 'blob' THEN leaf END"


def _texts(each: str, between: str) -> str:
    return f"coalesce(CAST(group_concat({each}, {between}) AS BLOB), x'')"


BLOCK = ", ".join(
    (
        "count(*)",
        _texts(_PUBLIC, f"char({BETWEEN[0]})"),
        _texts(_PERSONAL, f"char({BETWEEN[0]})"),
        _texts("coalesce(salt, hidden)", "''"),
        _texts(_LEAF, "''"),
    )
)
"""What to select of some events for :class:`gate.seal.block.Block`, behind the number of its first.

A group is put together in the order in which its rows are read, that of the key; if it were another, the block would
be looked at row by row.
"""

SAMPLE = (
    "".join(map(chr, (*range(1, 0x20), *range(0x20, 0x100)))) + "\u4fdd\U0001f6aa\u2028",
    "",
    None,
    0,
    -1,
    2**62,
)
"""Every character that anybody escapes, and what a row has."""


def spells_alike(select: Callable[..., Any]) -> bool:
    """Whether this SQLite spells the sample as the tree has it. ``select`` runs a SELECT with its parameters."""
    marks = ", ".join("?" * len(SAMPLE))
    (answer,) = select(f"SELECT CAST(json_array({marks}) AS BLOB)", SAMPLE).fetchone()
    return bool(answer == spelt(SAMPLE))


APART, NOBODY = slice(PERSONAL.start, PERSONAL.stop + 2), (None,) * 5
"""The personal part with its salt and what hides it, and a row without any of it."""


def spelt_columns(row: tuple[Any, ...]) -> Spelt:
    """A row of :data:`gate.seal.leaf.COLUMNS` as :func:`gate.seal.leaf.spelt_row` has it. TypeError for bytes in it."""
    salt, hidden, leaf = row[PERSONAL.stop :]
    personal = None if row[APART] == NOBODY else orjson.dumps(row[PERSONAL])
    return Spelt(row[0], orjson.dumps(row[PUBLIC]), personal, salt, hidden, leaf, row[6] in KEY_EVENTS)
