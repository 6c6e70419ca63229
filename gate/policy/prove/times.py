"""Sets of instants, kept as the reasons for them: spans, schedules and local days, not as lists of moments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from gate.policy.instant import BEGINNING, END
from gate.policy.prove.hours import NO_DAY, Hours


class Stretch(NamedTuple):
    """start <= t < end, a schedule of ``want`` active (None: whatever), none of ``deny``; both local days included."""

    start: int = BEGINNING
    end: int = END
    want: int | None = None
    deny: int = 0
    first_day: int = -NO_DAY
    last_day: int = NO_DAY


Times = tuple[Stretch, ...]
"""The union of stretches."""

NEVER: Times = ()
EVER: Times = (Stretch(),)


def earliest(hours: Hours, together: Sequence[Times], start: int, end: int = END) -> int | None:
    """The first start <= t < end that lies in all of the sets; None if there is none."""
    best: int | None = None
    for stretches in product(*together):
        found = _first_in_all(hours, stretches, start, end if best is None else best)
        if found is not None:
            best = found
            if best == start:
                break
    return best


def pieces(edges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """All of time cut at the starts and ends of spans: half-open pieces within which none begins or ends."""
    cuts = sorted({BEGINNING, END, *(edge for span in edges for edge in span)})
    return [(low, high) for low, high in pairwise(cuts)]


def _first_in_all(hours: Hours, stretches: Sequence[Stretch], start: int, end: int) -> int | None:
    first_day, last_day = -NO_DAY, NO_DAY
    terms: set[tuple[int | None, int]] = set()
    for each in stretches:
        start, end = max(start, each.start), min(end, each.end)
        first_day, last_day = max(first_day, each.first_day), min(last_day, each.last_day)
        if each.want is not None or each.deny:
            terms.add((each.want, each.deny))
    if start >= end or first_day > last_day:
        return None
    return hours.first(start, end, frozenset(terms), first_day, last_day)
