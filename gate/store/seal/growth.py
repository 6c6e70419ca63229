"""The tree grows as events are written: in their transaction, by what its right edge knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Dialect

from gate.seal.frontier import Frontier
from gate.seal.leaf import Receipt
from gate.store import prepared
from gate.store.batch import EventRecord, GivenReceipt
from gate.store.errors import StoreConflict
from gate.store.log.rows import log_for
from gate.store.prepared import Cursor
from gate.store.receipt_text import spelt
from gate.store.seal.behind import Behind
from gate.store.seal.rows import microseconds, sealed

LOWEST_KEPT = 8
"""Roots of subtrees of 256 leaves and more are kept: eight bytes a hundred events."""

ONE = 1  # the key of the only row
KNOWN = "SELECT 1 FROM receipts WHERE id"
SELECT = "SELECT size, roots FROM seal_frontier WHERE id = 1"


class Growth:
    """Seals events in the order of the log. Its statements are compiled once for the dialect."""

    def __init__(self, dialect: Dialect) -> None:
        locked = dialect.name == "postgresql"  # two writers would grow two trees; on SQLite there is but one
        self._select = f"{SELECT} FOR UPDATE" if locked else SELECT
        self._known = f"{KNOWN} = %s" if locked else f"{KNOWN} = ?"
        self._events = log_for(dialect.name)
        self._frontier = prepared.upsert("seal_frontier", dialect)
        self._nodes = prepared.insert("seal_nodes", dialect)

    def add(
        self,
        cursor: Cursor,
        events: Sequence[EventRecord],
        receipts: Sequence[GivenReceipt],
        behind: Behind,
    ) -> Sequence[EventRecord]:
        """Write the events that the tree does not have yet, with their leaves; gives those that it has already.

        ``receipts`` are sealed with the events that they answer with; ``behind`` grows. StoreConflict for a gap in the
        numbers, and for a receipt without its event.
        """
        frontier = self.frontier(cursor)
        repeats = [event for event in events if event.seq <= frontier.size]
        new = events if not repeats else [event for event in events if event.seq > frontier.size]
        answers = self._answers(cursor, receipts, frontier.size, frontier.size + len(new)) if receipts else {}
        if new:
            made = sealed(new, answers, frontier.size)
            self._events.run(cursor, made.rows)
            follows = behind.follows(frontier)
            self._grow(cursor, frontier, made.leaves)
            if follows:
                behind.grow(made, frontier)
            else:
                behind.lose()
        return repeats

    def frontier(self, cursor: Cursor) -> Frontier:
        """The tree's right edge; StoreConflict where it is not what was written."""
        cursor.execute(self._select)
        kept = cursor.fetchone()
        try:
            return Frontier.of_bytes(kept[0], bytes(kept[1])) if kept else Frontier()
        except (ValueError, TypeError) as fault:
            raise StoreConflict(f"the seal's own state is damaged: {fault}") from fault

    def _grow(self, cursor: Cursor, frontier: Frontier, leaves: Sequence[bytes]) -> None:
        nodes: list[dict[str, Any]] = []
        for made in frontier.extend(leaves):
            if made.level >= LOWEST_KEPT:
                nodes += (
                    {"level": made.level, "place": made.index + at, "hash": each}
                    for at, each in enumerate(made.hashes)
                )
        if nodes:
            self._nodes.run(cursor, nodes)
        self._frontier.run(cursor, [{"id": ONE, "size": frontier.size, "roots": frontier.to_bytes()}])

    def _answers(
        self, cursor: Cursor, receipts: Sequence[GivenReceipt], size: int, end: int
    ) -> dict[int, Receipt]:
        """Receipts by their event; one that is kept already stays with the event that it was given with."""
        found: dict[int, Receipt] = {}
        for given in receipts:
            receipt = given.receipt
            cursor.execute(self._known, (receipt.id,))
            if cursor.fetchone():
                continue
            if receipt.event is None or not size < receipt.event <= end or receipt.event in found:
                raise StoreConflict(
                    f"expected receipt {receipt.id} with the one event that it is for, got {receipt.event}"
                )
            found[receipt.event] = Receipt(receipt.id, microseconds(given.at), spelt(receipt))
        return found
