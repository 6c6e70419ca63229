"""The reader: one object with every question, over a connection that cannot write."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from gate.domain.agreement import AgreementText
from gate.domain.alarm import Alarm
from gate.domain.carried import CarriedItem, CarryPermit
from gate.domain.commands import Receipt
from gate.domain.departure import Departure
from gate.domain.person import Person
from gate.domain.private_field import PrivateField
from gate.domain.revocation import Revocation
from gate.domain.roll import RollCall
from gate.domain.status import AgentStatus, DeviceHealth, PortalStatus
from gate.domain.visit_file import VisitFile
from gate.domain.watchlist import WatchEntry
from gate.store import load, snapshot
from gate.store.connect import engine_for
from gate.store.errors import away_as_such
from gate.store.read import (
    as_of,
    day_rows,
    desk_rows,
    event_query,
    event_rows,
    head_rows,
    muster_rows,
    passages,
    people_rows,
    posture_rows,
    privacy_rows,
    roll_rows,
    visit_rows,
)
from gate.store.read.day_rows import DayGroup, DayList
from gate.store.read.desk_rows import DeskPage, FoundVisit, ListLine
from gate.store.read.event_rows import EventFilter, EventPage, EventRow
from gate.store.read.head_rows import HeadLine
from gate.store.read.muster_rows import MusterLine
from gate.store.read.passages import GrantUse, PassageRow
from gate.store.read.people_rows import PersonLine, PersonPage, VisitCounts, VisitLine
from gate.store.read.posture_rows import Posture
from gate.store.read.roll_rows import RollSheet
from gate.store.tables import AlarmRow, DepartureRow, EpochRow, ReceiptRow, VisitRow
from gate.store.tables import events as log


class Reader:
    """Threads may share it. Every question can raise StoreAway."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._single = _without_transactions(engine)

    def close(self) -> None:
        """Close idle connections."""
        self._engine.dispose()

    # ── the log ──────────────────────────────────────────────────────────────

    def events(
        self, only: EventFilter | None = None, before: int | None = None, limit: int = 50
    ) -> EventPage:
        """A page of events, newest first; ``before`` is ``older`` of the page ahead of it."""
        with self._ask_once() as connection:
            return event_rows.page(connection, only or EventFilter(), before, limit)

    def events_after(self, seq: int, limit: int = 200) -> tuple[EventRow, ...]:
        """Events recorded after number ``seq``, oldest first."""
        with self._ask_once() as connection:
            return event_rows.after(connection, seq, limit)

    def event(self, seq: int) -> EventRow | None:
        """One event by its number in the log."""
        with self._ask_once() as connection:
            query = select(*event_query.COLUMNS).where(log.EventRow.seq == seq)
            row = connection.execute(query).first()
            return None if row is None else event_rows.event_row(row)

    def passages(self, since: datetime, until: datetime) -> tuple[PassageRow, ...]:
        """Everybody's passages recorded in since <= t < until, oldest first."""
        with self._ask() as connection:
            return tuple(passages.passages(connection, since, until))

    def grants_used(self, since: datetime, until: datetime) -> tuple[GrantUse, ...]:
        """By which grants people were let through in since <= t < until, oldest first."""
        with self._ask() as connection:
            return tuple(passages.uses(connection, since, until))

    # ── what decisions were taken from ───────────────────────────────────────

    def configuration(self, version: str) -> str | None:
        """A configuration as JSON by its hash; None if it was never applied here, or its body was not kept."""
        with self._ask() as connection:
            return as_of.configuration(connection, version)

    def newest_configuration(self) -> str | None:
        """The hash of the configuration that the engine took last: at a start, or while it ran."""
        with self._ask() as connection:
            return as_of.newest_configuration(connection)

    def person_as_of(self, id: str, revision: int) -> Person | None:
        """What the policy knew of a person at a revision of the facts, without names; None where that was not kept."""
        with self._ask() as connection:
            return as_of.person(connection, id, revision)

    def everybody(self) -> tuple[Person, ...]:
        """All people as the policy knows them now, with visits."""
        with self._ask() as connection:
            return as_of.everybody(connection)

    def posture(self) -> Posture:
        """What operators have set: lockdown, threat levels, days that count as others."""
        with self._ask() as connection:
            return posture_rows.posture(connection)

    def alternate_days(self) -> Mapping[str, str]:
        """Local dates that count as others now, as the policy spells them."""
        with self._ask() as connection:
            return as_of.alternate_days(connection)

    # ── doors, devices, alarms ───────────────────────────────────────────────

    def portals(self) -> tuple[PortalStatus, ...]:
        """Every portal of which the engine has heard, with its state and since when."""
        with self._ask() as connection:
            return load.portals(connection)

    def devices(self) -> tuple[DeviceHealth, ...]:
        """Health of devices, lines, cameras, agents and the engine."""
        with self._ask() as connection:
            return load.devices(connection)

    def agents(self) -> tuple[AgentStatus, ...]:
        """Mode and pack of each agent."""
        with self._ask() as connection:
            return load.agents(connection)

    def alarms_open(self) -> tuple[Alarm, ...]:
        """Alarms that nobody closed, oldest first."""
        with self._ask() as connection:
            return load.alarms(connection, lambda query: query.where(AlarmRow.closed_at.is_(None)))

    def alarms_closed(self, since: datetime, until: datetime) -> tuple[Alarm, ...]:
        """Alarms closed in since <= t < until."""
        with self._ask() as connection:
            return load.alarms(
                connection, lambda query: query.where(AlarmRow.closed_at >= since, AlarmRow.closed_at < until)
            )

    def alarm(self, id: str) -> Alarm | None:
        """One alarm, open or closed."""
        with self._ask() as connection:
            found = load.alarms(connection, lambda query: query.where(AlarmRow.id == id))
            return found[0] if found else None

    # ── people and visits ────────────────────────────────────────────────────

    def people(self, words: str, limit: int = 20) -> tuple[PersonLine, ...]:
        """People found by name, Chinese name, pinyin initials, company, id or card number."""
        with self._ask() as connection:
            return people_rows.search(connection, words, limit)

    def people_named(self, ids: Sequence[str]) -> tuple[PersonLine, ...]:
        """The lines of these people, in no order; ids that are nobody's are left out."""
        with self._ask() as connection:
            return people_rows.lines(connection, ids)

    def person(self, id: str) -> PersonPage | None:
        """A person with credentials, memberships, visits, departures and presence."""
        with self._ask() as connection:
            return people_rows.person(connection, id)

    def private_fields(self, person: str) -> tuple[PrivateField, ...]:
        """What is kept sealed of a person, by name."""
        with self._ask() as connection:
            return privacy_rows.private_fields(connection, person)

    def inside(self, zone: str) -> tuple[str, ...]:
        """Ids of those who are known to be in exactly this zone."""
        with self._ask() as connection:
            return people_rows.inside(connection, zone)

    def visits(self, since: datetime, until: datetime) -> tuple[VisitLine, ...]:
        """Visits that overlap the time, and those still checked in."""
        with self._ask() as connection:
            return people_rows.visits(connection, since, until)

    def visits_of_day(
        self, now: datetime, since: datetime, until: datetime, part: Mapping[DayGroup, slice]
    ) -> dict[DayGroup, DayList]:
        """The desk's day by group; ``part``: which lines of each to look up."""
        with self._ask() as connection:
            return day_rows.day(connection, now, since, until, part)

    def visit_counts(self, now: datetime) -> VisitCounts:
        """How many visitors wait, are inside, and are overdue."""
        with self._ask() as connection:
            return people_rows.counted(connection, now)

    def visit(self, id: str) -> VisitFile | None:
        """One visit."""
        with self._ask() as connection:
            found = load.visits(connection, lambda query: query.where(VisitRow.id == id))
            return found[0] if found else None

    # ── the desk ─────────────────────────────────────────────────────────────

    def desk(self, visit: str, person: str) -> DeskPage:
        """What the desk knows of a visit and its visitor."""
        with self._ask() as connection:
            return desk_rows.page(connection, visit, person)

    def visits_found(
        self, words: str, since: datetime, until: datetime, limit: int
    ) -> tuple[FoundVisit, ...]:
        """Visits of a time by visitor, initials, company, host or code."""
        with self._ask() as connection:
            return desk_rows.search(connection, words, since, until, limit)

    def visit_of_pass(self, pass_hash: str) -> str | None:
        """The visit whose pass has this hash."""
        with self._ask() as connection:
            return desk_rows.by_pass(connection, pass_hash)

    def visit_of_card(self, numbers: Sequence[str]) -> str | None:
        """The newest visit with a badge of one of these numbers."""
        with self._ask() as connection:
            return desk_rows.by_card(connection, numbers)

    def agreement(self, version: int | None = None) -> tuple[AgreementText, ...]:
        """The agreement in its languages; the newest version, or the one asked for."""
        with self._ask() as connection:
            return desk_rows.texts(connection, version)

    def watchlists(self) -> tuple[ListLine, ...]:
        """Every watchlist with how many are on it."""
        with self._ask() as connection:
            return desk_rows.lists(connection)

    def watch_entries(self, list_id: str, words: str, limit: int) -> tuple[WatchEntry, ...]:
        """Who is on a list."""
        with self._ask() as connection:
            return desk_rows.entries(connection, list_id, words, limit)

    def carry_permits(
        self, states: Sequence[str], limit: int, words: str = "", only: desk_rows.PermitsOf | None = None
    ) -> tuple[CarryPermit, ...]:
        """Permits in these states, the newest first."""
        with self._ask() as connection:
            return desk_rows.permits(connection, states, limit, words, only)

    def carry_permit(self, id: str) -> CarryPermit | None:
        """One permit."""
        with self._ask() as connection:
            return desk_rows.permit(connection, id)

    def deposited(self) -> tuple[CarriedItem, ...]:
        """Everything that lies in a locker."""
        with self._ask() as connection:
            return desk_rows.deposited(connection)

    def visits_ahead(
        self, since: datetime, host: str | None = None, after: str = "", limit: int = visit_rows.MOST
    ) -> tuple[VisitLine, ...]:
        """Visits that end after ``since``, of one host or of all; ``after``: the last one of the page before."""
        with self._ask() as connection:
            return visit_rows.ahead(connection, since, host, after, limit)

    def visits_submitted(self, since: datetime) -> tuple[VisitLine, ...]:
        """Visits that wait for an approval and are not over."""
        with self._ask() as connection:
            return visit_rows.submitted(connection, since)

    def visits_unfinished(self) -> tuple[VisitLine, ...]:
        """Visits that a desk has not done with."""
        with self._ask() as connection:
            return visit_rows.unfinished(connection)

    def lost_badges(self, visit: str) -> tuple[Revocation, ...]:
        """Cases of badges that were lost in this visit, with each agent's answer."""
        with self._ask() as connection:
            return visit_rows.lost_badges(connection, visit)

    def muster(self, outside: Collection[str]) -> tuple[MusterLine, ...]:
        """Everybody who can be in the house."""
        with self._ask() as connection:
            return muster_rows.muster(connection, outside)

    def rolls_open(self) -> tuple[RollCall, ...]:
        """Rolls that have not ended, the oldest first."""
        with self._ask() as connection:
            return roll_rows.rolls_open(connection)

    def rolls_ended(self, limit: int) -> tuple[RollCall, ...]:
        """Rolls that have ended, the newest first."""
        with self._ask() as connection:
            return roll_rows.rolls_ended(connection, limit)

    def roll(self, id: str) -> RollSheet | None:
        """One roll with the people on it; None if there is no such id."""
        with self._ask() as connection:
            return roll_rows.roll(connection, id)

    def found_on_roll(self, id: str, words: str) -> frozenset[str]:
        """Ids of people on the roll whom the words find."""
        with self._ask() as connection:
            return roll_rows.found_on_roll(connection, id, words)

    # ── the seal ─────────────────────────────────────────────────────────────

    def heads(self, before: int | None = None, limit: int = 50) -> tuple[HeadLine, ...]:
        """Signed heads with fewer events than ``before``, the newest first."""
        with self._ask() as connection:
            return head_rows.heads(connection, before, limit)

    def head(self, size: int) -> HeadLine | None:
        """The head over so many events."""
        with self._ask() as connection:
            return head_rows.head(connection, size)

    # ── departures, commands, engine ─────────────────────────────────────────

    def departures(self, limit: int = 50) -> tuple[Departure, ...]:
        """The newest cases, newest first, with each agent's answer."""
        with self._ask() as connection:
            newest = (
                select(DepartureRow.id)
                .order_by(DepartureRow.started_at.desc(), DepartureRow.id.desc())
                .limit(limit)
            )
            found = load.departures(connection, lambda query: query.where(DepartureRow.id.in_(newest)))
            return tuple(reversed(found))

    def departure(self, id: str) -> Departure | None:
        """One case."""
        with self._ask() as connection:
            found = load.departures(connection, lambda query: query.where(DepartureRow.id == id))
            return found[0] if found else None

    def receipt(self, command: str) -> Receipt | None:
        """The receipt of a command that was answered, by the command's id."""
        with self._ask() as connection:
            text = connection.execute(select(ReceiptRow.receipt).where(ReceiptRow.id == command)).scalar()
            return None if text is None else snapshot.receipt_of(text)

    def epoch(self) -> int:
        """The newest start of the engine, 0 for none."""
        with self._ask() as connection:
            return (
                connection.execute(select(EpochRow.epoch).order_by(EpochRow.epoch.desc()).limit(1)).scalar()
                or 0
            )

    @contextmanager
    def _ask(self) -> Iterator[Connection]:
        with away_as_such(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _ask_once(self) -> Iterator[Connection]:
        """For a question of one statement."""
        with away_as_such(), self._single.connect() as connection:
            yield connection


def _without_transactions(engine: Engine) -> Engine:
    """The same connections; PostgreSQL is not sent two statements more, which begin and end what one statement is."""
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def open_reader(url: str) -> Reader:
    """A reader of the store at ``url``; it does not migrate and may be opened before the engine made the store."""
    return Reader(engine_for(url, read_only=True))
