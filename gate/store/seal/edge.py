"""The right edge of the tree as it once was, out of the nodes that are kept and the leaves of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gate.seal.frontier import Frontier
from gate.seal.short import NoShortWay
from gate.store.seal.growth import LOWEST_KEPT

NODE = "SELECT hash FROM seal_nodes WHERE level = {:d} AND place = {:d}"
LEAVES = "SELECT leaf FROM events WHERE seq > {:d} AND seq <= {:d} ORDER BY seq"


def edge(select: Callable[[str], Any], size: int) -> Frontier:
    """The tree with ``size`` events, as the store has its nodes. NoShortWay where one is missing.

    ``select`` runs a SELECT on a cursor of its own. Nothing vouches for what it gives but a root that agrees.
    """
    levels = [level for level in reversed(range(LOWEST_KEPT, size.bit_length())) if size >> level & 1]
    whole = size >> LOWEST_KEPT << LOWEST_KEPT
    frontier = Frontier(whole, [_node(select, level, (size >> level) - 1) for level in levels])
    frontier.append([bytes(leaf or b"") for (leaf,) in select(LEAVES.format(whole, size))])
    return frontier


def _node(select: Callable[[str], Any], level: int, place: int) -> bytes:
    found = select(NODE.format(level, place)).fetchone()
    if found is None:
        raise NoShortWay(f"the tree's node {level}/{place} is not there")
    return bytes(found[0])
