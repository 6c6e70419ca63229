"""Bodies of events as the log keeps them: JSON as the bus spells it, by encoders that are built once a type."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from gate.bus.convert import object_encoder
from gate.bus.json_text import write_json
from gate.seal.parts import part

_encoder_of: Callable[[Any], Callable[[Any], Any]] = cache(object_encoder)


def body_texts(body: Any) -> tuple[str, str | None]:
    """The public and the personal part (gate.seal.parts), each on one line; None where nothing is personal."""
    public = _encoder_of(type(body))(body)
    personal = part(type(body).__name__, public)
    return write_json(public).decode(), write_json(personal).decode() if personal else None
