"""Rows that SQLite itself writes as the tree has them: for each row the verifier has only to hash.

SQLite's ``json_array`` spells numbers, texts and nothing as :func:`gate.seal.leaf.spelt` does, and refuses bytes. That
is SQLite's own way and not a promise of it, so every opening asks it for a sample first; one that answers otherwise is
read column by column instead, and spelt by orjson, as PostgreSQL's rows are, which takes longer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from gate.seal.keychain import KEY_EVENTS
from gate.seal.leaf import COLUMNS, PERSONAL, PUBLIC, Spelt, spelt

_APART = " OR ".join(f"{name} IS NOT NULL" for name in (*COLUMNS[PERSONAL], "salt", "hidden"))
_KEYS = ", ".join(f"'{type_}'" for type_ in KEY_EVENTS)
SPELT = (
    f"seq, CAST(json_array({', '.join(COLUMNS[PUBLIC])}) AS BLOB), "
    f"CASE WHEN {_APART} THEN CAST(json_array({', '.join(COLUMNS[PERSONAL])}) AS BLOB) END, "
    f"salt, hidden, leaf, type IN ({_KEYS})"
)
"""What to select of events for :class:`gate.seal.leaf.Spelt`."""

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
