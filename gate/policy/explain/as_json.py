"""An explanation as JSON: what `gate decide --explain` adds to a line."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, date, datetime
from enum import Enum

from gate.domain.level import Scale
from gate.domain.remedy import Explanation, Remedy
from gate.policy.kept import Json

_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def as_json(explanation: Explanation) -> dict[str, Json]:
    """``{"remedies": [{"do": "join_group", …}], "final": […]}``; instants in UTC."""
    remedies: list[Json] = [_plain(remedy) for remedy in explanation.remedies]
    return {"remedies": remedies, "final": list(explanation.final)}


def _plain(remedy: Remedy) -> dict[str, Json]:
    row: dict[str, Json] = {"do": _WORD.sub("_", type(remedy).__name__).lower()}
    for field in fields(remedy):
        row[field.name] = _value(getattr(remedy, field.name))
    return row


def _value(value: object) -> Json:
    if isinstance(value, Scale):
        return value.word
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"no JSON form for {value!r}")
