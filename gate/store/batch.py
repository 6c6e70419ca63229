"""What one unit of work wants written: rows of the log, facts, moving state. Plain values, no SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from gate.domain.commands import Receipt
from gate.domain.erasure import Erasure
from gate.domain.facts import Fact
from gate.store.seal.order import HeadOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """One row of the log; meanings as in ``gate.store.tables.events``.

    ``body`` is JSON as the bus spells it, without its personal fields, which are in ``personal`` (gate.seal.parts).
    """

    seq: int
    src: str
    boot: int
    src_seq: int
    at: datetime
    recorded_at: datetime
    type: str
    body: str
    personal: str | None = None
    portal: str | None = None
    zone: str | None = None
    person: str | None = None
    credential: str | None = None
    subject: str | None = None
    request: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMark:
    """Events of this start of a source are recorded without a gap up to ``upto``."""

    src: str
    boot: int
    upto: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenReceipt:
    """A receipt and when it was given."""

    at: datetime
    receipt: Receipt


class StateRow(Protocol):
    """One key of the world's moving state; ``value`` None deletes it."""

    @property
    def kind(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def value(self) -> str | None: ...


Rows = tuple[str, Sequence[Any]]
"""A table's name, and rows of it as the driver takes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Written in one transaction or not at all. Later facts of the same key win over earlier ones.

    ``rows``: facts that were made rows before, as the redo file keeps them. ``redone``: up to this record of that file
    the tables have everything with this batch; 0 where there is no such file.
    """

    events: Sequence[EventRecord] = ()
    facts: Sequence[Fact] = ()
    erasures: Sequence[Erasure] = ()
    world: Sequence[StateRow] = ()
    sources: Sequence[SourceMark] = ()
    receipts: Sequence[GivenReceipt] = ()
    heads: Sequence[HeadOrder] = ()  # signed over all of the transaction
    rows: Sequence[Rows] = ()
    redone: int = 0

    def __bool__(self) -> bool:
        changes = (
            self.events,
            self.facts,
            self.erasures,
            self.world,
            self.sources,
            self.receipts,
            self.heads,
            self.rows,
            self.redone,
        )
        return any(changes)


def joined(batches: Sequence[Batch]) -> Batch:
    """Several as one, in their order: a group commit."""
    if len(batches) == 1:
        return batches[0]
    return Batch(
        events=[row for batch in batches for row in batch.events],
        facts=[row for batch in batches for row in batch.facts],
        erasures=[each for batch in batches for each in batch.erasures],
        world=[row for batch in batches for row in batch.world],
        sources=[row for batch in batches for row in batch.sources],
        receipts=[row for batch in batches for row in batch.receipts],
        heads=[order for batch in batches for order in batch.heads],
        rows=[rows for batch in batches for rows in batch.rows],
        redone=max((batch.redone for batch in batches), default=0),
    )
