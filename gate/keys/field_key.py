"""One key of the field ring as lists show it: never the key itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldKey:
    """A key that seals fields (``f2``) or hashes them for searches (``i2``)."""

    id: str
    made_at: datetime
    active: bool
