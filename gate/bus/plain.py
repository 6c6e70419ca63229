"""Any dataclass of the vocabulary as strict JSON outside an envelope: packs, state files."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from gate.bus.convert import converter, object_encoder
from gate.bus.errors import CodecError, shown
from gate.bus.json_text import read_json, write_json

T = TypeVar("T")


def to_json(value: Any) -> bytes:
    """The dataclass as JSON without white space; equal values of one type give equal bytes."""
    encoded = object_encoder(type(value))(value)
    return write_json(encoded)


def from_json(kind: type[T], content: bytes) -> T:
    """Read it back; CodecError with the path of what does not fit."""
    try:
        raw = read_json(content)
    except ValueError:
        raise CodecError("a JSON object in UTF-8", shown(content[:20])) from None
    hint: Any = kind
    return cast("T", converter(hint).decode(raw))
