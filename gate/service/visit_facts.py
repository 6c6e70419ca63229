"""Visits in memory, found by what is asked again and again: whose they are, who is inside, what is due.

A site may know a hundred thousand visits ahead while fifty visitors are inside: a tick, a read and a change of a person
cost what is due, what is open and what is his, not all there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import Any

from gate.domain.evidence import EXIT_UNKNOWN
from gate.domain.visit import VisitState
from gate.domain.visit_file import VisitFile
from gate.service.remembering import Remembering
from gate.service.reminders import next_step

AT_THE_DESK = frozenset({VisitState.ARRIVED, VisitState.CHECKED_IN})


class VisitFacts(Remembering[str, VisitFile]):
    """By id. It is changed by item, ``del`` and ``pop`` alone: these keep what it is found by."""

    __slots__ = ("_due", "_here", "_next", "_of")

    def __init__(self, *values: Any) -> None:
        super().__init__(*values)
        self._of: dict[str, dict[str, None]] = {}
        self._here: dict[str, None] = {}
        self._next: dict[str, datetime] = {}
        for visit, file in self.items():
            self._find(visit, file)
        self._due = [(due, visit) for visit, due in self._next.items()]
        heapify(self._due)

    def __setitem__(self, key: str, value: VisitFile) -> None:
        before = self.get(key)
        super().__setitem__(key, value)
        if before is not None and before.person != value.person:
            self._of[before.person].pop(key)
        was = self._next.get(key)
        self._find(key, value)
        due = self._next.get(key)
        if due is not None and due != was:
            heappush(self._due, (due, key))

    def __delitem__(self, key: str) -> None:
        file = self[key]
        super().__delitem__(key)
        self._lose(key, file)

    def pop(self, key: str, *default: Any) -> Any:
        """As a dict's."""
        file = self.get(key)
        found = super().pop(key, *default)
        if file is not None:
            self._lose(key, file)
        return found

    def of(self, person: str) -> tuple[VisitFile, ...]:
        """The person's visits, in the order in which they came to be known."""
        return tuple(self[visit] for visit in self._of.get(person, ()))

    def here(self, *states: VisitState) -> tuple[VisitFile, ...]:
        """Visits that wait at the desk or are checked in; of these states where some are named."""
        wanted = states or AT_THE_DESK
        return tuple(file for visit in self._here if (file := self[visit]).visit.state in wanted)

    def exits_unknown(self) -> tuple[VisitFile, ...]:
        """Visits that ended without anybody knowing how the visitor left, and that nobody has settled."""
        return tuple(file for visit in self._here if _lost(file := self[visit]))

    def next_due(self) -> datetime | None:
        """When the next step of an overstay is due."""
        while self._due and self._next.get(self._due[0][1]) != self._due[0][0]:
            heappop(self._due)  # taken, put off or over meanwhile
        return self._due[0][0] if self._due else None

    def due(self, now: datetime) -> Iterable[VisitFile]:
        """Visits of which a step is due at ``now``, each once, the earliest first; they may be changed meanwhile."""
        found: dict[str, None] = {}
        while (due := self.next_due()) is not None and due <= now:
            found[heappop(self._due)[1]] = None
        for visit in found:
            heappush(self._due, (self._next[visit], visit))  # until the step is taken it stays due
        return [self[visit] for visit in found]

    def _find(self, key: str, file: VisitFile) -> None:
        self._of.setdefault(file.person, {})[key] = None
        if file.visit.state in AT_THE_DESK or _lost(file):
            self._here[key] = None
        else:
            self._here.pop(key, None)
        due = next_step(file)
        if due is None:
            self._next.pop(key, None)
        else:
            self._next[key] = due

    def _lose(self, key: str, file: VisitFile) -> None:
        self._of[file.person].pop(key)
        self._here.pop(key, None)
        self._next.pop(key, None)


def _lost(file: VisitFile) -> bool:
    return file.evidence == EXIT_UNKNOWN and file.exit_settled_at is None
