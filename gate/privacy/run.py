"""A retention run: what is due goes, kind by kind, by commands to the engine, and a report says what went.

Each command is small, so that doors do not wait for it, and is recorded by itself: a run that breaks off is continued
by the next one. What the engine refuses (a hold that came meanwhile) is told and left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from gate.domain.commands import Command, Outcome, Receipt
from gate.domain.privacy_commands import LARGEST_RANGE, ErasePersonalData, EraseRange, EraseRecords
from gate.domain.retention import Kind, types_of
from gate.privacy.plan import Due, images_of
from gate.privacy.report import Erased, leaves_digest
from gate.store.read import privacy_rows as rows
from gate.store.read.privacy_rows import Window

T = TypeVar("T")
Send = Callable[[Command], Receipt]
Told = Callable[[str, int, int], None]
"""(what, done, of how many)."""
NAMED = 200
"""Pictures of a person in one command: the event names each."""
Ask = Callable[[], AbstractContextManager[Connection]]
"""A connection that reads, as of now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is kept of people beside the store, and how it is forgotten."""

    files: Callable[[Iterable[str]], int]
    """The desk's files of these names; how many there were."""
    notices: Callable[[str, tuple[str, ...]], None]
    """Addresses, links and messages of a person ("" for nobody) and of visits."""


@dataclass(slots=True)
class Runner:
    """``refused`` gathers what the engine would not do."""

    send: Send
    ask: Ask
    beside: Beside
    reason: str
    told: Told
    refused: list[str]
    evidence: Path | None = None
    """Where pictures of cameras are; None: those of people who go are left."""

    def run(self, due: Due) -> Erased:
        """Erase one kind."""
        people, files = self._people(due.people, due.before)
        gone = self._windows(due.kind.value, due.before, due.windows, "")
        visits = due.records if due.kind is Kind.VISITS else ()
        with self.ask() as connection:
            names = rows.files_of(connection, "", visits)
        records = sum(self._records(due.kind, due.records, due.before))
        files += self._forget("", visits, names)
        return replace(
            gone, people=people, records=records, images=self._images(due.images, due.before) + files
        )

    def person(self, person: str, now: datetime) -> Erased:
        """Erase one person: facts first, then every event that names him."""
        people, files = self._people((person,), now)
        if not people:
            return Erased(kind=Kind.PEOPLE.value, before=now)
        with self.ask() as connection:
            windows = tuple(rows.windows(connection, types_of(""), now, person))
        return replace(
            self._windows("", now, windows, person), kind=Kind.PEOPLE.value, people=people, images=files
        )

    def _people(self, people: Iterable[str], before: datetime) -> tuple[int, int]:
        """How many were erased, and how many files went with them."""
        gone, files = 0, 0
        for person in people:
            with self.ask() as connection:
                visits = rows.visits_of(connection, person)
                names = rows.files_of(connection, person, visits)
                # now: once his events are erased nobody can tell any more whom they show
                pictures = images_of(connection, self.evidence, person) if self.evidence else ()
            if self._done(ErasePersonalData(person=person, reason=self.reason), person):
                gone += 1
                files += self._forget(person, visits, names) + self._images(pictures, before, person)
        return gone, files

    def _forget(self, person: str, visits: tuple[str, ...], names: frozenset[str]) -> int:
        """What stood beside the store; a file that another record shows too stays. How many files went."""
        if person or visits:
            self.beside.notices(person, visits)
        if not names:
            return 0
        with self.ask() as connection:
            left = rows.files_in_use(connection, names)
        return self.beside.files(sorted(names - left))

    def _windows(self, kind: str, before: datetime, windows: tuple[Window, ...], person: str) -> Erased:
        """Events; what the report says of them."""
        for place, window in enumerate(windows, 1):
            ask = EraseRange(
                kind=kind,
                first=window.first,
                last=window.last,
                before=before,
                reason=self.reason,
                person=person,
            )
            self._done(ask, f"events {window.first} to {window.last}")
            self.told(f"{kind or 'the person'}: events", place, len(windows))
        if not windows:
            return Erased(kind=kind, before=before)
        first, last = windows[0].first, windows[-1].last
        with self.ask() as connection:
            events, leaves = leaves_digest(rows.erased(connection, types_of(kind), first, last))
        return Erased(kind=kind, before=before, events=events, first=first, last=last, leaves=leaves)

    def _records(self, kind: Kind, ids: tuple[str, ...], before: datetime) -> Iterator[int]:
        for part in _parts(ids):
            ask = EraseRecords(kind=kind.value, ids=part, before=before, reason=self.reason)
            yield len(part) if self._done(ask, f"{len(part)} records") else 0

    def _images(self, paths: tuple[Path, ...], before: datetime, person: str = "") -> int:
        """Recorded first, then gone: a picture that went without a word would be a gap nobody can explain."""
        gone = 0
        for part in _parts(paths, NAMED if person else LARGEST_RANGE):
            names = tuple(path.name for path in part)
            ask = EraseRecords(
                kind=Kind.IMAGES.value, ids=names, before=before, reason=self.reason, person=person
            )
            if self._done(ask, f"{len(part)} pictures"):
                for path in part:
                    Path(path).unlink(missing_ok=True)
                    gone += 1
        return gone

    def _done(self, ask: Command, what: str) -> bool:
        receipt = self.send(ask)
        if receipt.outcome is not Outcome.DONE:
            self.refused.append(f"{what}: {receipt.why}")
        return receipt.outcome is Outcome.DONE


def _parts(values: tuple[T, ...], most: int = LARGEST_RANGE) -> Iterator[tuple[T, ...]]:
    left = iter(values)
    while part := tuple(islice(left, most)):
        yield part
