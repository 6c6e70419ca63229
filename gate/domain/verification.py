"""What came of verifying the record: told to the engine by whoever verified, which alone writes to the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
class RecordVerification:
    """The whole record was verified, from ``begun_at`` on."""

    begun_at: datetime
    found: Found


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVerified:
    """Somebody verified the whole record, from ``begun_at`` on; who stands in the command that told it."""

    begun_at: datetime
    found: Found
