"""Dataclasses to JSON values and back, worked out once per type from its hints.

Promises strictness: an unknown field, a missing one, a wrong kind or word is a CodecError with its path. A union
of dataclasses stands as an object with ``type``; other unions must differ in their JSON kind. Durations are
whole microseconds, instants UTC with Z, sets sorted lists. What a value means is left to its type.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, Union, get_args, get_origin, get_type_hints

from gate.bus import scalars
from gate.bus.errors import CodecError, shown
from gate.bus.scalars import Decode, Encode

TAG = "type"


@dataclass(frozen=True, slots=True)
class Converter:
    """Both directions of one type. ``encode`` None: JSON takes the value as it is.

    ``kinds``: what ``json.loads`` may give for it; ``takes``: the Python types that it encodes. ``plain``: every
    value of these kinds is good as it is, so that a kind check replaces the call of ``decode``.
    """

    encode: Encode | None
    decode: Decode
    kinds: tuple[type, ...]
    takes: tuple[type, ...]
    plain: bool = False


SCALARS: dict[Any, Converter] = {
    str: Converter(None, scalars.exact(str, "text"), (str,), (str,), plain=True),
    bool: Converter(None, scalars.exact(bool, "true or false"), (bool,), (bool,), plain=True),
    int: Converter(None, scalars.decode_int, (int,), (int,)),
    float: Converter(scalars.encode_float, scalars.decode_float, (int, float), (int, float)),
    type(None): Converter(None, scalars.exact(type(None), "null"), (type(None),), (type(None),)),
    datetime: Converter(scalars.encode_instant, scalars.decode_instant, (str,), (datetime,)),
    date: Converter(date.isoformat, scalars.decode_date, (str,), (date,)),
    timedelta: Converter(scalars.encode_duration, scalars.decode_duration, (int,), (timedelta,)),
}


@cache
def converter(hint: Any) -> Converter:
    """The converter of a type or type hint; TypeError for a hint that has no JSON form here."""
    if hint in SCALARS:
        return SCALARS[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        encode, decode = scalars.enum_codec(hint)
        return Converter(encode, decode, (str,), (hint,))
    if isinstance(hint, type) and is_dataclass(hint):
        return _of_dataclass(hint)
    return _of_generic(hint)


def _of_generic(hint: Any) -> Converter:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _of_union(arguments)
    if origin is tuple and arguments[-1] is not Ellipsis:
        return _of_pair(tuple(converter(argument) for argument in arguments))
    if origin is tuple:
        return _of_sequence(converter(arguments[0]), tuple, in_order=True)
    if origin is frozenset:
        return _of_sequence(converter(arguments[0]), frozenset, in_order=False)
    if origin in (dict, Mapping) and arguments[0] is str:
        return _of_mapping(converter(arguments[1]))
    raise TypeError(f"no JSON form for {hint!r}")


# ── dataclasses ──────────────────────────────────────────────────────────────


def _of_dataclass(cls: Any) -> Converter:
    return Converter(object_encoder(cls), _object_decoder(cls, _members(cls)), (dict,), (cls,))


def _members(cls: Any) -> list[tuple[Field[Any], Converter]]:
    hints = get_type_hints(cls)
    return [(item, converter(hints[item.name])) for item in fields(cls)]


def object_encoder(cls: Any) -> Encode:
    """A dataclass as a JSON object of all its fields, in their order."""
    parts = [(item.name, attrgetter(item.name), each.encode) for item, each in _members(cls)]

    def encode(value: Any) -> dict[str, Any]:
        return {name: get(value) if enc is None else enc(get(value)) for name, get, enc in parts}

    return encode


def _object_decoder(cls: Any, members: list[tuple[Field[Any], Converter]]) -> Decode:
    names = {item.name for item, _ in members}
    plain = [(item.name, each.kinds) for item, each in members if each.plain]
    deep = [(item.name, each.decode) for item, each in members if not each.plain]
    careful = _careful_decoder(cls, members)

    def decode(raw: Any) -> Any:
        if type(raw) is not dict or raw.keys() != names:
            return careful(raw)
        for name, kinds in plain:
            if type(raw[name]) not in kinds:
                return careful(raw)
        values = raw.copy()
        try:
            for name, read in deep:
                values[name] = read(raw[name])
        except CodecError:
            return careful(raw)
        return _built(cls, values)

    return decode


def _careful_decoder(cls: Any, members: list[tuple[Field[Any], Converter]]) -> Decode:
    """Field by field: takes absent fields that have a default, and names the place of what is wrong."""
    decoders = {item.name: each.decode for item, each in members}
    secret = {item.name for item, _ in members if not item.repr}
    needed = {item.name for item, _ in members if item.default is MISSING and item.default_factory is MISSING}

    def decode(raw: Any) -> Any:
        if type(raw) is not dict:
            raise CodecError(f"an object ({cls.__name__})", shown(raw))
        values: dict[str, Any] = {}
        for name, item in raw.items():
            read = decoders.get(name)
            if read is None:
                raise CodecError(f"a field of {cls.__name__}", f"unknown field {shown(name)}")
            try:
                values[name] = read(item)
            except CodecError as fault:
                raise (fault.masked() if name in secret else fault).under(name) from None
        if missing := needed - values.keys():
            raise CodecError(f"the fields of {cls.__name__}", f"none called {', '.join(sorted(missing))}")
        return _built(cls, values)

    return decode


def _built(cls: Any, values: dict[str, Any]) -> Any:
    try:
        return cls(**values)
    except ValueError as fault:
        raise CodecError(f"a {cls.__name__} that can be", str(fault)[:200]) from fault


# ── unions ───────────────────────────────────────────────────────────────────


def _of_union(members: tuple[Any, ...]) -> Converter:
    rest = tuple(member for member in members if member is not type(None))
    inner = _of_members(rest)
    return inner if len(rest) == len(members) else _optional(inner)


def _of_members(members: tuple[Any, ...]) -> Converter:
    if len(members) == 1:
        return converter(members[0])
    if all(is_dataclass(member) for member in members):
        return tagged({member.__name__: member for member in members})
    return _by_kind(tuple(converter(member) for member in members))


def _optional(inner: Converter) -> Converter:
    write, read = inner.encode or _as_it_is, inner.decode

    def encode(value: Any) -> Any:
        return None if value is None else write(value)

    def decode(raw: Any) -> Any:
        return None if raw is None else read(raw)

    nothing = (type(None),)
    takes, kinds = inner.takes + nothing, inner.kinds + nothing
    return Converter(encode if inner.encode else None, decode, kinds, takes, plain=inner.plain)


def _as_it_is(value: Any) -> Any:
    return value


def tagged(classes: Mapping[str, Any]) -> Converter:
    """A union of dataclasses: the object says which by ``type``, its first field."""
    writers = {cls: (name, object_encoder(cls)) for name, cls in classes.items()}
    readers = {name: converter(cls).decode for name, cls in classes.items()}

    def encode(value: Any) -> dict[str, Any]:
        name, write = writers[type(value)]
        return {TAG: name, **write(value)}

    def decode(raw: Any) -> Any:
        if type(raw) is not dict:
            raise CodecError("an object with a type", shown(raw))
        read = readers.get(raw[TAG]) if type(raw.get(TAG)) is str else None
        if read is None:
            raise CodecError(f"one of {', '.join(readers)}", shown(raw.get(TAG)), (TAG,))
        return read({name: item for name, item in raw.items() if name != TAG})

    return Converter(encode, decode, (dict,), tuple(writers))


def _by_kind(members: tuple[Converter, ...]) -> Converter:
    by_kind = {kind: each for each in members for kind in each.kinds}
    if len(by_kind) != sum(len(each.kinds) for each in members):
        raise TypeError("the members of a union must differ in their JSON kind")
    by_type = [(kind, each.encode) for each in members for kind in each.takes]

    def encode(value: Any) -> Any:
        write = next(enc for kind, enc in by_type if isinstance(value, kind))
        return value if write is None else write(value)

    def decode(raw: Any) -> Any:
        each = by_kind.get(type(raw))
        if each is None:
            raise CodecError(f"one of {', '.join(kind.__name__ for kind in by_kind)}", shown(raw))
        return each.decode(raw)

    takes = tuple(kind for kind, _ in by_type)
    return Converter(encode, decode, tuple(by_kind), takes)


# ── containers ───────────────────────────────────────────────────────────────


def _items(raw: Any, read: Decode) -> list[Any]:
    if type(raw) is not list:
        raise CodecError("a list", shown(raw))
    values = []
    for place, item in enumerate(raw):
        try:
            values.append(read(item))
        except CodecError as fault:
            raise fault.under(str(place)) from None
    return values


def _of_sequence(each: Converter, build: type, *, in_order: bool) -> Converter:
    write = each.encode

    def encode(value: Any) -> list[Any]:
        items = list(value) if write is None else [write(item) for item in value]
        return items if in_order else sorted(items)

    def decode(raw: Any) -> Any:
        values = build(_items(raw, each.decode))
        if len(values) != len(raw):
            raise CodecError("a list without repeats", shown(raw))
        return values

    return Converter(encode, decode, (list,), (build,))


def _of_pair(members: tuple[Converter, ...]) -> Converter:
    def encode(value: Any) -> list[Any]:
        return [item if m.encode is None else m.encode(item) for m, item in zip(members, value, strict=True)]

    def decode(raw: Any) -> tuple[Any, ...]:
        if type(raw) is not list or len(raw) != len(members):
            raise CodecError(f"a list of {len(members)}", shown(raw))
        return tuple(member.decode(item) for member, item in zip(members, raw, strict=True))

    return Converter(encode, decode, (list,), (tuple,))


def _of_mapping(each: Converter) -> Converter:
    write = each.encode

    def encode(value: Any) -> dict[str, Any]:
        return dict(value) if write is None else {key: write(item) for key, item in value.items()}

    def decode(raw: Any) -> dict[str, Any]:
        if type(raw) is not dict:
            raise CodecError("an object", shown(raw))
        values = {}
        for key, item in raw.items():
            try:
                values[key] = each.decode(item)
            except CodecError as fault:
                raise fault.under(key[:80]) from None
        return values

    return Converter(encode, decode, (dict,), (dict, Mapping))
