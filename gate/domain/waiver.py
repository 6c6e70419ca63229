"""A requirement that somebody waived for one visit, by name and with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """``requirement``: the prerequisite that the visitor lacks; ``by``: the operator who answers for that."""

    requirement: str
    by: str
    at: datetime
    reason: str
