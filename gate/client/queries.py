"""Read-only questions for pages, API and command line. The engine may be down: the facts are read all the same.

Every question raises FactsAway where the store does not answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from gate.client.errors import FactsAway
from gate.client.happening import Happening, HappeningPage, happening
from gate.domain.agreement import AgreementText
from gate.domain.alarm import Alarm
from gate.domain.carried import CarriedItem, CarryPermit
from gate.domain.departure import Departure
from gate.domain.person import Person
from gate.domain.private_field import PrivateField
from gate.domain.revocation import Revocation
from gate.domain.roll import RollCall
from gate.domain.status import AgentStatus, DeviceHealth, PortalStatus
from gate.domain.visit_file import VisitFile
from gate.domain.watchlist import WatchEntry
from gate.store.errors import StoreAway
from gate.store.read import EventFilter, PersonLine, PersonPage, Reader, VisitCounts, VisitLine, open_reader
from gate.store.read.day_rows import DayGroup, DayList
from gate.store.read.desk_rows import DeskPage, FoundVisit, ListLine, PermitsOf
from gate.store.read.head_rows import HeadLine
from gate.store.read.muster_rows import MusterLine
from gate.store.read.passages import GrantUse, PassageRow
from gate.store.read.posture_rows import Posture
from gate.store.read.roll_rows import RollSheet


class Queries:
    """Threads may share it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def close(self) -> None:
        """Close idle connections."""
        self._reader.close()

    # ── what happened ────────────────────────────────────────────────────────

    def happenings(
        self, only: EventFilter | None = None, before: int | None = None, limit: int = 50
    ) -> HappeningPage:
        """A page of events, newest first."""
        with _asking():
            page = self._reader.events(only, before, limit)
        return HappeningPage(rows=tuple(happening(row) for row in page.rows), older=page.older)

    def happenings_after(self, seq: int, limit: int = 200) -> tuple[Happening, ...]:
        """Events after number ``seq``, oldest first."""
        with _asking():
            return tuple(happening(row) for row in self._reader.events_after(seq, limit))

    def passages(self, since: datetime, until: datetime) -> tuple[PassageRow, ...]:
        """Everybody's passages recorded in since <= t < until, oldest first."""
        with _asking():
            return self._reader.passages(since, until)

    def grants_used(self, since: datetime, until: datetime) -> tuple[GrantUse, ...]:
        """By which grants people were let through in since <= t < until, oldest first."""
        with _asking():
            return self._reader.grants_used(since, until)

    # ── doors, devices, alarms ───────────────────────────────────────────────

    def portals(self) -> Mapping[str, PortalStatus]:
        """What is known of each portal, by id; one of which nothing was heard is not in it."""
        with _asking():
            return {status.portal: status for status in self._reader.portals()}

    def devices(self) -> tuple[DeviceHealth, ...]:
        """Health of devices, lines, cameras, agents and the engine."""
        with _asking():
            return self._reader.devices()

    def agents(self) -> tuple[AgentStatus, ...]:
        """Mode and pack of each agent."""
        with _asking():
            return self._reader.agents()

    def alarms_open(self) -> tuple[Alarm, ...]:
        """Alarms that nobody closed, oldest first."""
        with _asking():
            return self._reader.alarms_open()

    def alarms_closed(self, since: datetime, until: datetime) -> tuple[Alarm, ...]:
        """Alarms closed in since <= t < until."""
        with _asking():
            return self._reader.alarms_closed(since, until)

    def alarm(self, id: str) -> Alarm | None:
        """One alarm, None if there is no such id."""
        with _asking():
            return self._reader.alarm(id)

    def posture(self) -> Posture:
        """What operators have set: lockdown, threat levels, days that count as others."""
        with _asking():
            return self._reader.posture()

    def newest_configuration(self) -> str | None:
        """The hash of the configuration that the engine last started with."""
        with _asking():
            return self._reader.newest_configuration()

    # ── people and visits ────────────────────────────────────────────────────

    def people(self, words: str, limit: int = 20) -> tuple[PersonLine, ...]:
        """People found by name, Chinese name, pinyin initials, company, id or card number."""
        with _asking():
            return self._reader.people(words, limit)

    def named(self, ids: Collection[str]) -> Mapping[str, PersonLine]:
        """The lines of these people; ids that are nobody's are not in it."""
        if not ids:
            return {}
        with _asking():
            return {line.id: line for line in self._reader.people_named(sorted(set(ids)))}

    def person(self, id: str) -> PersonPage | None:
        """Everything about one person."""
        with _asking():
            return self._reader.person(id)

    def people_now(self) -> tuple[Person, ...]:
        """Everybody as the policy knows them now."""
        with _asking():
            return self._reader.everybody()

    def private_fields(self, person: str) -> tuple[PrivateField, ...]:
        """What is kept sealed of a person: what may be shown of it, and the rest as a box."""
        with _asking():
            return self._reader.private_fields(person)

    def visits(self, since: datetime, until: datetime) -> tuple[VisitLine, ...]:
        """Visits that overlap the time, and those still checked in."""
        with _asking():
            return self._reader.visits(since, until)

    def visits_of_day(
        self, now: datetime, since: datetime, until: datetime, part: Mapping[DayGroup, slice]
    ) -> dict[DayGroup, DayList]:
        """The desk's day by group; ``part``: which lines of each to look up."""
        with _asking():
            return self._reader.visits_of_day(now, since, until, part)

    def visit_counts(self, now: datetime) -> VisitCounts:
        """How many visitors wait, are inside, and are overdue."""
        with _asking():
            return self._reader.visit_counts(now)

    def visit(self, id: str) -> VisitFile | None:
        """One visit."""
        with _asking():
            return self._reader.visit(id)

    # ── the desk ─────────────────────────────────────────────────────────────

    def desk(self, visit: str, person: str) -> DeskPage:
        """What the desk knows of a visit and its visitor."""
        with _asking():
            return self._reader.desk(visit, person)

    def visits_found(
        self, words: str, since: datetime, until: datetime, limit: int = 20
    ) -> tuple[FoundVisit, ...]:
        """Visits of a time by visitor, initials, company, host or code."""
        with _asking():
            return self._reader.visits_found(words, since, until, limit)

    def visit_of_pass(self, pass_hash: str) -> str | None:
        """The visit whose QR pass has this hash, None for none."""
        with _asking():
            return self._reader.visit_of_pass(pass_hash)

    def visit_of_card(self, numbers: Sequence[str]) -> str | None:
        """The newest visit with a badge of one of these numbers."""
        with _asking():
            return self._reader.visit_of_card(numbers)

    def agreement(self, version: int | None = None) -> tuple[AgreementText, ...]:
        """The agreement in its languages; the newest version, or the one asked for."""
        with _asking():
            return self._reader.agreement(version)

    def watchlists(self) -> tuple[ListLine, ...]:
        """Every watchlist with how many are on it."""
        with _asking():
            return self._reader.watchlists()

    def watch_entries(self, list_id: str, words: str = "", limit: int = 200) -> tuple[WatchEntry, ...]:
        """Who is on a list, by name."""
        with _asking():
            return self._reader.watch_entries(list_id, words, limit)

    def carry_permits(
        self, states: Sequence[str], limit: int = 200, *, words: str = "", only: PermitsOf | None = None
    ) -> tuple[CarryPermit, ...]:
        """Permits in these states, the newest first; with ``words``, those whose serial, thing or holder fits."""
        with _asking():
            return self._reader.carry_permits(states, limit, words, only)

    def carry_permit(self, id: str) -> CarryPermit | None:
        """One permit, None for no such id."""
        with _asking():
            return self._reader.carry_permit(id)

    def deposited(self) -> tuple[CarriedItem, ...]:
        """Everything that lies in a locker, by the locker's number."""
        with _asking():
            return self._reader.deposited()

    def visits_ahead(
        self, since: datetime, host: str | None = None, after: str = "", limit: int = 500
    ) -> tuple[VisitLine, ...]:
        """Visits that end after ``since``, of one host or of all; ``after``: the last one of the page before."""
        with _asking():
            return self._reader.visits_ahead(since, host, after, limit)

    def visits_submitted(self, since: datetime) -> tuple[VisitLine, ...]:
        """Visits that wait for an approval and are not over."""
        with _asking():
            return self._reader.visits_submitted(since)

    def visits_unfinished(self) -> tuple[VisitLine, ...]:
        """Visits that a desk has not done with: at the desk, inside, a badge out, an exit that nobody knows."""
        with _asking():
            return self._reader.visits_unfinished()

    def lost_badges(self, visit: str) -> tuple[Revocation, ...]:
        """Cases of badges that were lost in this visit, with each agent's answer."""
        with _asking():
            return self._reader.lost_badges(visit)

    def muster(self, outside: Collection[str]) -> tuple[MusterLine, ...]:
        """Everybody who can be in the house; ``outside``: zones that are not the house."""
        with _asking():
            return self._reader.muster(outside)

    def rolls_open(self) -> tuple[RollCall, ...]:
        """Roll calls that have not ended, the oldest first."""
        with _asking():
            return self._reader.rolls_open()

    def rolls_ended(self, limit: int = 20) -> tuple[RollCall, ...]:
        """Roll calls that have ended, the newest first."""
        with _asking():
            return self._reader.rolls_ended(limit)

    def roll(self, id: str) -> RollSheet | None:
        """One roll call with the people on it; None if there is no such id."""
        with _asking():
            return self._reader.roll(id)

    def found_on_roll(self, id: str, words: str) -> frozenset[str]:
        """Ids of people on the roll whom the words find, as a search finds people."""
        with _asking():
            return self._reader.found_on_roll(id, words)

    def heads(self, before: int | None = None, limit: int = 50) -> tuple[HeadLine, ...]:
        """Signed heads of the record with fewer events than ``before``, the newest first."""
        with _asking():
            return self._reader.heads(before, limit)

    def head(self, size: int) -> HeadLine | None:
        """The head over so many events; None where there is none."""
        with _asking():
            return self._reader.head(size)

    def departure(self, id: str) -> Departure | None:
        """One departure case with each agent's answer."""
        with _asking():
            return self._reader.departure(id)

    def departures(self, limit: int = 50) -> tuple[Departure, ...]:
        """The newest departure cases, newest first."""
        with _asking():
            return self._reader.departures(limit)


def open_queries(store_url: str) -> Queries:
    """Queries of the store at this URL; it may be opened before the engine made the store."""
    return Queries(open_reader(store_url))


@contextmanager
def _asking() -> Iterator[None]:
    try:
        yield
    except StoreAway as error:
        raise FactsAway(str(error)) from error
