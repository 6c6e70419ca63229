"""One UART reader on its line.

A reader that only talks is online while its port is open: a cut wire between module and port cannot be seen, and
profiles say so to the installer. One that is polled is online while it answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial

from drivers.serial_reader.dialogue import Dialogue, dialogue_for
from drivers.serial_reader.frames import (
    BadFrame,
    BitsFrame,
    Frame,
    Framer,
    KeysFrame,
    NumberFrame,
    ReplyFrame,
)
from drivers.serial_reader.framing import bit_formats, framer_for
from drivers.serial_reader.repeats import RepeatFilter
from drivers.serial_reader.session import Session
from drivers.transport.backoff import Backoff, serve_reopening
from drivers.transport.faults import FaultSummary
from drivers.transport.stream import ByteStream, Opener
from drivers.wiegand import decode_card
from firmware_profiles.schema import Profile
from gate.domain.card import card_number
from gate.domain.lines import Emit
from gate.domain.signals import (
    CardRead,
    DeviceOffline,
    DeviceOnline,
    Feedback,
    KeysTyped,
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
        self._facts, self._formats = profile.serial_reader, bit_formats(profile)
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
        """A UART reader has no lamp that this driver knows of."""

    async def _serve(self, stream: ByteStream, emit: Emit) -> None:
        framer = framer_for(self._facts)
        tell = partial(
            self._tell, RepeatFilter(window=self._facts.host_debounce_ms / 1000), FaultSummary(), emit
        )
        if (dialogue := dialogue_for(self._facts)) is not None:
            await self._converse(stream, framer, dialogue, tell, emit)
        self._up("port open; the reader itself gives no sign of life", emit)
        while True:
            for frame in await self._frames(stream, framer, None):
                tell(frame)

    async def _converse(
        self,
        stream: ByteStream,
        framer: Framer,
        dialogue: Dialogue,
        tell: Callable[[Frame], None],
        emit: Emit,
    ) -> None:
        facts = self._facts
        session = Session(
            dialogue, poll=(facts.poll_ms or 0) / 1000, reply=facts.reply_ms / 1000, misses=facts.misses
        )
        while True:
            while out := session.tick(self._now()):
                stream.write(out)
            if session.online is False:
                self._down(session.why, emit)
            for frame in await self._frames(stream, framer, session.due - self._now()):
                session.heard(frame, self._now())
                if session.online:
                    self._up("answers", emit)  # before its first card is told
                tell(frame)

    async def _frames(self, stream: ByteStream, framer: Framer, within: float | None) -> Iterable[Frame]:
        """The frames of the next piece, or of the silence that ends what is pending; none after ``within``."""
        gap = self._facts.gap_ms / 1000 if framer.pending else None
        waits = [wait for wait in (gap, within) if wait is not None]
        try:
            async with asyncio.timeout(max(0.0, min(waits)) if waits else None):
                return framer.feed(await stream.read())
        except TimeoutError:
            return framer.idle() if gap is not None and gap == min(waits) else ()

    def _tell(self, repeats: RepeatFilter, faults: FaultSummary, emit: Emit, frame: Frame) -> None:
        now = self._now()
        match frame:
            case NumberFrame(number=number, facility=facility):
                card = card_number(frame.format or self._facts.card_format, number, facility)
                if repeats.fresh(str(card), now):
                    emit(CardRead(device=self._device, card=card))
            case BitsFrame(bits=bits):
                if repeats.fresh(bits, now):
                    found, why = (None, frame.why) if frame.why else decode_card(bits, self._formats)
                    emit(CardRead(device=self._device, card=found, bits=bits, why=why))
            case KeysFrame(keys=keys):
                emit(KeysTyped(device=self._device, keys=keys))
            case BadFrame(why=why):
                if (report := faults.note(why, now)) is not None:
                    emit(WireFault(device=self._device, why=report))
            case ReplyFrame():
                return  # of interest to the session alone

    def _up(self, detail: str, emit: Emit) -> None:
        if not self._online:
            self._online = True
            emit(DeviceOnline(device=self._device, detail=detail))

    def _down(self, why: str, emit: Emit) -> None:
        if self._online is not False:
            self._online = False
            emit(DeviceOffline(device=self._device, why=why))

    def _now(self) -> float:
        return (self._clock or asyncio.get_running_loop().time)()
