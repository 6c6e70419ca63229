"""Which zones somebody could come to if every hour were every other: closure over the moves, without time.

Never less than the truth: whoever is let in at some time is let in here.
"""

from __future__ import annotations

from typing import NamedTuple

from gate.policy.configuration import Configuration
from gate.policy.prove.graph import Graph, How


class Reachable(NamedTuple):
    """``zones`` that one can come to; ``doors``: zones that an entry leads into from there, granted or not;
    ``open``: zones that one comes into from there without a read, and not by an exit.
    """

    zones: int
    doors: int
    open: int


class Closure:
    """The moves as masks, and the answers so far by the mask of zones that entries let one into."""

    def __init__(self, graph: Graph, configuration: Configuration) -> None:
        bit = {zone.id: zone.bit for zone in configuration.zones.values()}
        table = {each: [0, 0, 0] for each in bit.values()}
        for move in graph.moves():
            row, target = table[bit[move.source]], bit[move.target]
            if move.how is How.ENTRY:
                row[0] |= target
                continue
            row[1] |= target
            if move.lets_in:
                row[2] |= target
        self._table = {zone: (row[0], row[1], row[2]) for zone, row in table.items()}
        self.open = 0  # zones that one comes into from anywhere without a read, and not by an exit
        for row in table.values():
            self.open |= row[2]
        self._starts = configuration.mask(graph.starts)
        self._known: dict[int, Reachable] = {}

    def of(self, entering: int) -> Reachable:
        """What somebody can come to whom entries let into these zones."""
        known = self._known.get(entering)
        if known is None:
            known = self._known[entering] = self._close(entering)
        return known

    def _close(self, entering: int) -> Reachable:
        zones = waiting = self._starts
        doors = opened = 0
        while waiting:
            zone = waiting & -waiting
            waiting ^= zone
            entries, free, lets_in = self._table[zone]
            doors |= entries
            opened |= lets_in
            fresh = ((entries & entering) | free) & ~zones
            zones |= fresh
            waiting |= fresh
        return Reachable(zones, doors, opened)
