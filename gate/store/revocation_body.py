"""A lost badge's case as a row, and back: the answers stand in it as JSON, in the order the agents were asked."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import RowMapping

from gate.domain.revocation import Revocation

REVOCATION_PLAIN = (
    "id", "person", "visit", "revision", "started_at", "started_by", "reason", "replaced_by", "proved_at",
)  # fmt: skip
"""Fields that are columns of the same name and value."""


def spelt_case(case: Revocation) -> dict[str, str]:
    """The columns that are JSON."""
    answers = {agent: None if at is None else at.isoformat() for agent, at in case.answers.items()}
    return {"credentials": json.dumps(case.credentials), "answers": json.dumps(answers)}


def case_of(row: RowMapping) -> Revocation:
    """The case from its row."""
    answers = {
        agent: None if at is None else datetime.fromisoformat(at)
        for agent, at in json.loads(row["answers"]).items()
    }
    plain = {name: row[name] for name in REVOCATION_PLAIN}
    return Revocation(**plain, credentials=tuple(json.loads(row["credentials"])), answers=answers)
