"""One Modbus connection: a request, its one answer or a time-out. Errors are raised; reopening is the line's.

Bytes that come while nothing was asked are dropped: a late answer is not taken for the next one's.
"""

from __future__ import annotations

import asyncio
import struct

from drivers.modbus.crc import crc16
from drivers.modbus.pdu import Request
from drivers.modbus.sieve import RtuSieve, Sieve, TcpSieve
from drivers.transport.open import open_place
from drivers.transport.stream import ByteStream, listen
from drivers.transport.url import Place, SerialPlace

_EXCEPTIONS = {
    1: "illegal function", 2: "illegal address", 3: "illegal value", 4: "device failure",
    5: "acknowledged, busy", 6: "busy", 8: "memory parity", 10: "gateway path", 11: "gateway target silent",
}  # fmt: skip
_MOST_KEPT = 600
"""Bytes in which an answer is looked for: two of the longest frames."""


class NoAnswer(Exception):
    """Nothing, or nothing that fits, came in time. ``other`` says what came instead."""

    def __init__(self, seconds: float, other: str) -> None:
        super().__init__(other or f"no answer within {seconds:g} s")
        self.other = other


class Refused(Exception):
    """The device answered with a Modbus exception."""

    def __init__(self, code: int) -> None:
        super().__init__(f"refused with exception {code} ({_EXCEPTIONS.get(code, 'unknown')})")
        self.code = code


class ModbusLink:
    """Opened once, used for one request at a time (the caller's lock), closed once."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._rtu = isinstance(place, SerialPlace) or place.scheme == "socket"
        self.sieve: Sieve = RtuSieve() if self._rtu else TcpSieve()
        self._loop = asyncio.get_running_loop()
        self._tid = 0
        self._buffer = b""
        self._waiter: asyncio.Future[bytes] | None = None
        self._stream: ByteStream | None = None
        self._listening: asyncio.Task[None] | None = None
        self._lost = "not open"
        self._timer: asyncio.TimerHandle | None = None
        self._until = self._within = 0.0

    async def open(self) -> None:
        """Connect. Raises ``ConnectionError`` with the place and the reason."""
        self._stream = await open_place(self._place)
        self._lost = ""
        self._listening = self._loop.create_task(self._listen(self._stream))

    async def request(self, request: Request, within: float) -> bytes:
        """One question; the PDU of its answer, ``within`` seconds.

        Raises :class:`NoAnswer`, :class:`Refused` or ``ConnectionError``.
        """
        if self._lost or self._stream is None:
            raise ConnectionError(self._lost)
        packet = self._packet(request)
        self._buffer = b""
        self.sieve.sent(packet)
        self._waiter = waiter = self._loop.create_future()
        self._give_up_at(self._loop.time() + within, within)
        try:
            self._stream.write(packet)
            answer: bytes = await waiter
        finally:
            self._waiter = None
        if answer[0] & 0x80:
            raise Refused(answer[1])
        return answer

    def close(self) -> None:
        """Give the connection back; safe to call twice."""
        self._lose(f"{self._place}: closed")
        if self._timer is not None:
            self._timer.cancel()
        if self._listening is not None:
            self._listening.cancel()
        if self._stream is not None:
            self._stream.close()

    def _packet(self, request: Request) -> bytes:
        unit, pdu = request
        if self._rtu:
            frame = bytes([unit]) + pdu
            return frame + crc16(frame)
        self._tid = (self._tid + 1) & 0xFFFF
        return struct.pack(">HHHB", self._tid, 0, len(pdu) + 1, unit) + pdu

    async def _listen(self, stream: ByteStream) -> None:
        try:
            await listen(stream, self._hear)
        except ConnectionError as error:
            self._lose(str(error))

    def _hear(self, data: bytes) -> None:
        if (waiter := self._waiter) is None or waiter.done():
            return
        self._buffer = (self._buffer + data)[-_MOST_KEPT:]
        if frame := self.sieve.came(self._buffer):
            waiter.set_result(frame[1:-2] if self._rtu else frame[7:])

    def _give_up_at(self, until: float, within: float) -> None:
        # One timer that is set anew where it finds nothing to do: most answers come long before their time.
        self._until, self._within = until, within
        if self._timer is None or self._timer.when() > until:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = self._loop.call_at(until, self._look_at_clock)

    def _look_at_clock(self) -> None:
        self._timer = None
        if self._waiter is None or self._waiter.done():
            return
        if self._loop.time() < self._until:
            self._timer = self._loop.call_at(self._until, self._look_at_clock)
        else:
            self._waiter.set_exception(NoAnswer(self._within, self.sieve.other))

    def _lose(self, why: str) -> None:
        self._lost = self._lost or why
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(ConnectionError(self._lost))
