"""A UART reader that says a card's number again and again while the card is held to it."""

from __future__ import annotations

import asyncio

from drivers.serial_reader.stx_hex import encode
from drivers.transport.stream import ByteStream
from firmware_profiles.schema import Profile

LEAST_HOLD_S = 0.2
"""How long a hand holds a card to a reader at least; a default for ``present``."""


class SimulatedReader:
    """Writes frames as the profile says. ``ByteStream`` is the device's end of the wire, paced or not."""

    def __init__(self, stream: ByteStream, profile: Profile) -> None:
        if profile.serial_reader is None:
            raise ValueError(f"profile {profile.id} is {profile.protocol}, not serial-reader")
        self._stream, self._facts = stream, profile.serial_reader

    async def present(self, number: str, hold: float = LEAST_HOLD_S) -> None:
        """Hold a card (hex digits of its number) to the reader for ``hold`` seconds.

        The first frame leaves at once, then one every ``repeat_ms``. Raises ``ValueError`` for a number that
        is not hex of the profile's length.
        """
        frame = self.frame(number)
        loop = asyncio.get_running_loop()
        gone = loop.time() + hold
        while True:
            self._stream.write(frame)
            wait = self._facts.repeat_ms / 1000
            if not wait or loop.time() + wait >= gone:
                return
            await asyncio.sleep(wait)

    def frame(self, number: str) -> bytes:
        """The bytes that say this number."""
        if len(number) != 2 * self._facts.number_bytes:
            raise ValueError(f"expected {2 * self._facts.number_bytes} hex digits, came {number!r}")
        return encode(number, bytes.fromhex(self._facts.tail_hex))

    def noise(self, data: bytes) -> None:
        """Put any bytes on the wire: a bad contact, a wrong baud rate, half a frame."""
        self._stream.write(data)

    def close(self) -> None:
        """Take the device off the wire."""
        self._stream.close()
