"""A fact of the seal: an agent's signature under a head of the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Countersignature:
    """The agent found at ``at`` that the log of ``size`` events continues what it kept; a signed-note line."""

    size: int
    agent: str
    at: datetime
    signature: str
