"""A configuration as the store keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedConfiguration:
    """The configuration of that hash was taken at ``applied_at``; ``body``: the site as JSON, its calendar resolved."""

    version: str
    applied_at: datetime
    body: str
