"""One reader asked step by step, for the tools of whoever stands at the cabinet; no polling, no panel.

The only way to the default key (SCBK-D) in this package, and it has to be asked for: the panel has none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from drivers.osdp.channel import Channel
from drivers.osdp.codes import DEFAULT_KEY, MARK
from drivers.osdp.errors import OsdpError, SecureError
from drivers.osdp.frame import Frame
from drivers.osdp.framer import Framer
from drivers.osdp.handshake import Handshake, KeyFor
from drivers.osdp.message import Message
from drivers.osdp.replies import Busy, decode_reply
from drivers.osdp.session import Random
from drivers.transport.stream import ByteStream

_BUSY_S = 0.05
_LONGEST_BUSY_S = 3.0


class NoAnswer(OsdpError):
    """Nobody answered in time, however often it was tried."""


class FieldLink:
    """``wait_s``: for a reply to begin and end; ``others`` hears every frame that was not the reply."""

    def __init__(
        self,
        stream: ByteStream,
        address: int,
        *,
        wait_s: float = 0.3,
        tries: int = 3,
        crc: bool = True,
        others: Callable[[Frame], None] = lambda frame: None,
    ) -> None:
        self.address = address
        self._stream, self._wait_s, self._tries, self._crc, self._others = stream, wait_s, tries, crc, others
        self._sequence = 0
        self._channel: Channel | None = None

    async def ask(self, command: Message, scb: bytes = b"") -> Message:
        """The reply, NAKs too. Raises :class:`NoAnswer` or another :class:`OsdpError`."""
        reply = await self._exchange(command, scb)
        return decode_reply(reply.code, reply.payload)

    async def connect(self, key: bytes | KeyFor | None, random: Random) -> None:
        """A secure channel with the reader's own key; ``None`` asks for the default key."""
        self.restart()
        handshake = Handshake(DEFAULT_KEY if key is None else key, random(8), own=key is not None)
        challenge, scrypt = handshake.blocks
        answer = handshake.answer(await self._exchange(handshake.challenge(), challenge))
        self._channel = handshake.finish(await self._exchange(answer, scrypt))

    def restart(self) -> None:
        """Begin a new conversation, in clear."""
        self._sequence, self._channel = 0, None

    async def _exchange(self, command: Message, scb: bytes) -> Frame:
        data = self._wire(command, scb)
        end = asyncio.get_running_loop().time() + _LONGEST_BUSY_S
        for _ in range(self._tries):
            frame = await self._try(data)
            while frame is not None and frame.code == Busy.CODE and not frame.scb:
                if asyncio.get_running_loop().time() >= end:
                    raise NoAnswer(f"reader {self.address} says BUSY for {_LONGEST_BUSY_S:g} s")
                await asyncio.sleep(_BUSY_S)
                frame = await self._try(data)
            if frame is not None:
                self._sequence = self._sequence % 3 + 1
                return self._open(frame)
        raise NoAnswer(f"reader {self.address} does not answer ({self._tries} tries)")

    def _wire(self, command: Message, scb: bytes) -> bytes:
        frame = Frame(
            address=self.address,
            reply=False,
            sequence=self._sequence,
            code=command.code,
            payload=command.payload(),
            crc=self._crc,
            scb=scb,
        )
        return bytes((MARK,)) + (frame.encode() if self._channel is None else self._channel.seal(frame))

    def _open(self, frame: Frame) -> Frame:
        if self._channel is None or (not frame.scb and frame.code == 0x41):  # a NAK may come in clear
            return frame
        if not frame.scb:
            raise SecureError("the reader answers in clear text although the secure channel is up")
        return self._channel.open(frame)

    async def _try(self, data: bytes) -> Frame | None:
        """Send, and wait for a sound frame of this reader; other frames are told of."""
        framer = Framer()
        self._stream.write(data)
        try:
            async with asyncio.timeout(self._wait_s):
                while True:
                    for item in framer.feed(await self._stream.read()):
                        if not isinstance(item, Frame) or data.endswith(item.encode()):
                            continue  # noise, or the echo of a two-wire adapter
                        if item.reply and item.address == self.address:
                            return item
                        self._others(item)
        except TimeoutError:
            return None
