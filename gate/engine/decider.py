"""The deciding part without threads, sockets and files: a message in, an outcome out. Owned by one thread."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from gate.bus.codec import Received
from gate.bus.messages import Ack
from gate.bus.sender import Sender
from gate.clock import Clock
from gate.domain.commands import CommandRequest, Receipt
from gate.domain.commands import Outcome as Ended
from gate.domain.envelope import Envelope
from gate.domain.events import CredentialPresented, Event, EventsDropped
from gate.edge.pack import POSTURE
from gate.engine.body import body_texts
from gate.engine.columns import columns_of
from gate.engine.ledger import Ledger
from gate.engine.outcome import Logged, Outcome
from gate.engine.pins import Secrets
from gate.engine.uses import Desk, Happened, use
from gate.policy import StateRow
from gate.service import commands, devices, doors, visits
from gate.service.change import Change
from gate.service.facts import Facts
from gate.service.standing.schedule import watch_schedules
from gate.store import Batch, EventRecord, GivenReceipt, SourceMark
from gate.store.snapshot import KeptState

MOST_RECEIPTS = 20_000
"""Commands whose repeat is still answered as before; the oldest are forgotten first."""


class Decider:
    """``seq``: the last number of the log. ``sender``: wraps the engine's own events."""

    def __init__(
        self, desk: Desk, *, ledger: Ledger, secrets: Secrets, sender: Sender, clock: Clock, seq: int
    ) -> None:
        self.desk = desk
        self.facts: Facts = desk.facts
        self.posture: dict[tuple[str, str], StateRow] = {}
        self._ledger = ledger
        self._secrets = secrets
        self._sender = sender
        self._clock = clock
        self._seq = seq
        self.facts.old_hashes.find(self.facts, secrets.is_old)
        self._receipts: dict[str, Receipt] = {}

    def remember(self, receipts: Iterable[Receipt], world: Iterable[KeptState]) -> None:
        """Commands that were answered before: a repeat gets the same receipt. And what operators had set."""
        self._receipts.update((receipt.id, receipt) for receipt in receipts)
        for row in world:
            if row.kind in POSTURE:
                self.posture[row.kind, row.key] = StateRow(kind=row.kind, key=row.key, value=row.value)

    # ── what comes ───────────────────────────────────────────────────────────

    def event(self, received: Received[Any]) -> Outcome | None:
        """An event of an agent or camera; None for a repeat."""
        envelope = received.envelope
        src, boot, seq = envelope.src, envelope.boot, envelope.seq
        agent = src in self.facts.site.agents
        if self._ledger.knows(src, boot, seq):
            return None
        now = self._clock.now()
        instant = min(envelope.at, now) if received.resent else now
        change, decision = use(self.desk, Happened(envelope=envelope, now=instant, resent=received.resent))
        if agent and not received.resent:
            devices.watch_clock(self.facts, change, src, envelope.at, now)
        dropped = envelope.body.count if isinstance(envelope.body, EventsDropped) else 1
        upto = self._ledger.take(src, boot, seq, oldest_kept=received.oldest or not agent, stands_for=dropped)
        outcome = self._outcome(change, now, cause=envelope, mark=SourceMark(src=src, boot=boot, upto=upto))
        outcome.decision = decision
        outcome.acknowledge = (src, Ack(boot=boot, seq=upto))
        return outcome

    def again(self, received: Received[Any]) -> tuple[str, Ack]:
        """What to acknowledge for a repeat."""
        envelope = received.envelope
        if received.oldest:
            self._ledger.close_gap(envelope.src, envelope.boot, envelope.seq)
        known = self._ledger.upto(envelope.src, envelope.boot)
        return envelope.src, Ack(boot=envelope.boot, seq=known)

    def answered(self, request: CommandRequest) -> bool:
        """True if the command got its receipt before."""
        return request.id in self._receipts

    def command(self, request: CommandRequest) -> Outcome | Receipt:
        """An operator's command: what came of it, or the receipt that it got before.

        With the store away nothing is done for operators: what cannot be recorded must not happen later by surprise.
        """
        given = self._receipts.get(request.id)
        if given is not None:
            return given
        if self.desk.store_away:
            return Receipt(
                id=request.id, outcome=Ended.REFUSED, why="nothing can be recorded now: the store is away"
            )
        now = self._clock.now()
        change = commands.carry_out(self.facts, request, now, self._secrets)
        outcome = self._outcome(change, now, client=request.client, request=request.id)
        outcome.by_operator = True
        return outcome

    def tick(self, behind: Collection[str] = ()) -> Outcome | None:
        """Carry out what is due; None if nothing is. ``behind``: agents whose older news may still come."""
        now = self._clock.now()
        due = self.deadline(behind)
        if due is None or due > now:
            return None
        change = Change()
        doors.tick(self.facts, change, now, self._portals_of(behind))
        watch_schedules(self.facts, change, now)
        visits.watch_overstay(self.facts, change, now)
        return self._outcome(change, now)

    def deadline(self, behind: Collection[str] = ()) -> datetime | None:
        """When :meth:`tick` has something to do."""
        waiting = (
            doors.deadline(self.facts, self._portals_of(behind)),
            visits.next_overstay(self.facts),
            self.facts.unlock_due,
        )
        return min((due for due in waiting if due is not None), default=None)

    def own(self, change: Change) -> Outcome:
        """A change of the engine's own making."""
        return self._outcome(change, self._clock.now())

    def _portals_of(self, agents: Collection[str]) -> frozenset[str]:
        if not agents:
            return frozenset()
        site = self.facts.site
        return frozenset(portal for portal in site.portals if site.agent_of_portal(portal) in agents)

    # ── rows ─────────────────────────────────────────────────────────────────

    def _outcome(
        self,
        change: Change,
        now: datetime,
        *,
        cause: Envelope[Any] | None = None,
        mark: SourceMark | None = None,
        client: str | None = None,
        request: str | None = None,
    ) -> Outcome:
        logged = []
        if cause is not None and change.record:
            logged.append(Logged(row=self._row(_bare(cause), now, None)))
        for noted in change.events:
            own: Envelope[Event] = self._sender.wrap(noted.event)
            logged.append(Logged(row=self._row(own, now, noted.zone, request), own=own))
        receipt = self._receipt(change, logged)
        world = self.facts.world.drain()
        for row in world:
            if row.kind in POSTURE:
                self.posture[row.kind, row.key] = row
        batch = Batch(
            events=[each.row for each in logged],
            facts=change.facts,
            erasures=change.erasures,
            world=world,
            sources=[mark] if mark else (),
            receipts=[GivenReceipt(at=now, receipt=receipt)] if receipt else (),
        )
        return Outcome(
            batch=batch,
            logged=tuple(logged),
            told=tuple(change.told),
            packs=frozenset(change.packs),
            receipt=(client, receipt) if client and receipt else None,
        )

    def _row(
        self, envelope: Envelope[Any], now: datetime, zone: str | None, request: str | None = None
    ) -> EventRecord:
        self._seq += 1
        columns = columns_of(envelope.body, envelope.identity, self.facts.readers, zone)
        body, personal = body_texts(envelope.body)
        return EventRecord(
            seq=self._seq,
            src=envelope.src,
            boot=envelope.boot,
            src_seq=envelope.seq,
            at=envelope.at,
            recorded_at=now,
            type=type(envelope.body).__name__,
            body=body,
            personal=personal,
            portal=columns.portal,
            zone=columns.zone,
            person=columns.person,
            credential=columns.credential,
            subject=columns.subject,
            request=columns.request or request,
        )

    def _receipt(self, change: Change, logged: list[Logged]) -> Receipt | None:
        """The use case's receipt with the number of its audit row, which is the change's last."""
        if change.receipt is None:
            return None
        receipt = replace(change.receipt, event=logged[-1].row.seq)
        self._receipts[receipt.id] = receipt
        if len(self._receipts) > MOST_RECEIPTS:
            del self._receipts[next(iter(self._receipts))]
        return receipt


def _bare(envelope: Envelope[Any]) -> Envelope[Any]:
    """For the log: the verdict on a PIN is kept with the decision, the sealed digits are kept nowhere."""
    body = envelope.body
    if isinstance(body, CredentialPresented) and body.pin is not None:
        return replace(envelope, body=replace(body, pin=None))
    return envelope
