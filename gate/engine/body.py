"""Bodies of events as the log keeps them: JSON as the bus spells it, by encoders that are built once a type."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from gate.bus.convert import object_encoder

_encoder_of: Callable[[Any], Callable[[Any], Any]] = cache(object_encoder)
_written = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def body_text(body: Any) -> str:
    """The body on one line; ``gate.bus.plain.from_json`` reads it back by its type."""
    return _written(_encoder_of(type(body))(body))
