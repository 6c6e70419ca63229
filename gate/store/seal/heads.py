"""Heads are made where events are written: signed over all that stands in the transaction, kept in it."""

from __future__ import annotations

import logging

from sqlalchemy import Dialect

from gate.seal.checkpoint import NO_HEAD, Checkpoint, Since, note_hash
from gate.seal.frontier import Frontier
from gate.seal.proofs import consistency
from gate.store import prepared
from gate.store.prepared import Cursor
from gate.store.seal.behind import Behind
from gate.store.seal.growth import Growth
from gate.store.seal.nodes import Nodes
from gate.store.seal.order import Head, HeadOrder, OldTree
from gate.store.seal.thinning import Thinning

log = logging.getLogger(__name__)

NEWEST = "SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1"
SEEN = "SELECT max(size) FROM countersignatures GROUP BY agent"
"""The newest head of each agent: from there it must be shown that the tree only grew."""


class Heads:
    """Makes them. Its statements are compiled once for the dialect."""

    def __init__(self, dialect: Dialect, growth: Growth) -> None:
        self._growth = growth
        self._insert = prepared.insert("checkpoints", dialect)
        self._nodes = Nodes(dialect)
        self._thinning = Thinning(dialect)

    def make(self, cursor: Cursor, order: HeadOrder, behind: Behind) -> None:
        """Sign and keep a head, if events were added since the last one."""
        frontier = self._growth.frontier(cursor)
        cursor.execute(NEWEST)
        newest, kept = cursor.fetchone() or (0, "")
        order.made = None
        if frontier.size <= newest:
            return
        checkpoint = Checkpoint(
            origin=order.origin,
            size=frontier.size,
            root=frontier.root(),
            at=order.at,
            since=_since(cursor, newest, kept, frontier, behind),
        )
        note = order.sign(checkpoint)
        self._insert.run(cursor, [{"size": frontier.size, "at": order.at, "note": str(note)}])
        cursor.execute(SEEN)
        seen = [size for (size,) in cursor.fetchall()]
        known = {newest, *seen, *order.known}
        old = tuple(
            self._old(cursor, size, frontier.size) for size in sorted(known) if 0 < size < frontier.size
        )
        order.made = Head(checkpoint=checkpoint, note=note, old=old)
        behind.begin(frontier)
        self._thinning.thin(cursor, len(seen), order.at)

    def _old(self, cursor: Cursor, size: int, new: int) -> OldTree:
        node = self._nodes.of(cursor)
        return OldTree(size=size, proof=tuple(consistency(node, size, new)))


def _since(cursor: Cursor, size: int, note: str, frontier: Frontier, behind: Behind) -> Since | None:
    rows = behind.since(cursor, size, frontier)
    if rows is None:
        log.warning(
            "the head over %d events goes without a digest: too many came since the last", frontier.size
        )
        return None
    return Since(size=size, note=note_hash(note) if size else NO_HEAD, rows=rows)
