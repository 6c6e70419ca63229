"""What must always hold of a site, proved on every change (policy.md, "Invariants")."""

from __future__ import annotations

from dataclasses import dataclass

from gate.domain.level import Clearance


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """The people meant: exactly one of the fields, or ``anyone``/``visitor`` as the word."""

    word: str | None = None  # "anyone" | "visitor"
    lacks: str | None = None
    below: Clearance | None = None
    not_in: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Never:
    """Such a person is never let into the zone by an entry; ``unescorted`` narrows it to entries without escort."""

    id: str
    who: Who
    reaches: str
    unescorted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Always:
    """From each such zone (``*``: every one) a path leads to ``reaches`` that needs no decision."""

    id: str
    who: Who
    start: str
    reaches: str
    by: str = "egress"


Invariant = Never | Always
