"""Which events of which source are known, and up to where without a gap: what is a repeat, and what to acknowledge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Row:
    """One start of one source. ``upto``: all up to here is known; ``above``: known beyond; ``missing``: not, below."""

    upto: int = 0
    above: set[int] = field(default_factory=set)
    missing: set[int] = field(default_factory=set)


class Ledger:
    """Numbers of events by (source, boot)."""

    def __init__(self, marks: Mapping[tuple[str, int], int]) -> None:
        """``marks``: up to where the store has them."""
        self._rows = {place: Row(upto=upto) for place, upto in marks.items()}

    def knows(self, src: str, boot: int, seq: int) -> bool:
        """True for a repeat."""
        row = self._rows.get((src, boot))
        if row is None:
            return False
        return (seq <= row.upto and seq not in row.missing) or seq in row.above

    def take(self, src: str, boot: int, seq: int, *, oldest_kept: bool = False, stands_for: int = 1) -> int:
        """Note one event; the number up to which the source may forget.

        ``oldest_kept``: the source has nothing before it any more (agents send again in order), so that a gap below
        will not be filled. ``stands_for``: how many numbers ending with this one it speaks for.
        """
        row = self._rows.setdefault((src, boot), Row())
        covered = range(seq - stands_for + 1, seq + 1)
        row.above.update(number for number in covered if number > row.upto)
        row.missing.difference_update(covered)
        if oldest_kept and covered.start > row.upto + 1:
            gap = set(range(row.upto + 1, covered.start)) - row.above
            row.missing |= gap
            row.above |= gap
        while row.upto + 1 in row.above:
            row.upto += 1
            row.above.discard(row.upto)
        return row.upto

    def upto(self, src: str, boot: int) -> int:
        """Up to where that start of the source is known without a gap; 0 for nothing."""
        row = self._rows.get((src, boot))
        return row.upto if row else 0
