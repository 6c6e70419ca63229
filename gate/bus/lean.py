"""Bodies without what every reader adds by itself: fields that have their default, as the log keeps them.

A third of a log is ``null``, ``[]`` and ``false``. Readers take absent fields that have a default anyway
(:mod:`gate.bus.convert`), so nothing is lost, as long as a default, once released, never changes: that would change
what old records say. What may be one of several messages stays whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from gate.bus.convert import converter

Lean = Callable[[Any], None]
"""Takes what has its default out of a JSON object, or out of each in a list, in place."""


@cache
def leaner(hint: Any) -> Lean | None:
    """For values of this type as JSON; None where there is nothing to take out."""
    if is_dataclass(hint):
        return _of_dataclass(hint)
    inner = [each for each in get_args(hint) if each is not type(None) and each is not Ellipsis]
    if len(inner) != 1:
        return None
    each = leaner(inner[0])
    if each is None:
        return None
    return _of_list(each) if get_origin(hint) is tuple else _of_object(each)


def default_of(cls: Any, name: str) -> Any:
    """What stands in JSON for the default of a field; MISSING where it has none that may be left out."""
    (item,) = (item for item in fields(cls) if item.name == name)
    return _default(item, get_type_hints(cls)[name])


def at_path(cls: Any, path: str) -> Lean | None:
    """For what stands at names joined by dots in a message of this type."""
    hint = cls
    for name in path.split("."):
        hint = get_type_hints(_class_in(hint))[name]
    return leaner(hint)


def _class_in(hint: Any) -> Any:
    return next((each for each in (hint, *get_args(hint)) if is_dataclass(each)), hint)


def _of_dataclass(cls: Any) -> Lean:
    hints = get_type_hints(cls)
    plain = [(item.name, _default(item, hints[item.name])) for item in fields(cls)]
    spared = [(name, default) for name, default in plain if default is not MISSING]
    deep = [(item.name, each) for item in fields(cls) if (each := leaner(hints[item.name])) is not None]

    def lean(value: Any) -> None:
        for name, default in spared:
            found = value.get(name, MISSING)
            if found == default and type(found) is type(default):
                del value[name]
        for name, each in deep:
            if name in value:
                each(value[name])

    return lean


def _of_object(each: Lean) -> Lean:
    def lean(value: Any) -> None:
        if type(value) is dict:
            each(value)

    return lean


def _of_list(each: Lean) -> Lean:
    def lean(value: Any) -> None:
        for item in value:
            each(item)

    return lean


def _default(item: Field[Any], hint: Any) -> Any:
    """Only nothing, words, numbers and empty lists: a list of things or an object could have fields left out of it."""
    if item.default is MISSING and item.default_factory is MISSING:
        return MISSING
    value = item.default_factory() if item.default_factory is not MISSING else item.default
    encode = converter(hint).encode
    spelt = value if encode is None or value is None else encode(value)
    return MISSING if isinstance(spelt, dict | list) and spelt else spelt
