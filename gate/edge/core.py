"""The agent without its wires: signals and messages in, events and orders out. No sockets, no sleeping, no threads.

Called on one loop. ``due`` is called at ``next_deadline``, ``pump`` after everything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, assert_never

from gate.bus.codec import Received
from gate.bus.messages import Ack, Fresh, PackDelivery, SealedHead
from gate.domain.door_commands import ReleaseLock, Relock, RevokeCredentials, ShowAnswer, ShowDoorState
from gate.domain.events import AgentStarted
from gate.domain.signals import (
    CardRead,
    DeviceOffline,
    DeviceOnline,
    InputSensed,
    KeysTyped,
    OutputSensed,
    Signal,
    TamperSensed,
    WireFault,
    WireRefused,
)
from gate.domain.site import Site
from gate.domain.status import spool_of
from gate.edge.alone import Alone
from gate.edge.freshness import Freshness
from gate.edge.heads import Heads
from gate.edge.inputs import Inputs
from gate.edge.locks import Locks
from gate.edge.memory import load_memory
from gate.edge.mode import Mode
from gate.edge.orders import Orders
from gate.edge.outbox import Outbox
from gate.edge.packs import Packs
from gate.edge.points import Points
from gate.edge.ports import Clock, Doors, Keys, Offload, Soon
from gate.edge.reads import Reads

TICK_S = 10.0
"""How often the high-water mark and the acknowledgements are looked after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the core is given. ``trusted_time``: the wall clock is known to be right at this start."""

    folder: Path
    clock: Clock
    keys: Keys
    outbox: Outbox
    doors: Doors
    offload: Offload
    soon: Soon
    trusted_time: bool


class Core:
    """One agent's behaviour. EdgeError if its memory on disk is damaged."""

    def __init__(self, site: Site, agent: str, around: Surroundings, version: str) -> None:
        self._clock = around.clock
        self._outbox = around.outbox
        self._version = version
        memory = load_memory(around.folder / "memory")
        points, clock, outbox = Points(site, agent), around.clock, around.outbox
        locks = Locks(points, around.doors)
        trusted = around.trusted_time
        freshness = Freshness(clock, memory.fresh_at, memory.high_water, trusted=trusted)
        self.mode = Mode(outbox.send)
        self.alone = Alone(site, points, around.keys, freshness, lambda: outbox.spool.durable)
        self._packs = Packs(
            around.folder,
            memory,
            keys=around.keys,
            freshness=freshness,
            alone=self.alone,
            outbox=outbox,
            offload=around.offload,
        )
        self._heads = Heads(
            around.folder, keys=around.keys, clock=clock, outbox=outbox, offload=around.offload
        )
        self._reads = Reads(
            site,
            clock=clock,
            keys=around.keys,
            outbox=outbox,
            alone=self.alone,
            mode=self.mode,
            locks=locks,
            doors=around.doors,
        )
        self._orders = Orders(
            points,
            clock=clock,
            outbox=outbox,
            reads=self._reads,
            locks=locks,
            doors=around.doors,
            revoke=self._packs.revoke,
            soon=around.soon,
            epoch=memory.epoch,
        )
        self._inputs = Inputs(
            points, clock=clock, outbox=outbox, alone=self.alone, locks=locks, cabinet=self._packs.cabinet
        )
        self._next_tick = clock.monotonic() + TICK_S
        self._keeps = True  # until the disk says otherwise

    def start(self) -> None:
        """Take up the kept pack and say that the agent is here."""
        self._packs.load()
        self._outbox.send(AgentStarted(version=self._version, pack=self.alone.pack))

    def stop(self) -> None:
        """Save how late it is."""
        self._packs.save()

    # ── the wires ────────────────────────────────────────────────────────────

    def signal(self, signal: Signal) -> None:
        """What a device tells."""
        self._take(signal)
        self._watch_spool()

    def _take(self, signal: Signal) -> None:
        match signal:
            case CardRead():
                self._reads.card(signal)
            case KeysTyped():
                self._reads.keys(signal)
            case InputSensed():
                self._inputs.sensed(signal)
            case OutputSensed():
                self._inputs.output(signal)
            case TamperSensed():
                self._inputs.tamper(signal)
            case DeviceOnline():
                self._inputs.online(signal)
            case DeviceOffline():
                self._inputs.offline(signal)
            case WireFault():
                self._inputs.fault(signal)
            case WireRefused():
                self._inputs.refused(signal)
            case _:
                assert_never(signal)

    # ── the bus ──────────────────────────────────────────────────────────────

    def connected(self) -> None:
        """The broker is there: send again what nobody has acknowledged."""
        self._outbox.online = True
        self._outbox.resend()

    def disconnected(self) -> None:
        """The broker is gone: nobody will answer what is open."""
        self._outbox.online = False
        self.mode.silent("the broker cannot be reached")
        self._reads.act_on_all()

    def message(self, received: Received[Any], raw: bytes) -> None:
        """A message that has proved to be the engine's, as decoded and as it came."""
        body = received.envelope.body
        if isinstance(body, SealedHead):  # retained: says nothing of whether the engine is there
            self._heads.show(body)
            return
        if isinstance(body, Ack):  # before all else: what is recorded need not be sent again
            self._outbox.acknowledge((body.boot, body.seq))
        if self._take_note(body):
            self._outbox.resend()
        match body:
            case Fresh():
                self._packs.fresh(body)
            case PackDelivery():
                self._packs.deliver(received, raw)
            case ReleaseLock() | Relock() | ShowAnswer() | ShowDoorState() | RevokeCredentials():
                self._orders.carry_out(body, received.envelope.at)
        self.mode.settle(self._outbox.drained)

    def _take_note(self, body: Any) -> bool:
        """Epoch and mode; True if all that is not acknowledged must be sent again."""
        epoch = getattr(body, "epoch", 0)
        newer = self._orders.see_epoch(epoch)
        if newer:
            self._packs.see_epoch(epoch)
        back = self.mode.heard() and self.mode.alone and self._outbox.drained  # else a row is on its way
        return back or newer

    # ── time ─────────────────────────────────────────────────────────────────

    def due(self) -> None:
        """Do what is due now."""
        now = self._clock.monotonic()
        self._reads.due(now)
        self._inputs.due(now)
        if now >= self._next_tick:
            self._next_tick = now + TICK_S
            self._packs.save_if_due()
            if self._outbox.stalled():
                self._outbox.resend()
        self._watch_spool()

    def _watch_spool(self) -> None:
        """Say when the disk takes no events, and when it takes them again: the engine decides otherwise then."""
        keeps = self._outbox.spool.durable
        if keeps is not self._keeps:
            self._keeps = keeps
            why = "" if keeps else "the disk takes no events: they are in memory alone"
            self._inputs.health(spool_of(self._outbox.agent), online=keeps, why=why)

    def next_deadline(self) -> float:
        """Monotonic seconds at which ``due`` must be called."""
        deadlines = (self._reads.next_deadline(), self._inputs.next_deadline(), self._next_tick)
        return min(each for each in deadlines if each is not None)

    def pump(self) -> bool:
        """Send a slice of what is sent again; True if there is more to send at once."""
        return self._outbox.pump()

    def line_failed(self, line: str, devices: tuple[str, ...], why: str) -> None:
        """A line's driver ended: nothing on it can be heard."""
        self._inputs.health(line, online=False, why=why)
        for device in devices:
            self._inputs.offline(DeviceOffline(device=device, why=f"line {line}: {why}"))

    def line_runs(self, line: str) -> None:
        """A line that had failed is served again."""
        self._inputs.health(line, online=True, why="")
