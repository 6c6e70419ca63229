"""What a verifier is given beside the rows, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from gate.seal.errors import SealedError


class SealBroken(SealedError):
    """The record is not what was sealed. ``seq``: the first event concerned, None where it is none of the events."""

    def __init__(self, what: str, seq: int | None = None) -> None:
        super().__init__(what)
        self.seq = seq


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptHead:
    """A head as it is kept: ``size`` and ``at`` from beside the note, agents' signature lines by agent.

    ``source``: where it is from, for messages; "" for the record itself.
    """

    size: int
    note: str
    at: datetime | None = None
    countersignatures: Mapping[str, str] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What holds. ``sealed`` events are under ``checkpoints`` heads of the record; ``newer`` ones wait for the next.

    ``outside``: heads from elsewhere that agree; ``countersigned``: agents' signatures that hold; ``erased``: rows
    without their personal part; ``keys``: by which the heads are signed, in order; ``by_tree``: the whole tree was made
    anew, rows and roots (gate.seal.short has the other way).
    """

    sealed: int
    checkpoints: int
    newer: int
    erased: int
    countersigned: int
    outside: int
    keys: tuple[str, ...]
    by_tree: bool = field(default=False, compare=False)
