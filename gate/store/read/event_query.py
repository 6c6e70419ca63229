"""What a page of the log asks of the database: one statement for each kind of question, built once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    Text,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
)

from gate.store import days
from gate.store.tables.events import EventRow

PLAIN = (
    "seq", "src", "boot", "src_seq", "at", "recorded_at", "type", "portal", "zone", "person", "credential", "subject",
    "request",
)  # fmt: skip
"""Columns that a page shows as they are."""

NAMED = ("portal", "zone", "person", "subject", "request")
"""What is asked for by a column of the same name."""

TEXT_ROWS = 100_000
"""A third of a second's looking."""

_log = EventRow.__table__.c
_FORMS = table("events_forms", column("id", Integer()), column("type", Text()), column("zone", Text()))
COLUMNS = (*(_log[name] for name in PLAIN), _log.body, _log.personal, _log.hidden)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked, without the values: ``named`` of :data:`NAMED`, how many ``words``, and which of the rest.

    ``newest``: only the newest ``TEXT_ROWS`` events are looked through. ``blocks``: an index leads to blocks of
    the log, not to numbers (gate.store.tables.events). ``forms``: type and zone stand in a table of their own
    (gate.store.log.codes), and are looked for there once, not by each row.
    """

    named: tuple[str, ...] = ()
    types: bool = False
    since: bool = False
    until: bool = False
    before: bool = False
    words: int = 0
    newest: bool = False
    blocks: bool = False
    forms: bool = False


@lru_cache(maxsize=256)
def statement(asked: Asked) -> Select[Any]:
    """Rows of :data:`COLUMNS`, newest first. Its parameters: the names of what is asked, ``word_0`` and on, ``limit``,
    and those of :func:`gate.store.days.bounds`.

    Building it takes SQLAlchemy longer than most databases need to answer it.
    """
    query = select(*COLUMNS).where(*_conditions(asked))
    order = (_block(_log.seq).desc(), _log.seq.desc()) if asked.blocks else (_log.seq.desc(),)
    return query.order_by(*order).limit(bindparam("limit", type_=Integer()))


def like(word: str) -> str:
    """The parameter for a word: a pattern that finds it anywhere, in whatever case."""
    for special in "\\%_":
        word = word.replace(special, f"\\{special}")
    return f"%{word.lower()}%"


def _conditions(asked: Asked) -> Iterator[ColumnElement[bool]]:
    kinds: Any = _FORMS.c if asked.forms else _log
    of_kind: list[ColumnElement[bool]] = [kinds.zone == bindparam("zone")] if "zone" in asked.named else []
    if asked.types:
        of_kind.append(kinds.type.in_(bindparam("types", expanding=True)))
    yield from (_log[name] == bindparam(name) for name in asked.named if name != "zone")
    if of_kind:
        yield from [_of_form(of_kind)] if asked.forms else of_kind
    if asked.since:
        yield _log.recorded_at >= bindparam("since")
    if asked.until:
        yield _log.recorded_at < bindparam("until")
    if asked.since or asked.until:
        first, last = days.numbers(since=asked.since, until=asked.until)
        yield _log.seq.between(first, last)
        if asked.blocks:
            yield _block(_log.seq).between(_block(first), _block(last))
    if asked.newest:
        newest = select(_log.seq - TEXT_ROWS).order_by(_log.seq.desc()).limit(1)  # a view's max() reads all
        yield _log.seq > newest.scalar_subquery()
    if asked.before:
        before = bindparam("before", type_=BigInteger())
        yield _log.seq < before
        if asked.blocks:
            yield _block(_log.seq) <= _block(before)
    yield from (_holds(f"word_{place}") for place in range(asked.words))


def _of_form(conditions: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    """The row's form is one of those. ``IS TRUE`` keeps PostgreSQL from making a join of it: the newest rows that fit
    are wanted, in order, and a set of numbers is asked for each."""
    return literal_column("form", Integer()).in_(select(_FORMS.c.id).where(*conditions)).is_(True)


def _block(number: ColumnElement[Any] | ScalarSelect[Any]) -> ColumnElement[Any]:
    """The block that a number of the log is in, spelt as in the index: with a parameter for 12 it would not match."""
    return number.op(">>", return_type=BigInteger())(literal_column("12"))


def _holds(name: str) -> ColumnElement[bool]:
    texts = (_log.body, _log.personal, _log.person, _log.subject, _log.type)
    return or_(*(func.lower(text).like(bindparam(name, type_=Text()), escape="\\") for text in texts))
