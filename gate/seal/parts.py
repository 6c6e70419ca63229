"""An event's body in two parts, public and personal, and together again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gate.domain.personal import PERSONAL

_PATHS = {
    kind: tuple((path, tuple(path.split(".")), empty) for path, empty in fields.items())
    for kind, fields in PERSONAL.items()
}


def part(type: str, body: dict[str, Any]) -> dict[str, Any]:
    """Take the personal fields out of the body, which is changed; gives them by path, empty where there is none."""
    taken: dict[str, Any] = {}
    for path, (*above, name), empty in _PATHS.get(type, ()):
        holder = _holder(body, above)
        if holder is not None and name in holder and holder[name] != empty:
            taken[path] = holder[name]
            holder[name] = list(empty) if isinstance(empty, list) else empty
    return taken


def whole(body: dict[str, Any], personal: Mapping[str, Any]) -> dict[str, Any]:
    """The body, which is changed, with its personal fields in their places. ValueError where a path leads nowhere."""
    for path, value in personal.items():
        *above, name = path.split(".")
        holder = _holder(body, above)
        if holder is None:
            raise ValueError(f"expected an object around {path!r} in the body; there is none")
        holder[name] = value
    return body


def _holder(body: dict[str, Any], above: Iterable[str]) -> dict[str, Any] | None:
    holder: Any = body
    for name in above:
        holder = holder.get(name) if isinstance(holder, dict) else None
    return holder if isinstance(holder, dict) else None
