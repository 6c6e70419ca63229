"""Nodes of the tree for proofs: larger ones as they are kept, smaller ones made from the leaves of the rows."""

from __future__ import annotations

from sqlalchemy import Dialect

from gate.seal.hashing import node_hash
from gate.seal.proofs import Node
from gate.store.errors import StoreConflict
from gate.store.prepared import Cursor
from gate.store.seal.growth import LOWEST_KEPT

NODE = "SELECT hash FROM seal_nodes WHERE level = ? AND place = ?"
LEAVES = "SELECT leaf FROM events WHERE seq > ? AND seq <= ? ORDER BY seq"


class Nodes:
    """Looks nodes up through a cursor of the caller's."""

    def __init__(self, dialect: Dialect) -> None:
        sqlite = dialect.name == "sqlite"
        self._node, self._leaves = (text if sqlite else text.replace("?", "%s") for text in (NODE, LEAVES))

    def of(self, cursor: Cursor) -> Node:
        """``node(level, place)`` for :mod:`gate.seal.proofs`; StoreConflict for one that is not there."""

        def node(level: int, place: int) -> bytes:
            return (
                self._kept(cursor, level, place) if level >= LOWEST_KEPT else self._made(cursor, level, place)
            )

        return node

    def _kept(self, cursor: Cursor, level: int, place: int) -> bytes:
        cursor.execute(self._node, (level, place))
        row = cursor.fetchone()
        if row is None:
            raise StoreConflict(f"expected the tree's node {level}/{place}; there is none")
        return bytes(row[0])

    def _made(self, cursor: Cursor, level: int, place: int) -> bytes:
        first = place << level
        cursor.execute(self._leaves, (first, first + (1 << level)))
        level_of = [bytes(row[0] or b"") for row in cursor.fetchall()]
        if len(level_of) != 1 << level:
            raise StoreConflict(f"expected events {first + 1} to {first + (1 << level)}; some are not there")
        while len(level_of) > 1:
            level_of = [node_hash(*level_of[at : at + 2]) for at in range(0, len(level_of), 2)]
        return level_of[0]
