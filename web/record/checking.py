"""What the page of heads is told of the record's verifier, which runs beside the console."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gate.domain.commands import Actor
from gate.domain.verification import Found, Verdict

__all__ = ["Check", "ChecksRecord", "Found", "Verdict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Somebody (``by``, an operator) asked at ``begun``; ``found`` and ``ended`` are None while it runs."""

    by: str
    begun: datetime
    ended: datetime | None = None
    found: Found | None = None


class ChecksRecord(Protocol):
    """``gate.roots.record_checks.RecordChecks``, or what stands in for it in tests."""

    def begin(self, by: Actor) -> bool:
        """Verify the whole record from now on, and have what came of it recorded; False where that is being done."""

    def newest(self) -> Check | None:
        """The check that runs, or the last one since the console started."""
