"""The spool: what the agent has seen and the engine has not recorded yet, in order, across power cuts.

Promises: ``append`` has handed the record to the operating system before it returns, so that the death of the process
loses nothing; ``sync``, off the hot path, makes it outlive a power cut. Acknowledged records go. A full spool drops
telemetry, the oldest first, and leaves a stand-in with the count; other events are never dropped. A disk that
fails is told (``durable``), and the events stay in memory.
"""

from __future__ import annotations

import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from gate.edge.spool_file import HEADER, OVERHEAD, Kind, Record, pack_record, read_spool

log = logging.getLogger(__name__)

LIMIT = 32 * 1024 * 1024
SLACK = 1024 * 1024  # acknowledged bytes that may stay in the file before it is written anew
FILE_MODE = 0o600

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


StandIn = Callable[[int, int, int], bytes]
"""(boot, seq of the last, count) of dropped events → the event that says so."""


class Spool:
    """One agent's spool. All but ``sync`` is for one thread."""

    def __init__(self, path: Path, stand_in: StandIn, limit: int = LIMIT) -> None:
        """Open or create; a damaged file is repaired and what was lost is logged. OSError if it cannot be read."""
        self._path = path
        self._stand_in = stand_in
        self._limit = limit
        self._entries: deque[Entry] = deque()
        self._live = 0  # bytes of the entries
        self._file_size = 0
        self._lock = threading.Lock()  # the descriptor, between appending and syncing
        self._descriptor = -1
        self.durable = True
        self.appended = 0  # since this start, for whoever syncs
        self._load()

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def size(self) -> int:
        """Bytes of what is not acknowledged."""
        return self._live

    def append(self, entry: Entry) -> bool:
        """Keep an event. False: in memory alone, the disk does not take it."""
        self._entries.append(entry)
        self._live += entry.size
        self.appended += 1
        if self._live > self._limit:
            self._drop_telemetry()
        elif not self.durable:
            self._rewrite()
        else:
            self._write(_record(entry))
        return self.durable

    def acknowledge(self, place: Place) -> None:
        """Everything up to and with ``place`` is recorded elsewhere; harmless if it was before."""
        before = len(self._entries)
        while self._entries and self._entries[0].place <= place:
            self._live -= self._entries.popleft().size
        if len(self._entries) == before:
            return
        if self._file_size > self._live + SLACK:
            self._rewrite()
        else:
            self._write(Record(kind=Kind.ACKNOWLEDGED, boot=place[0], seq=place[1]))

    def after(self, place: Place | None) -> Iterator[Entry]:
        """What is not acknowledged, in order, from behind ``place`` on."""
        return (entry for entry in tuple(self._entries) if place is None or entry.place > place)

    @property
    def first(self) -> Place | None:
        """The oldest entry's place; None: all is acknowledged."""
        return self._entries[0].place if self._entries else None

    @property
    def last(self) -> Place | None:
        """The newest entry's place; None: all is acknowledged."""
        return self._entries[-1].place if self._entries else None

    def sync(self) -> None:
        """Make what was appended outlive a power cut. For a thread that may wait; a failure shows in ``durable``."""
        try:
            with self._lock:
                if self._descriptor >= 0:
                    os.fdatasync(self._descriptor)
        except OSError as fault:
            self._fail(fault)

    def close(self) -> None:
        """Sync and close."""
        self.sync()
        with self._lock:
            if self._descriptor >= 0:
                os.close(self._descriptor)
            self._descriptor = -1

    # ── the file ─────────────────────────────────────────────────────────────

    def _load(self) -> None:
        reading = read_spool(self._path.read_bytes() if self._path.exists() else b"")
        acknowledged: Place = max(
            ((r.boot, r.seq) for r in reading.records if r.kind is Kind.ACKNOWLEDGED), default=(0, 0)
        )
        for record in reading.records:
            if record.kind is not Kind.ACKNOWLEDGED and (record.boot, record.seq) > acknowledged:
                entry = Entry(record.boot, record.seq, record.payload, record.kind is Kind.TELEMETRY)
                self._entries.append(entry)
                self._live += entry.size
        if reading.lost:
            aside = self._path.with_suffix(".damaged")
            aside.write_bytes(self._path.read_bytes())
            log.warning(
                "%s: %d bytes were no records; kept aside as %s", self._path, reading.lost, aside.name
            )
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._rewrite()

    def _write(self, record: Record) -> None:
        content = pack_record(record)
        try:
            written = os.write(self._descriptor, content)
            if written != len(content):
                raise OSError(f"{written} of {len(content)} bytes written")
        except OSError as fault:
            self._fail(fault)
            return
        self._file_size += len(content)

    def _rewrite(self) -> None:
        """A new file of what is not acknowledged, in place of the old one at once."""
        new = self._path.with_suffix(".new")
        content = HEADER + b"".join(pack_record(_record(entry)) for entry in self._entries)
        try:
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, FILE_MODE)
            _write_all(descriptor, content)
            new.replace(self._path)
        except OSError as fault:
            self._fail(fault)
            return
        with self._lock:
            old, self._descriptor = self._descriptor, descriptor
        if old >= 0:
            os.close(old)
        self._file_size = len(content)
        if not self.durable:
            log.warning("%s: the disk takes events again", self._path)
        self.durable = True

    def _fail(self, fault: OSError) -> None:
        if self.durable:
            log.error("%s: events are kept in memory alone: %s", self._path, fault)
        self.durable = False

    def _drop_telemetry(self) -> None:
        """Bring the spool to three quarters of its limit, as far as telemetry goes."""
        over = self._live - self._limit * 3 // 4
        doomed: set[Place] = set()
        for entry in self._entries:
            if over <= 0:
                break
            if entry.telemetry:
                doomed.add(entry.place)
                over -= entry.size
        kept: deque[Entry] = deque()
        for dropped, run in groupby(self._entries, key=lambda entry: entry.place in doomed):
            entries = list(run)
            kept.extend(self._runs(entries) if dropped else entries)
        self._entries = kept
        self._live = sum(entry.size for entry in kept)
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


def _write_all(descriptor: int, content: bytes) -> None:
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fdatasync(descriptor)
    except OSError:
        os.close(descriptor)
        raise
