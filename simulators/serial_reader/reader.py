"""A UART reader: says a card's number again and again while the card is held to it, or when it is asked."""

from __future__ import annotations

import asyncio

from drivers.transport.stream import ByteStream
from firmware_profiles.schema import Profile
from gate.domain.card import CardNumber, card_number
from simulators.serial_reader.answers import answerer_for
from simulators.serial_reader.voices import say_card, say_keys

LEAST_HOLD_S = 0.2
"""How long a hand holds a card to a reader at least; a default for ``present``."""
KEY_GAP_S = 0.15
"""Between two keys of a quick hand."""


class SimulatedReader:
    """Speaks as the profile says. ``ByteStream`` is the device's end of the wire, paced or not.

    ``serve`` must run where the profile is a polled reader's, and does nothing where it is not.
    """

    def __init__(self, stream: ByteStream, profile: Profile) -> None:
        if profile.serial_reader is None:
            raise ValueError(f"profile {profile.id} is {profile.protocol}, not serial-reader")
        self._stream, self._profile, self._facts = stream, profile, profile.serial_reader
        self._answerer = answerer_for(self._facts)
        self.silent = False

    async def serve(self) -> None:
        """Answer the host until cancelled, or until the line is lost (``ConnectionError``)."""
        while True:
            data = await self._stream.read()
            if self._answerer is not None and not self.silent:
                self._say(self._answerer.heard(data))

    async def present(self, number: str, hold: float = LEAST_HOLD_S) -> None:
        """Hold a card of the reader's own format to it: see :meth:`hold`."""
        await self.hold(self._card(number), hold)

    async def hold(self, card: CardNumber, seconds: float = LEAST_HOLD_S) -> None:
        """Hold a card to the reader. The first frame leaves at once, then one every ``repeat_ms``, or one an answer.

        Raises ``ValueError`` for a card that the reader cannot read.
        """
        if self._answerer is None:
            await self._repeat(say_card(self._profile, self._facts, card), seconds)
            return
        bytes.fromhex(card.number)
        self._answerer.field.append(card)
        self._say(self._answerer.appeared())
        await asyncio.sleep(seconds)
        self._answerer.field.remove(card)

    async def type_keys(self, keys: str, gap: float = KEY_GAP_S) -> None:
        """Press keys; raises ``ValueError`` where there is no keypad or no such key."""
        for key in keys:
            self._say(say_keys(self._profile, self._facts, key))
            await asyncio.sleep(gap)

    def frame(self, number: str) -> bytes:
        """The bytes that say this number; of a reader that talks by itself."""
        return say_card(self._profile, self._facts, self._card(number))

    def noise(self, data: bytes) -> None:
        """Put any bytes on the wire: a bad contact, a wrong baud rate, half a frame."""
        self._stream.write(data)

    def close(self) -> None:
        """Take the device off the wire."""
        self._stream.close()

    def _card(self, number: str) -> CardNumber:
        return card_number(self._facts.card_format or self._profile.card_formats[0], number)

    async def _repeat(self, frame: bytes, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        gone = loop.time() + seconds
        while True:
            self._say(frame)
            wait = self._facts.repeat_ms / 1000
            if not wait or loop.time() + wait >= gone:
                return
            await asyncio.sleep(wait)

    def _say(self, data: bytes) -> None:
        if data and not self.silent:
            self._stream.write(data)
