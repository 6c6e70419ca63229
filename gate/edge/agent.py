"""The agent's process: lines, bus, disk and timers around the core, on one asyncio loop.

Promises: a signal is on its way to the broker before the loop does anything else; the disk is waited for elsewhere; a
line that fails is opened again with back-off; a broker that is away is waited for. Ends when it is cancelled.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from gate.bus.codec import Received
from gate.bus.loop_reader import LoopReader
from gate.bus.sender import next_boot
from gate.bus.topics import Topics
from gate.domain.door_commands import RekeyReader
from gate.domain.lines import Line
from gate.domain.signals import Signal
from gate.domain.site import Site
from gate.edge.believe import Belief
from gate.edge.core import Core, Surroundings
from gate.edge.line_doors import LineDoors
from gate.edge.outbox import Outbox, Source
from gate.edge.ports import Bus, Clock, Keys
from gate.edge.reader_keys import GiveKey, ReaderKeys
from gate.edge.spool import LIMIT, Spool
from gate.edge.time_source import kernel_clock_trusted

log = logging.getLogger(__name__)

T = TypeVar("T")

RETRY_S = (1.0, 2.0, 5.0, 15.0, 30.0)
SWITCH_S = 0.0005
"""How long the bus's thread may wait for the loop's Python, and the other way round; 5 ms by default."""
SYNC_DELAY_S = 0.020
"""A power cut may cost the spool what is younger; by then it is on its way to the engine."""


class Agent:
    """One cabinet. ``folder`` is its own: spool, pack, memory, boot. ``lines`` are closed; it runs them."""

    def __init__(  # noqa: PLR0913 - its surroundings
        self,
        site: Site,
        agent: str,
        *,
        lines: Sequence[Line],
        bus: Callable[[int], Bus],
        keys: Keys,
        clock: Clock,
        folder: Path,
        version: str = "",
        trusted_time: bool = False,
        spool_limit: int = LIMIT,
        give_key: GiveKey | None = None,
    ) -> None:
        """``bus(boot)`` gives the connection, not started, for this start's number.

        ``trusted_time``: somebody vouches for the wall clock; else the kernel is asked whether it is synchronised.
        Only with trusted time do leases of before this start go on.
        """
        self._site, self._agent, self._lines, self._clock = site, agent, lines, clock
        boot = next_boot(folder / "boot")
        self._bus = bus(boot)
        self._topics = Topics(site.id)
        self._doors = LineDoors(site, lines)
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="agent-disk")
        self._belief = Belief(site.id, keys)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = 0  # the loop's
        self._timer: asyncio.TimerHandle | None = None
        self._armed = 0.0
        self._pumping = self._syncing = False
        self._synced = 0
        source = Source(site=site.id, agent=agent, boot=boot)
        self._outbox = Outbox(
            source, self._bus, keys, clock, lambda stand_in: Spool(folder / "spool", stand_in, spool_limit)
        )
        around = Surroundings(
            folder=folder,
            clock=clock,
            keys=keys,
            outbox=self._outbox,
            doors=self._doors,
            offload=self._offload,
            soon=self._soon,
            trusted_time=trusted_time or kernel_clock_trusted(),
        )
        self.core = Core(site, agent, around, version)
        self._keys = ReaderKeys(self._outbox, clock, functools.partial(_portal_of, site), give_key)

    async def run(self) -> None:
        """Serve until cancelled."""
        self._loop, self._thread = asyncio.get_running_loop(), threading.get_ident()
        sys.setswitchinterval(SWITCH_S)
        self._doors.open(self._loop, self._after)
        self.core.start()
        self._after()
        self._listen()
        self._bus.read_by(LoopReader(self._loop))
        self._bus.start()
        try:
            async with asyncio.TaskGroup() as tasks:
                for line in self._lines:
                    tasks.create_task(self._serve(line), name=f"line {line.id}")
                tasks.create_task(
                    asyncio.Event().wait(), name="until cancelled"
                )  # an agent without lines, too
        finally:
            await self._stop()

    async def _stop(self) -> None:
        loop = asyncio.get_running_loop()
        if self._timer is not None:
            self._timer.cancel()
        self.core.stop()
        await loop.run_in_executor(None, self._bus.stop)
        await loop.run_in_executor(self._disk, self._outbox.spool.close)
        self._loop = None
        self._disk.shutdown(wait=True)

    # ── lines ────────────────────────────────────────────────────────────────

    async def _serve(self, line: Line) -> None:
        """Run a line, and again when its driver ends, which it should not."""
        devices = tuple(device.id for device in self._site.devices.values() if device.line == line.id)
        attempt = 0
        while True:
            try:
                await line.run(self._emit)
                why = "the driver ended"
            except Exception as fault:
                log.exception("line %s failed", line.id)
                why = str(fault)[:200] or type(fault).__name__
            self.core.line_failed(line.id, devices, why)
            self._after()
            await asyncio.sleep(RETRY_S[min(attempt, len(RETRY_S) - 1)])
            attempt += 1
            self.core.line_runs(line.id)
            self._after()

    def _emit(self, signal: Signal) -> None:
        self.core.signal(signal)
        self._after()

    # ── bus: callbacks come on the loop, mostly ──────────────────────────────

    def _listen(self) -> None:
        topics = self._topics
        for topic in (
            topics.ack(self._agent),
            topics.commands(self._agent),
            topics.pack(self._agent),
            topics.fresh,
            topics.head,
        ):
            self._bus.subscribe(topic, self._receive)
        self._bus.on_connected(lambda: self._hop(self.core.connected))
        self._bus.on_disconnected(lambda: self._hop(self.core.disconnected))

    def _receive(self, topic: str, message: bytes) -> None:
        received = self._belief.admit(topic, message)
        if received is None:
            return
        step = functools.partial(self._message, received, message)
        if threading.get_ident() == self._thread:
            self._step(step)
        else:
            self._hop(step)

    def _message(self, received: Received[Any], message: bytes) -> None:
        self.core.message(received, message)
        if isinstance(received.envelope.body, RekeyReader):
            self._keys.order(received.envelope.body, received.envelope.at, self._after)

    def _hop(self, step: Callable[[], None]) -> None:
        """Behind what goes on: a connection may be found lost in the middle of sending."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._step, step)

    def _step(self, step: Callable[[], None]) -> None:
        step()
        if self._loop is not None:  # behind what the step has begun: a lock must not wait for book-keeping
            self._loop.call_soon(self._after)

    # ── after every step: timer, what is sent again, disk ────────────────────

    def _after(self) -> None:
        self._arm()
        if not self._pumping and self._loop is not None and self.core.pump():
            self._pumping = True
            self._loop.call_soon(self._pump_on)
        self._sync()

    def _pump_on(self) -> None:
        self._pumping = False
        self._after()

    def _arm(self) -> None:
        deadline = self.core.next_deadline()
        if self._loop is None or (self._timer is not None and self._armed == deadline):
            return
        if self._timer is not None:
            self._timer.cancel()
        self._armed = deadline
        self._timer = self._loop.call_later(max(0.0, deadline - self._clock.monotonic()), self._tick)

    def _tick(self) -> None:
        self._timer = None
        self.core.due()
        self._after()

    def _sync(self) -> None:
        """Have the disk keep what was appended; what comes meanwhile is kept by the next round."""
        if self._syncing or self._outbox.spool.appended == self._synced:
            return
        self._syncing = True
        if self._loop is not None:  # a little later: the answer to a read must not wait for the disk's thread
            self._loop.call_later(SYNC_DELAY_S, self._sync_now)

    def _sync_now(self) -> None:
        appended = self._outbox.spool.appended

        def done(_: None) -> None:
            self._syncing = False
            self._synced = appended

        self._offload(self._outbox.spool.sync, done)

    def _soon(self, step: Callable[[], None]) -> None:
        """Behind what has begun on the loop, which is gone while the agent stops: then there is nobody to wait."""
        if self._loop is None:
            step()
        else:
            self._loop.call_soon(step)

    def _offload(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        loop = self._loop
        if loop is None:
            return
        future = loop.run_in_executor(self._disk, work)

        def finished(result: asyncio.Future[T]) -> None:
            if result.cancelled():
                return
            fault = result.exception()
            if fault is not None:
                log.error("the agent's disk: %s", fault, exc_info=fault)
                return
            done(result.result())
            self._after()

        future.add_done_callback(finished)


def _portal_of(site: Site, reader: str) -> str:
    """Where a reader is; "" for one of no portal."""
    portals = site.portals.values()
    return next((portal.id for portal in portals if reader in (portal.reader_in, portal.reader_out)), "")
