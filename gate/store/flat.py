"""Facts that are one row each: the columns are the fields, so that a new fact needs a table and no code.

Enumerations stand as their values, tuples as JSON lists (of texts, or of plain dataclasses). TypeError for a field
that has no such form.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Convert = Callable[[Any], Any]
PLAIN = (str, int, bool, date, datetime)
_KNOWN: dict[type[Any], Mapping[str, tuple[Convert, Convert]]] = {}


def row_of(fact: object) -> dict[str, Any]:
    """The fact as its table's row."""
    return {name: write(getattr(fact, name)) for name, (write, _) in _columns(type(fact)).items()}


def fact_of(kind: type[T], row: Mapping[Any, Any]) -> T:
    """The fact back from a row; KeyError or ValueError for what :func:`row_of` did not write."""
    return kind(**{name: read(row[name]) for name, (_, read) in _columns(kind).items()})


def _columns(kind: type[Any]) -> Mapping[str, tuple[Convert, Convert]]:
    """Each field with how it is written and read; worked out once a type."""
    if kind not in _KNOWN:
        hints = get_type_hints(kind)
        _KNOWN[kind] = {field.name: _converters(hints[field.name]) for field in fields(kind)}
    return _KNOWN[kind]


def _converters(hint: Any) -> tuple[Convert, Convert]:
    optional = _optional(hint)
    if optional is not None:
        write, read = _converters(optional)
        return _unless_none(write), _unless_none(read)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return lambda value: value.value, hint
    if hint in PLAIN:
        return _same, _same
    if get_origin(hint) is tuple and get_args(hint)[1:] == (Ellipsis,):
        return _of_list(get_args(hint)[0])
    raise TypeError(f"no column for {hint!r}")


def _of_list(inner: Any) -> tuple[Convert, Convert]:
    if is_dataclass(inner):
        kind: type[Any] = cast("type[Any]", inner)
        return (
            lambda values: _dump([row_of(value) for value in values]),
            lambda text: tuple(fact_of(kind, row) for row in json.loads(text)),
        )
    write, read = _converters(inner)
    return (
        lambda values: _dump([write(value) for value in values]),
        lambda text: tuple(read(value) for value in json.loads(text)),
    )


def _optional(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        inner = [each for each in get_args(hint) if each is not type(None)]
        if len(inner) == 1:
            return inner[0]
    return None


def _unless_none(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


def _same(value: Any) -> Any:
    return value


def _dump(values: list[Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
