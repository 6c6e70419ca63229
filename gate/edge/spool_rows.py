"""What a spool holds in memory: entries by start, each start's in the order of their numbers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gate.edge.spool_file import OVERHEAD

Place = tuple[int, int]
"""(boot, seq)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event that is not acknowledged."""

    boot: int
    seq: int
    message: bytes
    telemetry: bool = False

    @property
    def place(self) -> Place:
        """Where it stands in the order of the agent's events."""
        return (self.boot, self.seq)

    @property
    def size(self) -> int:
        """Its bytes in the file."""
        return OVERHEAD + len(self.message)


class Rows:
    """Entries, added in order: the starts of an agent follow each other, and so do the numbers of a start."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._starts: OrderedDict[int, OrderedDict[int, Entry]] = OrderedDict()
        self._count = 0
        self.size = 0
        """Bytes of all."""
        self.telemetry = 0
        """Bytes of those that may be dropped."""
        for entry in entries:
            self.add(entry)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Entry]:
        for start in list(self._starts.values()):
            yield from list(start.values())

    def add(self, entry: Entry) -> None:
        """Behind the others; one of the same place is replaced."""
        start = self._starts.setdefault(entry.boot, OrderedDict())
        before = start.get(entry.seq)
        if before is not None:
            self._uncount(before)
        start[entry.seq] = entry
        self._count += 1
        self.size += entry.size
        self.telemetry += entry.size if entry.telemetry else 0

    def drop_upto(self, place: Place) -> bool:
        """Let go of the start's entries up to and with ``place``; False if there was none."""
        boot, upto = place
        start = self._starts.get(boot)
        if not start or next(iter(start)) > upto:
            return False
        while start and next(iter(start)) <= upto:
            self._uncount(start.popitem(last=False)[1])
        if not start:
            del self._starts[boot]
        return True

    def at(self, place: Place) -> Entry | None:
        """The entry there."""
        start = self._starts.get(place[0])
        return None if start is None else start.get(place[1])

    def oldest(self, boot: int) -> Place | None:
        """The place of a start's first entry."""
        start = self._starts.get(boot)
        return (boot, next(iter(start))) if start else None

    @property
    def first(self) -> Place | None:
        """The place of the first of all."""
        return self.oldest(next(iter(self._starts))) if self._starts else None

    @property
    def last(self) -> Place | None:
        """The place of the last of all."""
        if not self._starts:
            return None
        boot = next(reversed(self._starts))
        return (boot, next(reversed(self._starts[boot])))

    def _uncount(self, entry: Entry) -> None:
        self._count -= 1
        self.size -= entry.size
        self.telemetry -= entry.size if entry.telemetry else 0
