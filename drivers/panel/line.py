"""One panel on its line: it comes up, is polled, and gets orders, which go before polls."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress

from drivers.panel.errors import NoAnswer, OrderRefused, Refused, Unsafe
from drivers.panel.panel import Panel
from drivers.panel.talk import Talk, Talker
from drivers.transport.backoff import Backoff, serve_reopening
from drivers.transport.faults import FaultSummary
from drivers.transport.stream import ByteStream, Opener
from gate.domain.lines import Emit
from gate.domain.signals import Feedback, OutputOrder, OutputResult, Signal, WireFault

ORDER_TIMEOUT_S = 1.0
VERIFY_EVERY_S = 60.0
"""How it is set up is looked at again this often: someone may change it with another tool."""


class PanelLine:
    """A :class:`gate.domain.lines.Line` with one panel and its readers."""

    def __init__(
        self, line_id: str, opener: Opener, panel: Panel, talker: Talker, *, poll: float, misses: int
    ) -> None:
        """``poll``: seconds between polls; ``misses``: polls without an answer until it is offline."""
        self._id, self._opener, self._panel, self._talker = line_id, opener, panel, talker
        self._poll_s, self._most_misses = poll, misses
        self._faults = FaultSummary()
        self._emit: Emit = lambda signal: None
        self._talk: Talk | None = None
        self._hurry = asyncio.Event()

    @property
    def id(self) -> str:
        """See :class:`gate.domain.lines.Line`."""
        return self._id

    async def run(self, emit: Emit) -> None:
        """See :class:`gate.domain.lines.Line`."""
        self._emit = emit
        await serve_reopening(self._opener, self._serve, self._down, Backoff())

    async def order(self, order: OutputOrder) -> OutputResult:
        """See :class:`gate.domain.lines.Line`."""
        talk = self._talk
        if talk is None or not self._panel.online:
            return OutputResult.OFFLINE
        try:
            async with asyncio.timeout(ORDER_TIMEOUT_S):
                await talk.carry_out(order)
        except (OrderRefused, Refused) as error:
            self._fault(f"output {order.output}: {error}")
            return OutputResult.FAILED
        except (NoAnswer, TimeoutError, ConnectionError):
            return OutputResult.OFFLINE
        finally:
            self._hurry.set()  # read back soon, whatever came of it
        return OutputResult.DONE

    async def show(self, device: str, feedback: Feedback) -> None:
        """The lamps of a panel's readers are the panel's own."""

    async def _serve(self, stream: ByteStream) -> None:
        talk = self._talker(stream, self._tell, self._fault)
        try:
            detail = await self._come_up(talk)
            self._talk = talk
            self._tell(self._panel.came_up(detail))
            await self._poll(talk)
        finally:
            self._talk = None
            talk.close()

    async def _come_up(self, talk: Talk) -> str:
        """Raises ``ConnectionError``: a panel that is not there or not safe is tried again on a new wire."""
        try:
            return await talk.come_up()
        except (NoAnswer, Refused, Unsafe) as error:
            raise ConnectionError(str(error)) from error

    async def _poll(self, talk: Talk) -> None:
        loop, misses = asyncio.get_running_loop(), 0
        verify_at = loop.time() + VERIFY_EVERY_S
        while True:
            try:
                if loop.time() >= verify_at:
                    await talk.verify()
                    verify_at = loop.time() + VERIFY_EVERY_S
                await talk.poll()
                misses = 0
            except (Refused, Unsafe) as error:
                raise ConnectionError(str(error)) from error
            except NoAnswer as error:
                misses += 1
                if misses >= self._most_misses:
                    raise ConnectionError(str(error)) from error
            await self._pause()

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._poll_s):
                await self._hurry.wait()
        self._hurry.clear()

    def _down(self, why: str) -> None:
        self._tell(self._panel.went_down(why))

    def _fault(self, why: str) -> None:
        if (report := self._faults.note(why, asyncio.get_running_loop().time())) is not None:
            self._emit(WireFault(device=self._panel.device, why=report))

    def _tell(self, signals: Iterable[Signal]) -> None:
        for signal in signals:
            self._emit(signal)
