"""Any dataclass of the vocabulary as strict JSON outside an envelope: packs, state files."""

from __future__ import annotations

import json
from typing import Any, NoReturn, TypeVar, cast

from gate.bus.convert import converter, object_encoder
from gate.bus.errors import CodecError, shown

T = TypeVar("T")


def _refuse_constant(word: str) -> NoReturn:
    raise CodecError("a finite number", word)


def to_json(value: Any) -> bytes:
    """The dataclass as JSON without white space; equal values of one type give equal bytes."""
    encoded = object_encoder(type(value))(value)
    return json.dumps(encoded, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def from_json(kind: type[T], content: bytes) -> T:
    """Read it back; CodecError with the path of what does not fit."""
    try:
        raw = json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as fault:
        if isinstance(fault, CodecError):
            raise
        raise CodecError("a JSON object in UTF-8", shown(content[:20])) from None
    hint: Any = kind
    return cast("T", converter(hint).decode(raw))
