"""Where two decisions differ, field by field."""

from __future__ import annotations

from dataclasses import dataclass, fields

from gate.domain.decision import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that is not what was recorded."""

    field: str
    recorded: object
    now: object


def differences(recorded: Decision, now: Decision) -> tuple[Difference, ...]:
    """Every field that differs; empty if the decisions are the same bit for bit."""
    return tuple(
        Difference(field=each.name, recorded=getattr(recorded, each.name), now=getattr(now, each.name))
        for each in fields(Decision)
        if getattr(recorded, each.name) != getattr(now, each.name)
    )
