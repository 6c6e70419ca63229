"""Which events of which source are known, and up to where without a gap: what is a repeat, and what to acknowledge."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

MOST_MISSING = 1000
"""Of a gap that was closed so many numbers are still taken if they come late after all."""

Span = tuple[int, int]
"""First and last number of a run."""


@dataclass(slots=True)
class Row:
    """One start of one source. ``upto``: all up to here is known; ``above``: runs known beyond, in order and apart;
    ``missing``: numbers below that are not known."""

    upto: int = 0
    above: list[Span] = field(default_factory=list)
    missing: set[int] = field(default_factory=set)

    def knows(self, seq: int) -> bool:
        """True for a number that came."""
        if seq <= self.upto:
            return seq not in self.missing
        place = bisect_right(self.above, (seq, seq))
        near = self.above[max(0, place - 1) : place + 1]
        return any(first <= seq <= last for first, last in near)

    def add(self, first: int, last: int) -> None:
        """Note a run."""
        self.missing.difference_update(range(first, min(last, first + MOST_MISSING) + 1))
        if last <= self.upto:
            return
        runs = sorted([*self.above, (max(first, self.upto + 1), last)])
        self.above = []
        for run in runs:
            self._put_behind(*run)

    def close_gap(self, first: int) -> None:
        """Nothing below ``first`` will come any more."""
        if first > self.upto + 1:
            gap = range(max(self.upto + 1, first - MOST_MISSING), first)
            unseen = [number for number in gap if not self.knows(number)]
            self.add(self.upto + 1, first - 1)
            self.missing.update(unseen)

    def _put_behind(self, first: int, last: int) -> None:
        if first <= self.upto + 1:
            self.upto = max(self.upto, last)
        elif self.above and first <= self.above[-1][1] + 1:
            self.above[-1] = (self.above[-1][0], max(self.above[-1][1], last))
        else:
            self.above.append((first, last))


class Ledger:
    """Numbers of events by (source, boot)."""

    def __init__(
        self, marks: Mapping[tuple[str, int], int], beyond: Iterable[tuple[str, int, int, int]] = ()
    ) -> None:
        """``marks``: up to where the store has them. ``beyond``: what it has above, as (source, boot, first, last)."""
        self._rows = {place: Row(upto=upto) for place, upto in marks.items()}
        for src, boot, first, last in beyond:
            self._row(src, boot).add(first, last)

    def knows(self, src: str, boot: int, seq: int) -> bool:
        """True for a repeat."""
        row = self._rows.get((src, boot))
        return row is not None and row.knows(seq)

    def take(self, src: str, boot: int, seq: int, *, oldest_kept: bool = False, stands_for: int = 1) -> int:
        """Note one event; the number up to which the source may forget.

        ``oldest_kept``: the source has nothing before it any more, so that a gap below will not be filled.
        ``stands_for``: how many numbers ending with this one it speaks for.
        """
        row = self._row(src, boot)
        first = max(1, seq - max(1, stands_for) + 1)
        if oldest_kept:
            row.close_gap(first)
        row.add(first, seq)
        return row.upto

    def close_gap(self, src: str, boot: int, seq: int) -> None:
        """The source keeps nothing before ``seq``: a gap below will not be filled."""
        self._row(src, boot).close_gap(seq)

    def upto(self, src: str, boot: int) -> int:
        """Up to where that start of the source is known without a gap; 0 for nothing."""
        row = self._rows.get((src, boot))
        return row.upto if row else 0

    def _row(self, src: str, boot: int) -> Row:
        return self._rows.setdefault((src, boot), Row())
