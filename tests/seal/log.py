"""A sealed log of realistic events in a store, made without threads: rows, receipts, heads and countersignatures."""

from __future__ import annotations

import base64
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gate.domain.card import card_number
from gate.domain.commands import Actor, Outcome, Receipt
from gate.domain.decision import Decision, Passage, Result
from gate.domain.door_state import Contact
from gate.domain.events import (
    AccessDecided,
    AlarmRaised,
    CommandRecorded,
    ContactChanged,
    CredentialPresented,
    Event,
    LockSensed,
    PassageEnded,
)
from gate.domain.rights import Role
from gate.domain.seal_events import HeadCountersigned
from gate.engine.body import body_texts
from gate.engine.columns import columns_of
from gate.engine.head_file import HeadFile
from gate.engine.sealing import Sealing
from gate.engine.witnesses import Witnesses
from gate.keys.ring import KeyRing
from gate.keys.seal_keys import verify_raw
from gate.seal.checkpoint import origin_of
from gate.seal.cosign import cosigned, witness_key
from gate.seal.note import read_note
from gate.service.change import Change
from gate.store import Batch, EventRecord, GivenReceipt, Store
from gate.store.line import WritingLine
from gate.store.seal.order import HeadOrder

SITE, AGENT = "hq", "cabinet-1"
NOON = datetime(2026, 4, 7, 4, 0, tzinfo=UTC)
ACTOR = Actor(user="wang.fang", role=Role.GUARD, origin="10.0.0.7")
PEOPLE = ("p1001", "p1002", "p1003")

__all__ = ["AGENT", "NOON", "SITE", "SealedLog", "some_event", "verify_raw"]


def some_event(dice: random.Random, number: int) -> tuple[Event, Receipt | None]:
    """One of the kinds that a day has, with the receipt where it records a command."""
    kind = dice.randrange(8)
    person, request = dice.choice(PEOPLE), f"{AGENT}/1/{number}"
    if kind == 0:
        card = card_number("H10301", dice.randrange(60_000), 123)
        return CredentialPresented(reader="rdr-lab-in", card=card, bits="0101"), None
    if kind in (1, 2):
        decision = Decision(
            id=request,
            at=NOON,
            reader="rdr-lab-in",
            portal="lab-door",
            kind=Passage.ENTRY,
            result=Result.GRANTED,
            persons=(person,),
            person=person,
            credential=f"c-{person}",
            target="lab",
        )
        return AccessDecided(request=request, decision=decision), None
    if kind == 3:
        return PassageEnded(portal="lab-door", persons=(person,), outcome="entered", zone="lab"), None
    if kind == 4:
        return AlarmRaised(alarm=f"a-{number}", kind="forced", priority=1, subject="lab-door"), None
    if kind == 5:
        receipt = Receipt(id=f"cmd-{number}", outcome=Outcome.DONE, event=number, subject=person)
        done = CommandRecorded(
            command="ForgivePassback",
            id=receipt.id,
            actor=ACTOR,
            outcome="done",
            subject=person,
            reason="进错门",
        )
        return done, receipt
    if kind == 6:
        return LockSensed(portal="lab-door", released=dice.choice((True, False, None))), None
    return ContactChanged(portal="lab-door", contact=dice.choice((Contact.OPEN, Contact.CLOSED))), None


@dataclass
class SealedLog:
    """``store`` is empty and migrated; keys are made in ``folder``. ``line``: written by it, as an engine does."""

    store: Store
    folder: Path
    seed: int = 1
    line: WritingLine | None = None
    size: int = 0
    now: datetime = NOON
    orders: list[HeadOrder] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ring = KeyRing(self.folder / "keys")
        self.ring.ensure([AGENT], [])
        self.dice = random.Random(self.seed)
        self.witnesses = Witnesses()
        self.shown: list[str] = []
        self.begin()

    def begin(self) -> None:
        """As an engine's start does: keys that the log does not know are introduced."""
        with self.store.work() as work:
            known = work.seal_keys(origin_of(SITE))
        keys = self.ring.for_engine([AGENT])
        self.sealing = Sealing(SITE, keys, known, self.witnesses, HeadFile(self.folder / "heads"))
        change = Change()
        self.sealing.introduce(change, [AGENT])
        self.write([(noted.event, None) for noted in change.events])

    def write(self, events: list[tuple[Event, Receipt | None]]) -> None:
        """One transaction."""
        self._commit(self.batch(events))
        self.sealing.recorded()

    def batch(self, events: list[tuple[Event, Receipt | None]]) -> Batch:
        """The next events of the log, not written yet."""
        rows = [self._record(event) for event, _ in events]
        receipts = [
            GivenReceipt(at=self.now, receipt=receipt) for _, receipt in events if receipt is not None
        ]
        return Batch(events=rows, receipts=receipts)

    def grow(self, count: int) -> None:
        """So many events in transactions of one to five, a second between them."""
        left = count
        while left:
            some = min(left, self.dice.randint(1, 5))
            self.now += timedelta(seconds=1)
            self.write([some_event(self.dice, self.size + at + 1) for at in range(some)])
            left -= some

    def head(self) -> HeadOrder:
        """A head as of now, countersigned by the agent."""
        self.now += timedelta(seconds=1)
        order = self.sealing.order(self.now)
        self._commit(Batch(heads=[order]))
        self.sealing.committed(order, lambda head: self.shown.append(head.note))
        self.orders.append(order)
        if order.made is not None:
            self._countersign(order.made.checkpoint.size)
        return order

    def _countersign(self, size: int) -> None:
        signs = self.ring.for_agent(AGENT)
        key = witness_key(origin_of(SITE), AGENT, signs.public)
        line = cosigned(
            read_note(self.shown[-1]), key, self.now, lambda content: base64.b64decode(signs.sign(content))
        )
        said = HeadCountersigned(size=size, signature=str(line))
        self._commit(Batch(facts=self.witnesses.countersigned(said, AGENT, self.now).facts))

    def _record(self, event: Event) -> EventRecord:
        self.size += 1
        identity = f"{AGENT}/1/{self.size}"
        columns = columns_of(event, identity, {"rdr-lab-in": "lab-door"}, None)
        body, personal = body_texts(event)
        return EventRecord(
            seq=self.size,
            src=AGENT,
            boot=1,
            src_seq=self.size,
            at=self.now,
            recorded_at=self.now,
            type=type(event).__name__,
            body=body,
            personal=personal,
            portal=columns.portal,
            zone=columns.zone,
            person=columns.person,
            credential=columns.credential,
            subject=columns.subject,
            request=columns.request,
        )

    def _commit(self, batch: Batch) -> None:
        if self.line is not None:
            self.line.write(batch)
            return
        with self.store.work() as work:
            work.write(batch)
