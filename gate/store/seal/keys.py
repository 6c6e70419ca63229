"""Keys of the seal as the log introduced them: what a new engine begins with."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection, select

from gate.seal.keychain import KEY_EVENTS
from gate.store.tables import EventRow


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroducedKey:
    """One introduction: of a key that signs heads (``note``), or of an agent's (``agent``, ``key``)."""

    type: str
    note: str = ""
    agent: str = ""
    key: str = ""


def introduced(connection: Connection, origin: str) -> tuple[IntroducedKey, ...]:
    """All of them, in the order of the log."""
    query = select(EventRow.type, EventRow.body).where(
        EventRow.subject == origin, EventRow.type.in_(sorted(KEY_EVENTS))
    )
    found = []
    for type_, text in connection.execute(query.order_by(EventRow.seq)):
        body = json.loads(text)
        fields = {name: body[name] for name in ("note", "agent", "key") if name in body}
        found.append(IntroducedKey(type=type_, **fields))
    return tuple(found)
