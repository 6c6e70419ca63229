"""An OSDP line on asyncio: wire, clock and chance are here; everything that is decided is in the panel."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from itertools import count

from drivers.osdp.config import Decode, OsdpReaderConfig
from drivers.osdp.errors import SetupError
from drivers.osdp.events import OrderEnded, PanelEvent, ReaderRestarted, ReaderUp
from drivers.osdp.feedback import Look
from drivers.osdp.message import Message
from drivers.osdp.outputs import Out, OutputCode, OutputControl
from drivers.osdp.panel import Panel
from drivers.osdp.replies import Nak
from drivers.osdp.session import Random
from drivers.osdp.setup import Timing
from drivers.osdp.translate import Translator
from drivers.osdp.wire import Wire
from drivers.transport.backoff import Backoff, open_patiently
from drivers.transport.stream import ByteStream, Opener
from gate.domain.lines import Emit
from gate.domain.signals import Feedback, OutputOrder, OutputResult, Signal

ORDER_S = 1.0
_SHOW_S = 2.0
_TICK_S = 0.1  # unit of the reader's timers
_LONGEST_PULSE = 0xFFFF


Borrower = Callable[[ByteStream], Awaitable[None]]
"""Speaks on a wire for a while."""


class OsdpLine:
    """Implements :class:`gate.domain.lines.Line`. Raises :class:`SetupError` for readers that cannot be."""

    def __init__(
        self,
        id: str,
        readers: Sequence[OsdpReaderConfig],
        opener: Opener,
        decode: Decode,
        *,
        timing: Timing | None = None,
        baud: int | None = None,
        random: Random = os.urandom,
    ) -> None:
        self._id = id
        self._readers = {reader.device: reader for reader in readers}
        if len(self._readers) < len(readers):
            raise SetupError(
                f"line {id}: expected a name for each reader, came {[r.device for r in readers]}"
            )
        self._sort()
        self._opener, self._timing, self._baud, self._random = opener, timing, baud, random
        self._decode = decode
        self._translator = Translator(id, readers, decode)
        self._wire: Wire | None = None
        self._stream: ByteStream | None = None
        self._borrower: Borrower | None = None
        self._emit: Emit = _nobody
        self._tickets = count(1)
        self._waiting: dict[int, asyncio.Future[OrderEnded]] = {}
        self._lasting: dict[str, Look] = {}
        self._build(0.0)  # wrong readers are found at once

    @property
    def id(self) -> str:
        """The line's id in the site file."""
        return self._id

    async def run(self, emit: Emit) -> None:
        """See :class:`gate.domain.lines.Line`. Loses the wire, says so, and opens it again by itself."""
        self._emit = emit
        backoff = Backoff()
        for reader in self._keyless:
            self._tell(self._translator.offline(reader.device, "must be secure, and no key is kept for it"))
        while True:
            stream = await open_patiently(self._opener, self._lost, backoff)
            if self._borrower is not None:
                await self._lend(stream, self._borrower)
                continue
            self._stream = stream
            self._wire = Wire(stream, self._build(asyncio.get_running_loop().time()), self._heard)
            try:
                await self._wire.run(backoff.reset)
            except ConnectionError as error:
                self._lost(str(error))
            finally:
                self._wire = self._stream = None
                stream.close()
            await asyncio.sleep(backoff.next())

    async def order(self, order: OutputOrder) -> OutputResult:
        """See :class:`gate.domain.lines.Line`. A pulse that cannot be (over 6,553 s) is FAILED, not shortened."""
        reader = self._reader(order.device)
        control = _control(order)
        if control is None:
            return OutputResult.FAILED
        ticket = next(self._tickets)
        ended: asyncio.Future[OrderEnded] = asyncio.get_running_loop().create_future()
        self._waiting[ticket] = ended
        self._send(reader, Out(outputs=(control,)), ticket, ORDER_S)
        try:
            return _result(await asyncio.wait_for(ended, ORDER_S))
        except TimeoutError:
            return OutputResult.OFFLINE
        finally:
            del self._waiting[ticket]

    async def show(self, device: str, feedback: Feedback) -> None:
        """See :class:`gate.domain.lines.Line`. A newer look replaces one that still waits to be sent."""
        reader = self._reader(device)
        look = reader.looks.get(feedback)
        if look is None:
            return
        if look.lasting:
            self._lasting[device] = look
        self._show(reader, look)

    async def borrow(self, work: Borrower) -> None:
        """Have somebody else speak on the wire, alone; the readers are offline meanwhile, and come back after it.

        Ends when ``work`` has; it must raise nothing. Raises :class:`SetupError` where somebody has it already.
        """
        if self._borrower is not None:
            raise SetupError(f"line {self._id}: somebody else has the wire")
        done = asyncio.Event()

        async def lent(stream: ByteStream) -> None:
            try:
                await work(stream)
            finally:
                done.set()

        self._borrower = lent
        if self._stream is not None:
            self._stream.close()
        try:
            await done.wait()
        finally:
            self._borrower = None

    def rekeyed(self, device: str, key: bytes | None) -> None:
        """From the next opening of the wire on, this is the reader's key."""
        self._readers[device] = replace(self._reader(device), key=key)
        self._translator = Translator(self._id, list(self._readers.values()), self._decode)
        self._sort()

    def _sort(self) -> None:
        self._keyless = [reader for reader in self._readers.values() if reader.keyless]
        self._setups = [reader.setup() for reader in self._readers.values() if not reader.keyless]

    async def _lend(self, stream: ByteStream, borrower: Borrower) -> None:
        try:
            await borrower(stream)
        finally:
            self._borrower = None
            stream.close()

    def _show(self, reader: OsdpReaderConfig, look: Look) -> None:
        self._send(reader, look.led, next(self._tickets), _SHOW_S, "led")
        if look.buz is not None:
            self._send(reader, look.buz, next(self._tickets), _SHOW_S, "buz")

    def _send(
        self, reader: OsdpReaderConfig, command: Message, ticket: int, patience_s: float, replaces: str = ""
    ) -> None:
        if self._wire is None or reader.keyless:
            away = OrderEnded(ticket=ticket, address=reader.address, reply=None, why="the line is not open")
            self._heard([away], asyncio.get_running_loop().time())
        else:
            self._wire.send(reader.address, command, ticket, patience_s, replaces)

    def _build(self, now: float) -> Panel:
        return Panel(self._setups, self._random, now, timing=self._timing, baud=self._baud)

    def _heard(self, events: Sequence[PanelEvent], now: float) -> None:
        for event in events:
            self._tell(self._translator.signals(event, now))
            if isinstance(event, OrderEnded):
                waiting = self._waiting.get(event.ticket)
                if waiting is not None and not waiting.done():
                    waiting.set_result(event)
            elif isinstance(event, ReaderUp | ReaderRestarted):
                self._show_again(event.address)

    def _show_again(self, address: int) -> None:
        """What a reader displays is lost when it loses power."""
        for device, look in self._lasting.items():
            reader = self._readers[device]
            if reader.address == address:
                self._show(reader, look)

    def _lost(self, why: str) -> None:
        self._tell(self._translator.all_offline(f"line {self._id}: {why}"))

    def _tell(self, signals: Iterable[Signal]) -> None:
        for signal in signals:
            self._emit(signal)

    def _reader(self, device: str) -> OsdpReaderConfig:
        reader = self._readers.get(device)
        if reader is None:
            raise SetupError(f"line {self._id}: expected one of {sorted(self._readers)}, came {device!r}")
        return reader


def _control(order: OutputOrder) -> OutputControl | None:
    """The order as the reader takes it; None if it cannot be said. The reader times pulses, rounded down."""
    if not 1 <= order.output <= 0x100:
        return None
    if order.pulse is None:
        code = OutputCode.ON if order.on else OutputCode.OFF
        return OutputControl(output=order.output - 1, control=code)
    timer = max(1, int(order.pulse.total_seconds() / _TICK_S + 1e-6))
    if timer > _LONGEST_PULSE or order.pulse.total_seconds() <= 0:
        return None
    code = OutputCode.PULSE_ON if order.on else OutputCode.PULSE_OFF
    return OutputControl(output=order.output - 1, control=code, timer=timer)


def _result(ended: OrderEnded) -> OutputResult:
    if ended.reply is None:
        return OutputResult.OFFLINE
    return OutputResult.FAILED if isinstance(ended.reply, Nak) else OutputResult.DONE


def _nobody(signal: Signal) -> None:
    """Where signals go before :meth:`OsdpLine.run`: nothing is known yet that could be told."""
