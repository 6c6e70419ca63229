"""Bodies of events as the log keeps them: JSON as the bus spells it but for fields that have their default."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from gate.bus.convert import object_encoder
from gate.bus.json_text import write_json
from gate.bus.lean import Lean, at_path, leaner
from gate.domain.personal import PERSONAL
from gate.seal.parts import part

_encoder_of: Callable[[Any], Callable[[Any], Any]] = cache(object_encoder)


def body_texts(body: Any) -> tuple[str, str | None]:
    """The public and the personal part (gate.seal.parts), each on one line; None where nothing is personal."""
    kind: Any = type(body)
    public = _encoder_of(kind)(body)
    personal = part(kind.__name__, public)
    lean = leaner(kind)
    if lean is not None:
        lean(public)
    if not personal:
        return write_json(public).decode(), None
    for path, each in _personal_leaners(kind):
        if path in personal:
            each(personal[path])
    return write_json(public).decode(), write_json(personal).decode()


@cache
def _personal_leaners(kind: Any) -> tuple[tuple[str, Lean], ...]:
    found = ((path, at_path(kind, path)) for path in PERSONAL.get(kind.__name__, ()))
    return tuple((path, each) for path, each in found if each is not None)
