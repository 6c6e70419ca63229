"""One opened wire and the panel that speaks on it, until the wire is lost. Callbacks only: bytes and a clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from drivers.osdp.alarm_clock import AlarmClock
from drivers.osdp.events import PanelEvent
from drivers.osdp.message import Message
from drivers.osdp.panel import Panel
from drivers.transport.stream import ByteStream, listen

Heard = Callable[[Sequence[PanelEvent], float], None]


class Wire:
    """Owns neither stream nor panel; ``heard`` gets each event with the loop's time."""

    def __init__(self, stream: ByteStream, panel: Panel, heard: Heard) -> None:
        self._stream, self._panel, self._heard = stream, panel, heard
        self._time = asyncio.get_running_loop().time
        self._clock = AlarmClock(self._due)
        self._failure: Exception | None = None

    async def run(self, on_bytes: Callable[[], None]) -> None:
        """Until the wire is lost (``ConnectionError``). ``on_bytes``: the wire has proved itself."""

        def hear(data: bytes) -> None:
            on_bytes()
            now = self._time()
            if events := self._panel.receive(data, now):
                self._heard(events, now)
            self._step()

        self._clock.soon()
        try:
            await listen(self._stream, hear)
        except ConnectionError as error:
            raise self._failure or error from None
        finally:
            self._clock.cancel()

    def send(self, address: int, command: Message, ticket: int, patience_s: float, replaces: str) -> None:
        """Queue a command, and send it at once where the line is free; its end is told within ``patience_s``."""
        now = self._time()
        self._heard(self._panel.send(address, command, ticket, now + patience_s, replaces), now)
        self._guarded(lambda: self._speak(now))

    def _due(self) -> None:
        self._guarded(self._step)

    def _guarded(self, act: Callable[[], None]) -> None:
        """For acts that nobody awaits: what goes wrong goes round by the stream to :meth:`run`."""
        try:
            act()
        except Exception as error:  # noqa: BLE001 - raised again by run
            self._failure = error
            self._stream.close()

    def _step(self) -> None:
        """Whatever is due now."""
        now = self._time()
        if events := self._panel.tick(now):
            self._heard(events, now)
        self._speak(now)

    def _speak(self, now: float) -> None:
        """The next frame, if somebody's turn has come, and the alarm clock for what is due next."""
        data = self._panel.next_frame(now)
        if data is not None:
            self._stream.write(data)
        self._clock.arm(self._panel.wake_at(now))
