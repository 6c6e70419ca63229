"""An event's body in two parts, public and personal, and together again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gate.domain.personal import PERSONAL

_PATHS = {
    kind: tuple((path, tuple(path.split(".")), empty) for path, empty in fields.items())
    for kind, fields in PERSONAL.items()
}


def part(type: str, body: dict[str, Any]) -> dict[str, Any]:
    """Take the personal fields out of the body, which is changed; gives them by path, empty where there is none."""
    taken: dict[str, Any] = {}
    for path, names, empty in _PATHS.get(type, ()):
        holder: Any = body
        for name in names[:-1]:
            holder = holder.get(name) if isinstance(holder, dict) else None
        if isinstance(holder, dict) and names[-1] in holder and holder[names[-1]] != empty:
            taken[path] = holder[names[-1]]
            holder[names[-1]] = list(empty) if isinstance(empty, list) else empty
    return taken


def whole(body: dict[str, Any], personal: Mapping[str, Any]) -> dict[str, Any]:
    """The body, which is changed, with its personal fields in their places. ValueError where a path leads nowhere."""
    for path, value in personal.items():
        names = path.split(".")
        holder: Any = body
        for name in names[:-1]:
            holder = holder.get(name) if isinstance(holder, dict) else None
        if not isinstance(holder, dict) or names[-1] not in holder:
            raise ValueError(f"expected a field {path!r} in the body; there is none")
        holder[names[-1]] = value
    return body
