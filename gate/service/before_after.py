"""Before and after of a command, for its audit row: each field that changed, and who he is to nobody who reads it.

``{"visits w-1": {"visit.state": "approved"}}``: JSON by fact, then by field. Names and numbers are masked: that one
changed is seen, not what it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from gate.service.facts import Facts
from gate.service.remembering import Remembering

MASK = "···"
MASKED = frozenset(
    {
        "name", "name_zh", "initials", "pin", "id_hash", "id_last4", "email", "number", "facility", "visitor",
        "company", "nationality",
    }
)  # fmt: skip
PASSED_OVER = frozenset({"revision"})
LONGEST = 4_000
KINDS = ("people", "visits", "alarms", "departures", "revocations", "holds")


@contextmanager
def watched(facts: Facts) -> Iterator[dict[str, Remembering[str, Any]]]:
    """What the block changes in the facts is remembered in the dicts that are handed out, by kind."""
    dicts: dict[str, Remembering[str, Any]] = {kind: getattr(facts, kind) for kind in KINDS}
    for each in dicts.values():
        each.was = {}
    try:
        yield dicts
    finally:
        for each in dicts.values():
            each.was = None


def before_and_after(dicts: Mapping[str, Remembering[str, Any]]) -> tuple[str, str]:
    """Both as JSON, "" for nothing; to be asked within :func:`watched`."""
    before: dict[str, dict[str, Any]] = {}
    after: dict[str, dict[str, Any]] = {}
    for kind, facts in dicts.items():
        for key, was in (facts.was or {}).items():
            old, new = dict(_flat(was)), dict(_flat(facts.get(key)))
            changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
            _put(before, f"{kind} {key}", changed, old)
            _put(after, f"{kind} {key}", changed, new)
    return _spelt(before), _spelt(after)


def _put(into: dict[str, dict[str, Any]], fact: str, changed: list[str], values: Mapping[str, Any]) -> None:
    shown = {
        name: MASK if name.rpartition(".")[2] in MASKED and values[name] else values[name]
        for name in changed
        if name in values
    }
    if shown:
        into[fact] = shown


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """(field, plain value) of a fact, whatever it is made of; things with an id are named by it."""
    if is_dataclass(value):
        for each in fields(value):
            if each.name not in PASSED_OVER:
                yield from _flat(getattr(value, each.name), f"{name}.{each.name}" if name else each.name)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(inner, f"{name}.{key}")
    elif isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from _flat(inner, f"{name}[{getattr(inner, 'id', '') or place}]")
    elif value is not None or name:
        yield name, _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.name.lower() if isinstance(value.value, int) else value.value
    if isinstance(value, date):  # an instant is one too
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _spelt(found: Mapping[str, Mapping[str, Any]]) -> str:
    if not found:
        return ""
    forms = (found, {fact: {"fields": len(of)} for fact, of in found.items()}, {"facts": len(found)})
    texts = (json.dumps(form, ensure_ascii=False, separators=(",", ":")) for form in forms)
    return next(text for text in texts if len(text) <= LONGEST)
