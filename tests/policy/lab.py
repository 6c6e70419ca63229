"""A hall and a laboratory behind it, two employees, and what happens at their doors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from gate.domain.card import card_number
from gate.domain.decision import Decision, Request
from gate.policy import Means, Moved, World

Raw = dict[str, Any]
T0 = datetime(2026, 3, 4, 10, tzinfo=UTC)
SITE: Raw = {
    "zones": [
        {"id": "out", "outside": True},
        {"id": "hall"},
        {"id": "lab", "parent": "hall", "anti_passback": "hard", "level": "confidential", "lease": "8h"},
        {"id": "vault", "parent": "lab", "anti_passback": "hard"},
    ],
    "schedules": [{"id": "always", "windows": [{"days": "mon-sun", "from": "00:00", "to": "24:00"}]}],
    "groups": [
        {"id": "all", "grants": [{"id": "g", "zones": ["hall", "lab", "vault"], "schedule": "always"}]}
    ],
    "portals": [
        {"id": "front", "between": ["out", "hall"], "readers": {"in": "front-in", "out": "front-out"}},
        {"id": "labdoor", "between": ["hall", "lab"], "readers": {"in": "lab-in", "out": "lab-out"}},
        {"id": "vaultdoor", "between": ["lab", "vault"], "readers": {"in": "vault-in", "out": "vault-out"}},
    ],
    "interlocks": [{"id": "trap", "portals": ["labdoor", "vaultdoor"]}],
}


def employee(name: str, number: int) -> Raw:
    credentials = [{"id": f"card-{name}", "format": "H10301", "facility": 1, "number": number}]
    return {"id": name, "groups": [{"id": "all"}], "credentials": credentials}


ANN, BOB = employee("ann", 1), employee("bob", 2)


def after(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def read(asked: World, seconds: float, reader: str, number: int = 1, means: Means | None = None) -> Decision:
    card = card_number("H10301", number, 1)
    request = Request(id=1, at=after(seconds), reader=reader, card=card)
    return asked.decide(request) if means is None else asked.decide(request, means)


def grant(asked: World, seconds: float, reader: str, number: int = 1) -> tuple[Moved, ...]:
    decision = read(asked, seconds, reader, number)
    assert decision.granted, decision
    return asked.record(decision)


def enter(asked: World, seconds: float, reader: str, number: int = 1) -> tuple[Moved, ...]:
    portal = asked.configuration.ways[reader].portal
    grant(asked, seconds, reader, number)
    moved = asked.opened(portal, after(seconds + 1))
    asked.closed(portal, after(seconds + 2))
    return moved


def outcomes(moved: tuple[Moved, ...]) -> list[tuple[str, tuple[str, ...], str]]:
    return [(each.outcome.value, each.persons, each.zone) for each in moved]
