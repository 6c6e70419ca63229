"""Rows that PostgreSQL itself writes as the tree has them: as gate.store.seal.spelling has it for SQLite.

``to_json`` of a text spells as :func:`gate.seal.leaf.spelt` does. That, too, is asked for by a sample first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gate.seal.block import BETWEEN, ERASED, SALTED
from gate.seal.digest import MARK
from gate.seal.hashing import SIZE
from gate.seal.leaf import COLUMNS, PERSONAL, PUBLIC, SALT, spelt
from gate.store.seal.spelling import SAMPLE

NUMBERS = ("seq", "boot", "src_seq")
INSTANTS = ("at", "recorded_at")
MICROSECONDS = "round(date_part('epoch', {0}) * 1000000)::bigint"
"""Faster than by exact numbers, and the same as long as a double of seconds tells microseconds: into the year 2106.
Were it not, the rows would be looked at one by one, by exact numbers."""


def _value(name: str) -> str:
    if name in INSTANTS:
        return MICROSECONDS.format(name)
    return name if name in NUMBERS else _text(name)


def _text(value: str) -> str:
    return f"coalesce(to_json({value})::text, 'null')"


def _array(values: Sequence[str]) -> str:
    return f"""'[' || {" || ',' || ".join(values)} || ']'"""


def _texts(each: str) -> str:
    return f"convert_to(coalesce(string_agg({each}, chr({BETWEEN[0]})), ''), 'UTF8')"


def _bytes(each: str) -> str:
    return f"coalesce(string_agg({each}, ''::bytea), ''::bytea)"


_NAMES = ", ".join(COLUMNS[PERSONAL])
_BARE = f"num_nonnulls(salt, hidden, {_NAMES}) = 0"
_MARK = f"CASE WHEN {_BARE} THEN '' ELSE '{MARK.decode()}' END"
_PUBLIC = f"{_MARK} || {_array([_value(name) for name in COLUMNS[PUBLIC]])}"
_PERSONAL = f"""CASE WHEN {_BARE} THEN NULL
WHEN hidden IS NULL AND length(salt) = {SALT}
THEN '{SALTED.decode()}' || {_array([_value(name) for name in COLUMNS[PERSONAL]])}
WHEN length(hidden) = {SIZE} AND num_nonnulls(salt, {_NAMES}) = 0 THEN '{ERASED.decode()}'
ELSE '!' END"""
BLOCK = f"""SELECT count(*), {_texts(_PUBLIC)}, {_texts(_PERSONAL)},
{_bytes("coalesce(salt, hidden)")}, {_bytes(f"CASE WHEN length(leaf) = {SIZE} THEN leaf END")}
FROM (SELECT * FROM events WHERE seq > %s AND seq <= %s ORDER BY seq) AS ordered"""  # noqa: S608 (constants)
"""Rows for :class:`gate.seal.block.Block`, behind the number of its first."""


def spells_alike(select: Callable[..., Any]) -> bool:
    """Whether this server spells the sample as the tree has it. ``select`` runs a SELECT with its parameters."""
    kinds = ["bigint" if isinstance(each, int) else "text" for each in SAMPLE]
    text = _array([_text(f"%s::{kind}") for kind in kinds])
    (answer,) = select(f"SELECT convert_to({text}, 'UTF8')", SAMPLE).fetchone()
    return bytes(answer) == spelt(SAMPLE)
