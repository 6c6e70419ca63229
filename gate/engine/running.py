"""A running engine: takes items from the inbox, hands outcomes to the recorder, sends what is recorded."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from gate.bus.codec import Received, decode
from gate.bus.errors import CodecError
from gate.bus.messages import Health
from gate.bus.topics import ENGINE, Address, TopicError, parse_topic
from gate.clock import Clock
from gate.domain.commands import CommandRequest, Receipt
from gate.domain.events import DeviceHealthChanged, EngineStarted
from gate.domain.status import STORE
from gate.engine.catching_up import CatchingUp
from gate.engine.decider import Decider
from gate.engine.inbox import (
    Came,
    Connected,
    HashesFound,
    HashesMoved,
    Item,
    MadeReady,
    OfProof,
    PackMade,
    StoreCame,
    StoreWent,
)
from gate.engine.outcome import Outcome
from gate.engine.outgoing import Outgoing
from gate.engine.packroom import PackRoom
from gate.engine.publisher import Publisher
from gate.engine.release import STALE_S, Pending
from gate.engine.sealing import Sealing
from gate.engine.standing import Standing
from gate.engine.trust import why_not
from gate.keys.engine_keys import EngineKeys
from gate.service import devices, old_hashes, revocation
from gate.service.change import Change
from gate.store import Batch, Entry, Recorder

log = logging.getLogger(__name__)

MOST_QUEUED = 20_000
"""Entries that may wait for the store; beyond, agents keep their events and are not acknowledged."""

LONGEST_SLEEP_S = 1.0
WATCHED = "camera"
"""The camera process's identity: it is watched like an agent."""


class Running:
    """Owned by whoever decides. What was recorded is sent on whichever thread wrote it. Entries are only laid:
    the owner has them written behind each step."""

    def __init__(
        self,
        decider: Decider,
        *,
        recorder: Recorder,
        packs: PackRoom,
        publisher: Publisher,
        outgoing: Outgoing,
        sealing: Sealing,
        keys: EngineKeys,
        clock: Clock,
    ) -> None:
        self._decider, self._facts = decider, decider.facts
        self._recorder, self._outgoing = recorder, outgoing
        self._publisher = publisher
        self._sealing = sealing
        self._keys, self._clock = keys, clock
        self._waiting: deque[Pending] = deque()
        self._full = False
        self._standing = Standing(self._facts, decider.posture, packs=packs, outgoing=outgoing, clock=clock)
        self._catching_up = CatchingUp()

    def begin(self, epoch: int) -> None:
        """Take over: say so, give agents their packs and a token, and show every door as it is known."""
        now = self._clock.now()
        self._catching_up.started(self._facts.agents, self._clock.monotonic())
        change, version, revision = Change(), self._facts.site.version, self._facts.revision
        change.note(EngineStarted(epoch=epoch, configuration=version, revision=revision, rebuilt_at=now))
        self._sealing.introduce(change, self._facts.site.agents)
        change.packs.update(self._facts.site.agents)
        self._put(self._decider.own(change))
        self._connected()

    # ── items ────────────────────────────────────────────────────────────────

    def take(self, item: Item) -> None:
        """Handle one."""
        match item:
            case Came():
                self._came(item.topic, item.payload)
            case Connected():
                self._connected()
            case PackMade():
                self._standing.pack_made(item.delivery)
            case MadeReady():
                self._made_ready(item)
            case OfProof():
                self._proved(item)
            case HashesFound():
                self._move(item)
            case HashesMoved():
                self._moved(item)
            case StoreWent():
                self._store_went(item.why)
            case StoreCame():
                self._store_came()
            case _:
                raise TypeError(f"unexpected {type(item).__name__}")

    def on_time(self) -> None:
        """Everything that is due by the site's clock, and commands that cannot wait for the store any longer."""
        outcome = self._decider.tick(self._behind())
        if outcome is not None:
            self._put(outcome)
        if self._clock.now() >= self._standing.due:
            self._standing.send_fresh()
        self._let_go()
        self._publisher.on_time()
        due = self._sealing.due()
        if due is not None and self._clock.now() >= due:
            self._seal()

    def end(self) -> None:
        """Before the end: what was recorded since the last head gets one."""
        if self._sealing.due() is not None:
            self._seal()

    def patience(self) -> float:
        """Seconds until something is due."""
        now = self._clock.now()
        waits = [
            LONGEST_SLEEP_S,
            self._until(self._standing.due, now),
            self._until(self._decider.deadline(self._behind()), now),
        ]
        seal_due = self._sealing.due()
        if seal_due is not None:
            waits.append(self._until(seal_due, now))
        left = self._catching_up.left(self._clock.monotonic())
        if left is not None:
            waits.append(left)
        if self._waiting:
            waits.append(self._waiting[0].leaves_at - self._clock.monotonic())
        return max(0.0, min(waits))

    def _behind(self) -> frozenset[str]:
        """Agents at whose doors nothing may time out yet."""
        return self._catching_up.behind(self._clock.monotonic())

    def _until(self, due: datetime | None, now: datetime) -> float:
        return LONGEST_SLEEP_S if due is None else self._clock.patience((due - now).total_seconds())

    # ── messages ─────────────────────────────────────────────────────────────

    def _came(self, topic: str, payload: bytes) -> None:
        try:
            address, received = parse_topic(topic), None
            if address.name == ENGINE:
                return
            received = decode(payload)
        except (TopicError, CodecError) as error:
            log.warning("dropped a message on %s: %s", topic[:120], error)
            return
        if address.kind == "health":
            self._health(address, received)
            return
        reason = why_not(received, address, self._facts.site, self._keys)
        if reason:
            log.warning("dropped a message on %s: %s", topic[:120], reason)
        elif address.kind == "do":
            self._command(received)
        elif not self._backed_up():
            self._event(received)

    def _event(self, received: Received[Any]) -> None:
        if received.resent:
            agent = received.envelope.src
            self._catching_up.heard(agent, self._clock.monotonic(), more=received.more)
        outcome = self._decider.event(received)
        if outcome is None:  # acknowledged behind what may still be on its way to the disk
            outcome = Outcome(batch=Batch(), acknowledge=self._decider.again(received))
        self._put(outcome)

    def _command(self, received: Received[Any]) -> None:
        request = received.envelope.body
        if self._decider.answered(request) or not self._publisher.wants(request):
            self._carry_out(request)

    def _made_ready(self, item: MadeReady) -> None:
        """Only now the command is carried out: between two decisions, with all that a command is checked for."""
        self._facts.prepared = item.ready
        self._carry_out(item.request)
        self._facts.prepared = None
        self._standing.renew()

    def _proved(self, item: OfProof) -> None:
        outcome = self._decider.own(self._publisher.proved(item))
        if outcome.batch.facts or outcome.batch.world:
            self._put(outcome)

    def _move(self, item: HashesFound) -> None:
        outcome = self._decider.own(old_hashes.move(self._facts, item.hashes))
        self._put(outcome, then=item.recorded)

    def _moved(self, item: HashesMoved) -> None:
        change = old_hashes.moved(self._facts, item.key, item.left, said=item.said)
        if change.events:
            self._put(self._decider.own(change))

    def _carry_out(self, request: CommandRequest) -> None:
        answer = self._decider.command(request)
        if isinstance(answer, Receipt):
            self._outgoing.receipt(request.client, answer)
        else:
            self._put(answer)

    def _health(self, address: Address, received: Received[Any]) -> None:
        """An agent or the camera process came to the bus or left it."""
        body = received.envelope.body
        if not isinstance(body, Health) or address.name not in (*self._facts.site.agents, WATCHED):
            return
        known = self._facts.devices.get(address.name)
        if known is None and not body.online and address.name == WATCHED:
            return  # never seen: a site may run without it
        if not body.online:
            self._catching_up.gone(address.name)
        event = DeviceHealthChanged(device=address.name, online=body.online, why=body.why)
        now = self._clock.now()
        change = devices.health_changed(self._facts, event, now)
        if change.facts:
            change.note(event)
            self._put(self._decider.own(change))

    def _backed_up(self) -> bool:
        full = self._recorder.backlog >= MOST_QUEUED
        if full and not self._full:
            log.error("%d entries wait for the store: events stay with the agents", MOST_QUEUED)
        self._full = full
        return full

    # ── recording and sending ────────────────────────────────────────────────

    def _seal(self) -> None:
        order = self._sealing.order(self._clock.now())
        batch = Batch(heads=[order])
        self._recorder.lay(Entry(batch, lambda: self._sealing.committed(order, self._outgoing.head)))

    def _put(self, outcome: Outcome, then: Callable[[], None] = lambda: None) -> None:
        """``then`` is called once it is recorded, on the thread that wrote it."""
        if outcome.batch.events:
            self._sealing.recorded()
        pending = Pending(outcome, self._clock.monotonic())
        release = partial(self._release, pending) if outcome.told else None

        def recorded() -> None:
            self._outgoing.recorded(outcome)
            then()

        self._recorder.lay(Entry(outcome.batch, recorded, awaited=outcome.awaited, release=release))
        if pending.may_leave_early:
            self._waiting.append(pending)
        if outcome.packs:
            self._standing.order_packs(outcome.packs)

    def _release(self, pending: Pending) -> None:
        if pending.claim():
            late = self._clock.monotonic() - pending.put_at > STALE_S
            self._outgoing.tell(pending.outcome.told, late=late)

    def _let_go(self) -> None:
        """Commands whose cause the store has not taken in time leave with the decision."""
        now = self._clock.monotonic()
        while self._waiting:
            pending = self._waiting[0]
            early = self._decider.desk.store_away or pending.leaves_at <= now
            if not pending.claimed and not early:
                return
            self._waiting.popleft()
            if pending.claim():
                self._outgoing.tell(pending.outcome.told, pending.outcome.decision)

    # ── the store, the broker ────────────────────────────────────────────────

    def _store_went(self, why: str) -> None:
        log.error("the store is away (%s): decisions leave with the agents, who keep them", why)
        self._decider.desk.store_away = True
        self._outgoing.health(Health(online=True, why=f"the store is away: {why}"))
        self._store_health(online=False, why=why)

    def _store_came(self) -> None:
        log.warning("the store is back")
        self._decider.desk.store_away = False
        self._decider.desk.full.clear()
        self._outgoing.health(Health(online=True))
        self._store_health(online=True, why="")
        self._standing.send_fresh()

    def _store_health(self, *, online: bool, why: str) -> None:
        event = DeviceHealthChanged(device=STORE, online=online, why=why)
        change = devices.health_changed(self._facts, event, self._clock.now())
        change.note(event)
        self._put(self._decider.own(change))

    def _connected(self) -> None:
        """A broker may have forgotten everything."""
        away = self._decider.desk.store_away
        self._outgoing.health(Health(online=True, why="the store is away" if away else ""))
        self._standing.show()
        self._ask_again()

    def _ask_again(self) -> None:
        """What was asked while nobody listened: agents that owe an answer are asked once more."""
        change = Change()
        for agent in self._facts.site.agents:
            revocation.ask_again(self._facts, change, agent)
        if change.told:
            self._put(self._decider.own(change))
