"""What the decider made of one message: rows to write, and what to send when."""

from __future__ import annotations

from dataclasses import dataclass, field

from gate.bus.messages import Ack
from gate.domain.commands import Receipt
from gate.domain.decision import Decision
from gate.domain.envelope import Envelope
from gate.domain.events import Event
from gate.service.change import Told
from gate.store import Batch, EventRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A row of the log and, where the event is the engine's own, its envelope for the bus."""

    row: EventRecord
    own: Envelope[Event] | None = None


@dataclass(slots=True, kw_only=True)
class Outcome:
    """``told`` may leave early, with ``decision``, where the store is silent; all else waits for the commit.

    ``by_operator``: what it tells agents must not leave unrecorded, and not late.
    """

    batch: Batch
    logged: tuple[Logged, ...] = ()
    told: tuple[Told, ...] = ()
    decision: Decision | None = None
    by_operator: bool = False
    acknowledge: tuple[str, Ack] | None = None
    receipt: tuple[str, Receipt] | None = None
    packs: frozenset[str] = field(default_factory=frozenset)

    @property
    def awaited(self) -> bool:
        """True where somebody stands before a door or a page until it is recorded."""
        return bool(self.told) or self.receipt is not None
