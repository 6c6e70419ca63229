"""Before and after of a command as a page shows them: a line a field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gate.domain.events import CommandRecorded, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A field of a fact; "" where there was nothing, or is nothing any more."""

    fact: str
    field: str
    before: str
    after: str


def changes(body: Event | None) -> tuple[Changed, ...]:
    """What a command changed, in the order in which it was recorded; nothing for any other event."""
    if not isinstance(body, CommandRecorded):
        return ()
    before, after = _facts(body.before), _facts(body.after)
    return tuple(
        Changed(
            fact=fact,
            field=field,
            before=_said(before.get(fact, {}).get(field)),
            after=_said(after.get(fact, {}).get(field)),
        )
        for fact in dict.fromkeys((*before, *after))
        for field in dict.fromkeys((*before.get(fact, {}), *after.get(fact, {})))
    )


def _facts(text: str) -> Mapping[str, Mapping[str, Any]]:
    """Facts with their fields; what was recorded in another form is one field of its own."""
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        return {"": {"": text}}
    if not isinstance(found, dict):
        return {"": {"": text}}
    return {fact: fields if isinstance(fields, dict) else {"": fields} for fact, fields in found.items()}


def _said(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
