"""Everything that is kept of one person: for the person himself, who has a right to it (PIPL art. 45, GDPR art. 15)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from gate.domain.private_field import PrivateField
from gate.store.read import privacy_rows as rows

Opened = Callable[[PrivateField], str]
"""What a private field says; a text that says so where it does not open."""

SHUT = frozenset({"pin", "id_hash", "lookup", "sealed", "pass_hash"})
"""Columns that say nothing to anybody without the site's keys: that there is something is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectExport:
    """``facts``: rows by table; ``fields``: private fields in the clear; ``events``: the log's, oldest first."""

    person: str
    at: datetime
    facts: Mapping[str, list[dict[str, Any]]]
    fields: Mapping[str, str]
    events: tuple[dict[str, Any], ...]

    def as_json(self) -> str:
        """One JSON object, instants in ISO 8601."""
        whole = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(whole, ensure_ascii=False, indent=1, default=_plain)

    def as_text(self) -> str:
        """The same to be read by people: a heading a table, a line a value; events one a line."""
        return "\n".join(_lines(self)) + "\n"


def collect(connection: Connection, person: str, now: datetime, opened: Opened) -> SubjectExport | None:
    """None where there is no such person."""
    facts = rows.everything_about(connection, person)
    if "people" not in facts:
        return None
    fields = {each.name: opened(each) for each in rows.private_fields(connection, person)}
    shown = {
        table: [_shown(row) for row in found] for table, found in facts.items() if table != "private_fields"
    }
    return SubjectExport(
        person=person, at=now, facts=shown, fields=fields, events=tuple(_events(connection, person, now))
    )


def _events(connection: Connection, person: str, now: datetime) -> Iterator[dict[str, Any]]:
    for row in rows.naming(connection, person, now):
        yield {
            "seq": row.seq,
            "at": row.at,
            "type": row.type,
            "portal": row.portal,
            "zone": row.zone,
            "body": json.loads(row.body),
        }


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: "kept, not readable" if name in SHUT and value else value for name, value in row.items()}


def _lines(export: SubjectExport) -> Iterator[str]:
    yield f"Everything kept about {export.person}, {export.at.isoformat()}"
    for name, value in export.fields.items():
        yield f"{name}: {value}"
    for table, found in export.facts.items():
        yield f"\n[{table}] {len(found)}"
        for row in found:
            yield "  " + "; ".join(f"{k}={_plain(v)}" for k, v in row.items() if v not in (None, "", "[]"))
    yield f"\n[events] {len(export.events)}"
    for event in export.events:
        where = event["portal"] or event["zone"] or ""
        yield f"  {event['seq']} {_plain(event['at'])} {event['type']} {where}".rstrip()


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value
