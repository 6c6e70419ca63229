"""Bodies of events as the log keeps them: JSON as the bus spells it, by encoders that are built once a type."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from gate.bus.convert import object_encoder
from gate.bus.json_text import write_json

_encoder_of: Callable[[Any], Callable[[Any], Any]] = cache(object_encoder)


def body_text(body: Any) -> str:
    """The body on one line; ``gate.bus.plain.from_json`` reads it back by its type."""
    return write_json(_encoder_of(type(body))(body)).decode()
