"""What the page of heads is told of the record's verifier, which runs beside the console."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Verdict(StrEnum):
    """What came of a check."""

    HOLDS = "holds"
    BROKEN = "broken"  # something is not what was sealed
    UNREADABLE = "unreadable"  # nothing can be said: no record could be read, or the verifier ended early


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``sealed`` events are under ``checkpoints`` heads, ``newer`` ones under none yet; ``outside`` heads kept
    beside the store agree; ``erased`` events have lost their personal part.

    ``why``: the verifier's own words where it does not hold; ``event``: the first concerned, if it is one.
    """

    verdict: Verdict
    sealed: int = 0
    checkpoints: int = 0
    newer: int = 0
    erased: int = 0
    outside: int = 0
    why: str = ""
    event: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Somebody (``by``, an operator) asked at ``begun``; ``found`` and ``ended`` are None while it runs."""

    by: str
    begun: datetime
    ended: datetime | None = None
    found: Found | None = None


class ChecksRecord(Protocol):
    """``gate.roots.record_checks.RecordChecks``, or what stands in for it in tests."""

    def begin(self, by: str) -> bool:
        """Verify the whole record from now on; False where that is being done already."""

    def newest(self) -> Check | None:
        """The check that runs, or the last one since the console started."""
