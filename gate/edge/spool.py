"""The spool: what the agent has seen and the engine has not recorded yet, in order, across power cuts.

Promises: ``append`` has handed the record to the operating system before it returns, so that the death of the process
loses nothing; ``sync``, off the hot path, makes it outlive a power cut. Acknowledged records go. A full spool drops
telemetry, the oldest first, and leaves a stand-in with the count; other events are never dropped. A disk that
fails is told (``durable``), and the events stay in memory.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from gate.edge.spool_disk import Disk, SpoolDisk
from gate.edge.spool_file import HEADER, Kind, Record, pack_record, read_spool
from gate.edge.spool_rows import Entry, Place, Rows

log = logging.getLogger(__name__)

LIMIT = 32 * 1024 * 1024
SLACK = 1024 * 1024  # acknowledged bytes that may stay in the file before it is written anew

WORTH = 16
"""Of a full spool at least one part in so many must be telemetry: to write it anew for less is all it would do."""

StandIn = Callable[[int, int, int], bytes]
"""(boot, seq of the last, count) of dropped events → the event that says so."""


class Spool:
    """One agent's spool. All but ``sync`` is for one thread."""

    def __init__(
        self,
        path: Path,
        stand_in: StandIn,
        limit: int = LIMIT,
        *,
        disk: Disk | None = None,
        slack: int = SLACK,
    ) -> None:
        """Open or create; a damaged file is repaired and what was lost is logged. OSError if it cannot be read.

        ``disk``: another file than the one at ``path``, which then is a name in messages only.
        """
        self._path = path
        self._stand_in = stand_in
        self._limit, self._slack = limit, slack
        self._rows = Rows()
        self._file_size = 0
        self._disk: Disk = SpoolDisk(path) if disk is None else disk
        self.durable = True
        self.appended = 0  # since this start, for whoever syncs
        self._load()

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def size(self) -> int:
        """Bytes of what is not acknowledged."""
        return self._rows.size

    def append(self, entry: Entry) -> bool:
        """Keep an event. False: in memory alone, the disk does not take it."""
        self._rows.add(entry)
        self.appended += 1
        if self._rows.size > self._limit and self._rows.telemetry * WORTH >= self._limit:
            self._drop_telemetry()
        elif not self.durable:
            self._rewrite()
        else:
            self._write(_record(entry))
        return self.durable

    def acknowledge(self, place: Place) -> None:
        """Events of that start up to and with ``place`` are recorded elsewhere; harmless if they were before.

        Earlier starts have acknowledgements of their own: to have the newest is not to have them all.
        """
        if not self._rows.drop_upto(place):
            return
        if not self._rows and self._file_size > self._slack:
            self._empty()
        elif self._file_size > self._rows.size + self._slack:
            self._rewrite()
        elif self.durable:
            self._write(Record(kind=Kind.ACKNOWLEDGED, boot=place[0], seq=place[1]))

    def after(self, place: Place | None) -> Iterator[Entry]:
        """What is not acknowledged, in order, from behind ``place`` on."""
        return (entry for entry in self._rows if place is None or entry.place > place)

    def at(self, place: Place) -> Entry | None:
        """What is kept there now; None if it was acknowledged, or if another stands for it."""
        return self._rows.at(place)

    def oldest(self, boot: int) -> Place | None:
        """The place of the first entry of a start; None for nothing."""
        return self._rows.oldest(boot)

    @property
    def first(self) -> Place | None:
        """The oldest entry's place; None: all is acknowledged."""
        return self._rows.first

    @property
    def last(self) -> Place | None:
        """The newest entry's place; None: all is acknowledged."""
        return self._rows.last

    def sync(self) -> None:
        """Make what was appended outlive a power cut. For a thread that may wait; a failure shows in ``durable``."""
        try:
            self._disk.sync()
        except OSError as fault:
            self._fail(fault)

    def close(self) -> None:
        """Sync and close."""
        self.sync()
        self._disk.close()

    # ── the file ─────────────────────────────────────────────────────────────

    def _load(self) -> None:
        content = self._disk.read()
        reading = read_spool(content)
        acknowledged: dict[int, int] = {}
        for record in reading.records:
            if record.kind is Kind.ACKNOWLEDGED:
                acknowledged[record.boot] = max(record.seq, acknowledged.get(record.boot, 0))
        for record in reading.records:
            if record.kind is not Kind.ACKNOWLEDGED and record.seq > acknowledged.get(record.boot, 0):
                telemetry = record.kind is Kind.TELEMETRY
                self._rows.add(Entry(record.boot, record.seq, record.payload, telemetry))
        if reading.lost:
            aside = self._disk.keep_aside(content)
            log.warning("%s: %d bytes were no records; kept aside as %s", self._path, reading.lost, aside)
        self._rewrite()

    def _write(self, record: Record) -> None:
        content = pack_record(record)
        try:
            self._disk.append(content)
        except OSError as fault:
            self._fail(fault)
            return
        self._file_size += len(content)

    def _rewrite(self) -> None:
        """A new file of what is not acknowledged, in place of the old one at once."""
        content = HEADER + b"".join(pack_record(_record(entry)) for entry in self._rows)
        try:
            self._disk.replace(content)
        except OSError as fault:
            self._fail(fault)
            return
        self._file_size = len(content)
        if not self.durable:
            log.warning("%s: the disk takes events again", self._path)
        self.durable = True

    def _empty(self) -> None:
        """Everything is acknowledged: no need of a new file, nor to wait for the disk."""
        try:
            self._disk.truncate(len(HEADER))
        except OSError as fault:
            self._fail(fault)
            return
        self._file_size = len(HEADER)

    def _fail(self, fault: OSError) -> None:
        if self.durable:
            log.error("%s: events are kept in memory alone: %s", self._path, fault)
        self.durable = False

    def _drop_telemetry(self) -> None:
        """Bring the spool to three quarters of its limit, as far as telemetry goes."""
        over = self._rows.size - self._limit * 3 // 4
        doomed: set[Place] = set()
        for entry in self._rows:
            if over <= 0:
                break
            if entry.telemetry:
                doomed.add(entry.place)
                over -= entry.size
        kept: list[Entry] = []
        for dropped, run in groupby(list(self._rows), key=lambda entry: entry.place in doomed):
            entries = list(run)
            kept.extend(self._runs(entries) if dropped else entries)
        self._rows = Rows(kept)
        self._rewrite()

    def _runs(self, dropped: list[Entry]) -> Iterator[Entry]:
        """One stand-in for each boot's run: numbers of two starts do not continue each other."""
        for boot, run in groupby(dropped, key=lambda entry: entry.boot):
            entries = list(run)
            last = entries[-1].seq
            yield Entry(boot, last, self._stand_in(boot, last, len(entries)))


def _record(entry: Entry) -> Record:
    kind = Kind.TELEMETRY if entry.telemetry else Kind.EVENT
    return Record(kind=kind, boot=entry.boot, seq=entry.seq, payload=entry.message)
