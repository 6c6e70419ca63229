"""A fact of the seal: an agent's signature under a head of the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

ALL_KEPT = timedelta(hours=1)
"""So long all countersignatures of a head are kept; of each agent the last of a day, and its newest, for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Countersignature:
    """The agent found at ``at`` that the log of ``size`` events continues what it kept; a signed-note line."""

    size: int
    agent: str
    at: datetime
    signature: str
