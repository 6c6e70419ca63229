"""The moving state out to rows and back, for a restart that nobody notices."""

from __future__ import annotations

import json
from collections.abc import Iterable

from gate.policy.entries import Entries
from gate.policy.kept import BadRow, Kept, StateRow
from gate.policy.pins import Pins
from gate.policy.presence import Presence
from gate.policy.state import State

_OF_PEOPLE = (Presence.kind, Entries.kind, Pins.kind)


def drain(state: State) -> tuple[StateRow, ...]:
    """Rows of everything that changed since the last time."""
    return tuple(row for part in state.kept if part.changed for row in part.drain())


def restore(state: State, rows: Iterable[StateRow]) -> None:
    """Set the state from rows, the last of one fact; people off file are left out. BadRow for what is not ours."""
    newest = {(row.kind, row.key): row.value for row in rows}
    parts = {part.kind: part for part in state.kept}
    for (kind, key), value in newest.items():
        part = parts.get(kind)
        if part is None:
            raise BadRow(f"expected a kind among {', '.join(parts)}; got {kind!r}")
        if value is not None and (kind not in _OF_PEOPLE or key in state.register):
            _take(part, key, value)


def _take(part: Kept, key: str, value: str) -> None:
    try:
        part.take(key, json.loads(value))
    except ValueError as error:
        raise BadRow(f"{part.kind} {key}: {error}") from error
