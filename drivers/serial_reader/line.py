"""One UART reader on its line.

Such a reader only talks when a card is near: it is online while its port is open, and a cut wire between
module and port cannot be seen. Profiles say so to the installer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from drivers.serial_reader.frames import BadFrame, Frame, NumberFrame
from drivers.serial_reader.framing import framer_for
from drivers.serial_reader.repeats import RepeatFilter
from drivers.transport.backoff import Backoff, serve_reopening
from drivers.transport.faults import FaultSummary
from drivers.transport.stream import ByteStream, Opener
from firmware_profiles.schema import Profile
from gate.domain.card import card_number
from gate.domain.lines import Emit
from gate.domain.signals import (
    CardRead,
    DeviceOffline,
    DeviceOnline,
    Feedback,
    OutputOrder,
    OutputResult,
    WireFault,
)


class SerialReaderLine:
    """A :class:`gate.domain.lines.Line` with the one device ``device``.

    ``clock`` gives seconds that never fall (default: the running loop's); raises ``ValueError`` if the
    profile is no serial reader's.
    """

    def __init__(
        self,
        line_id: str,
        opener: Opener,
        device: str,
        profile: Profile,
        clock: Callable[[], float] | None = None,
    ) -> None:
        if profile.serial_reader is None:
            raise ValueError(f"line {line_id}: profile {profile.id} is {profile.protocol}, not serial-reader")
        self._id, self._opener, self._device = line_id, opener, device
        self._facts = profile.serial_reader
        self._clock = clock
        self._online: bool | None = None

    @property
    def id(self) -> str:
        """See :class:`gate.domain.lines.Line`."""
        return self._id

    async def run(self, emit: Emit) -> None:
        """See :class:`gate.domain.lines.Line`."""
        await serve_reopening(
            self._opener,
            lambda stream: self._serve(stream, emit),
            lambda why: self._down(why, emit),
            Backoff(),
        )

    async def order(self, order: OutputOrder) -> OutputResult:
        """A UART reader has no outputs: always ``FAILED``."""
        return OutputResult.FAILED

    async def show(self, device: str, feedback: Feedback) -> None:
        """A UART reader that only talks has no lamp to show anything on."""

    async def _serve(self, stream: ByteStream, emit: Emit) -> None:
        clock = self._clock or asyncio.get_running_loop().time
        framer, faults = framer_for(self._facts), FaultSummary()
        repeats = RepeatFilter(window=self._facts.host_debounce_ms / 1000)
        self._online = True
        emit(DeviceOnline(device=self._device, detail="port open; the reader itself gives no sign of life"))
        while True:
            for frame in framer.feed(await stream.read()):
                self._tell(frame, clock(), repeats, faults, emit)

    def _tell(
        self, frame: Frame, now: float, repeats: RepeatFilter, faults: FaultSummary, emit: Emit
    ) -> None:
        match frame:
            case NumberFrame(number=number) if repeats.fresh(number, now):
                card = card_number(self._facts.card_format, number)
                emit(CardRead(device=self._device, card=card))
            case BadFrame(why=why) if (report := faults.note(why, now)) is not None:
                emit(WireFault(device=self._device, why=report))

    def _down(self, why: str, emit: Emit) -> None:
        if self._online is not False:
            self._online = False
            emit(DeviceOffline(device=self._device, why=why))
