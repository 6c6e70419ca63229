"""Heads are made where events are written: signed over all that stands in the transaction, kept in it."""

from __future__ import annotations

from sqlalchemy import Dialect

from gate.seal.checkpoint import Checkpoint
from gate.seal.proofs import consistency
from gate.store import prepared
from gate.store.prepared import Cursor
from gate.store.seal.growth import Growth
from gate.store.seal.nodes import Nodes
from gate.store.seal.order import Head, HeadOrder, OldTree

NEWEST = "SELECT max(size) FROM checkpoints"
SEEN = "SELECT max(size) FROM countersignatures GROUP BY agent"
"""The newest head of each agent: from there it must be shown that the tree only grew."""


class Heads:
    """Makes them. Its statements are compiled once for the dialect."""

    def __init__(self, dialect: Dialect, growth: Growth) -> None:
        self._growth = growth
        self._insert = prepared.insert("checkpoints", dialect)
        self._nodes = Nodes(dialect)

    def make(self, cursor: Cursor, order: HeadOrder) -> None:
        """Sign and keep a head, if events were added since the last one."""
        frontier = self._growth.frontier(cursor)
        cursor.execute(NEWEST)
        newest = cursor.fetchone()[0] or 0
        order.made = None
        if frontier.size <= newest:
            return
        checkpoint = Checkpoint(origin=order.origin, size=frontier.size, root=frontier.root(), at=order.at)
        note = order.sign(checkpoint)
        self._insert.run(cursor, [{"size": frontier.size, "at": order.at, "note": str(note)}])
        cursor.execute(SEEN)
        known = {newest, *(row[0] for row in cursor.fetchall()), *order.known}
        old = tuple(
            self._old(cursor, size, frontier.size) for size in sorted(known) if 0 < size < frontier.size
        )
        order.made = Head(checkpoint=checkpoint, note=note, old=old)

    def _old(self, cursor: Cursor, size: int, new: int) -> OldTree:
        node = self._nodes.of(cursor)
        return OldTree(size=size, proof=tuple(consistency(node, size, new)))
