"""JSON Schema (draft 7, as AsyncAPI 3.0 wants it) of what the codec reads and writes, from the same type hints."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from gate.bus.convert import TAG
from gate.bus.scalars import INT_MAX, word_of

Schema = dict[str, Any]

INSTANT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$"
COMMENT = re.compile(r"^\s+(\w+):[^#]*#\s*(.+)$", re.MULTILINE)
SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": -INT_MAX - 1, "maximum": INT_MAX},
    float: {"type": "number"},
    type(None): {"type": "null"},
    datetime: {"type": "string", "format": "date-time", "pattern": INSTANT},
    date: {"type": "string", "format": "date"},
    timedelta: {"type": "integer", "description": "microseconds"},
}


@cache
def comments(cls: Any) -> dict[str, str]:
    """The remarks that stand behind the fields of a dataclass in its source."""
    return dict(COMMENT.findall(inspect.getsource(cls)))


def schema_of(hint: Any, refs: str) -> Schema:
    """The schema of a hint; dataclasses are referred to as ``refs`` + their name."""
    if hint in SCALARS:
        return dict(SCALARS[hint])
    if isinstance(hint, type) and (is_dataclass(hint) or issubclass(hint, Enum)):
        return {"$ref": refs + hint.__name__}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _union(arguments, refs)
    if origin is tuple and arguments[-1] is not Ellipsis:
        items = [schema_of(argument, refs) for argument in arguments]
        return {"type": "array", "items": items, "minItems": len(items), "maxItems": len(items)}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": schema_of(arguments[1], refs)}
    unique = {"uniqueItems": True} if origin is frozenset else {}
    return {"type": "array", "items": schema_of(arguments[0], refs), **unique}


def definition_of(cls: Any, refs: str) -> Schema:
    """The schema that a dataclass or enumeration is referred to by."""
    about = first_paragraph(cls)
    if issubclass(cls, Enum):
        return {"description": about, "type": "string", "enum": [word_of(member) for member in cls]}
    hints, remarks = get_type_hints(cls), comments(cls)
    properties = {item.name: schema_of(hints[item.name], refs) for item in fields(cls)}
    for name, remark in remarks.items():
        if name in properties and "$ref" not in properties[name]:
            unit = properties[name].get("description")
            properties[name]["description"] = f"{unit}; {remark}" if unit else remark
    needed = [i.name for i in fields(cls) if i.default is MISSING and i.default_factory is MISSING]
    schema: Schema = {"description": about, "type": "object", "properties": properties}
    return {**schema, **({"required": needed} if needed else {}), "additionalProperties": False}


def types_in(hint: Any) -> set[Any]:
    """All dataclasses and enumerations that a hint leads to, itself included."""
    if isinstance(hint, type) and is_dataclass(hint):
        inner = (types_in(get_type_hints(hint)[item.name]) for item in fields(hint))
        return {hint}.union(*inner)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {hint}
    return set[Any]().union(*(types_in(argument) for argument in get_args(hint)))


def first_paragraph(cls: Any) -> str:
    """What the docstring of a type promises, on one line."""
    return " ".join(inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].split())


def _union(arguments: tuple[Any, ...], refs: str) -> Schema:
    classes = [each for each in arguments if is_dataclass(each)]
    if len(classes) < 2:
        return {"anyOf": [schema_of(each, refs) for each in arguments]}
    return {"oneOf": [_tagged(each, refs) for each in classes]}


def _tagged(cls: Any, refs: str) -> Schema:
    plain = definition_of(cls, refs)
    properties = {TAG: {"const": cls.__name__}, **plain["properties"]}
    return {**plain, "properties": properties, "required": [TAG, *plain.get("required", [])]}
