"""What a decision saw of the moving state: enough, with the configuration and the people, to take it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFact:
    """One fact of the moving state as the policy spells it; ``value`` is JSON text."""

    kind: str
    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """``people``: ids of those whose rights were looked at; ``facts``: what of the moving state the answer hung on.

    ``alone``, ``fresh_at``, ``can_record``: the conditions under which the decider itself worked.
    """

    people: tuple[str, ...] = ()
    facts: tuple[SeenFact, ...] = ()
    alone: bool = False
    fresh_at: datetime | None = None
    can_record: bool = True
