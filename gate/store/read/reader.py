"""The reader: one object with every question, over a connection that cannot write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from gate.domain.alarm import Alarm
from gate.domain.commands import Receipt
from gate.domain.departure import Departure
from gate.domain.person import Person
from gate.domain.private_field import PrivateField
from gate.domain.status import AgentStatus, DeviceHealth, PortalStatus
from gate.domain.visit_file import VisitFile
from gate.store import load, snapshot
from gate.store.connect import engine_for
from gate.store.read import (
    as_of,
    day_rows,
    event_query,
    event_rows,
    head_rows,
    passages,
    people_rows,
    posture_rows,
    privacy_rows,
)
from gate.store.read.day_rows import DayGroup, DayList
from gate.store.read.desk_reader import DeskReader
from gate.store.read.event_rows import EventFilter, EventPage, EventRow
from gate.store.read.head_rows import HeadLine
from gate.store.read.passages import GrantUse, PassageRow
from gate.store.read.people_rows import PersonLine, PersonPage, VisitCounts, VisitLine
from gate.store.read.posture_rows import Posture
from gate.store.tables import AlarmRow, DepartureRow, EpochRow, ReceiptRow, VisitRow
from gate.store.tables import events as log


class Reader(DeskReader):
    """Every question, those of the desk among them. Threads may share it. Every question can raise StoreAway."""

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


def open_reader(url: str) -> Reader:
    """A reader of the store at ``url``; it does not migrate and may be opened before the engine made the store."""
    return Reader(engine_for(url, read_only=True))
