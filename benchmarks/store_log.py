"""A log as a site writes it: people at doors, each passage with all the events that the product makes of one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from gate.domain.card import CardNumber
from gate.domain.decision import Decision, Passage, Result
from gate.domain.door_state import Commanded, Contact, DoorState
from gate.domain.events import (
    AccessDecided,
    ContactChanged,
    CredentialPresented,
    DoorCommandAnswered,
    LockSensed,
    OwnAnswer,
    PassageEnded,
    PortalChanged,
)
from gate.domain.seen import Seen
from gate.engine.body import body_texts
from gate.engine.columns import columns_of
from gate.store import EventRecord

START = datetime(2025, 1, 1, tzinfo=UTC)
PEOPLE, PORTALS = 5_000, 200
PER_PASSAGE = 9
PASSAGES_A_DAY = 3_000
POLICY = "bc4e632f76de137622c0aec1939c38cfcdd151e03fdab4942c6f8fad22f2f9fe"


def person_of(number: int) -> str:
    """Its id."""
    return f"p{number:05d}"


def portal_of(number: int) -> str:
    """Its id."""
    return f"door-{number:03d}"


class Log:
    """Events without end, the same for the same seed: ``PER_PASSAGE`` a passage, the days full of them."""

    def __init__(self, seed: int = 7, after: int = 0) -> None:
        """``after``: so many events stand before it in the log."""
        self._random = Random(seed)
        self._seq = after
        self._numbers: dict[str, int] = {}
        self._at = START

    def take(self, count: int) -> list[EventRecord]:
        """The next events of the log, ``count`` of them at least, up to the end of a passage."""
        rows: list[EventRecord] = []
        while len(rows) < count:
            rows += self._passage()
        return rows

    @property
    def until(self) -> datetime:
        """The instant of the last."""
        return self._at

    def _passage(self) -> Iterator[EventRecord]:
        person, door = self._random.randrange(PEOPLE), self._random.randrange(PORTALS)
        agent, portal = f"cabinet-{door // 8:02d}", portal_of(door)
        self._at += timedelta(days=1) / PASSAGES_A_DAY
        read = self._read(person, portal, agent)
        yield read
        yield self._row("engine", self._decided(read, person, portal))
        for each in (_changed(portal, Contact.CLOSED, "grant"), _changed(portal, Contact.OPEN, "opened")):
            yield self._row("engine", each, zone="hall")
        yield self._row(agent, DoorCommandAnswered(command=f"r-{self._random.getrandbits(64):016x}", portal=portal, outcome="done"))  # fmt: skip  # noqa: E501
        yield self._row(agent, LockSensed(portal=portal, released=True), zone="hall")
        yield self._row(agent, ContactChanged(portal=portal, contact=Contact.OPEN), zone="hall")
        ended = PassageEnded(portal=portal, persons=(person_of(person),), outcome="entered", zone="hall")
        yield self._row("engine", ended, zone="hall")
        yield self._row(agent, ContactChanged(portal=portal, contact=Contact.CLOSED), zone="hall")

    def _read(self, person: int, portal: str, agent: str) -> EventRecord:
        own = OwnAnswer(result=Result.GRANTED, reasons=(), pack=POLICY, acted=False)
        card = CardNumber(format="EM4100", number=f"{person:010X}")
        body = CredentialPresented(reader=f"{portal}-in", card=card, own=own)
        return self._row(agent, body, readers={f"{portal}-in": portal})

    def _decided(self, read: EventRecord, person: int, portal: str) -> AccessDecided:
        request = f"{read.src}/{read.boot}/{read.src_seq}"
        decision = Decision(
            id=request, at=self._at, reader=f"{portal}-in", portal=portal, kind=Passage.ENTRY,
            result=Result.GRANTED, persons=(person_of(person),), by=("staff-1",), person=person_of(person),
            credential=f"c{person:05d}", source="outside", target="hall", policy=POLICY, revision=5_000,
        )  # fmt: skip
        return AccessDecided(request=request, decision=decision, seen=Seen(people=(person_of(person),)))

    def _row(
        self, src: str, body: Any, *, zone: str | None = None, readers: dict[str, str] | None = None
    ) -> EventRecord:
        self._seq += 1
        number = self._numbers[src] = self._numbers.get(src, 0) + 1
        found = columns_of(body, f"{src}/1/{number}", readers or {}, zone)
        public, personal = body_texts(body)
        return EventRecord(
            seq=self._seq, src=src, boot=1, src_seq=number, at=self._at, recorded_at=self._at,
            type=type(body).__name__, body=public, personal=personal, portal=found.portal, zone=found.zone,
            person=found.person, credential=found.credential, subject=found.subject, request=found.request,
        )  # fmt: skip


def _changed(portal: str, contact: Contact, cause: str) -> PortalChanged:
    return PortalChanged(
        portal=portal, commanded=Commanded.RELEASED, contact=contact, state=DoorState.RELEASED, cause=cause
    )
