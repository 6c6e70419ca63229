"""One Modbus connection: a request, its one answer or a time-out. Errors are raised; reopening is the line's.

Bytes that come while nothing was asked are dropped: a late answer is not taken for the next one's.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable

from drivers.modbus.crc import crc16
from drivers.modbus.pdu import Request
from drivers.modbus.sieve import RtuSieve, Sieve, TcpSieve
from drivers.modbus.ticks import TICK_S, Tick, ticks_of
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


Answer = bytes | NoAnswer | Refused | ConnectionError
Done = Callable[[Answer], None]


class ModbusLink:
    """Opened once, used for one request at a time (the caller's lock), closed once."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._rtu = isinstance(place, SerialPlace) or place.scheme != "tcp"
        self.sieve: Sieve = RtuSieve() if self._rtu else TcpSieve()
        self._loop = asyncio.get_running_loop()
        self._tid = 0
        self._buffer = b""
        self._done: Done | None = None
        self._stream: ByteStream | None = None
        self._listening: asyncio.Task[None] | None = None
        self._lost = "not open"
        self._ticks = ticks_of(self._loop)
        self._timer: Tick | None = None
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
        waiter: asyncio.Future[Answer] = self._loop.create_future()
        self.send(request, within, waiter.set_result)
        try:
            answer = await waiter
        finally:
            self._done = None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def send(self, request: Request, within: float, done: Done) -> None:
        """The same without a task: ``done`` is called once with the PDU, or with what :meth:`request` raises.

        Raises ``ConnectionError`` where nothing could be sent; ``done`` is not called then.
        """
        if self._lost or self._stream is None:
            raise ConnectionError(self._lost)
        packet = self._packet(request)
        self._buffer = b""
        self.sieve.sent(packet)
        self._stream.write(packet)
        self._done = done
        self._give_up_at(self._loop.time() + within, within)

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
        if self._done is None:
            return
        self._buffer = (self._buffer + data)[-_MOST_KEPT:] if self._buffer else data
        if frame := self.sieve.came(self._buffer):
            pdu = frame[1:-2] if self._rtu else frame[7:]
            self._answer(Refused(pdu[1]) if pdu[0] & 0x80 else pdu)

    def _answer(self, answer: Answer) -> None:
        if (done := self._done) is not None:
            self._done = None
            done(answer)

    def _give_up_at(self, until: float, within: float) -> None:
        # One timer that is set anew where it finds nothing to do: most answers come long before their time.
        self._until, self._within = until, within
        if self._timer is None or self._timer.when > until + TICK_S:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = self._ticks.at(until, self._look_at_clock)

    def _look_at_clock(self) -> None:
        self._timer = None
        if self._done is None:
            return
        if self._loop.time() < self._until:
            self._timer = self._ticks.at(self._until, self._look_at_clock)
        else:
            self._answer(NoAnswer(self._within, self.sieve.other))

    def _lose(self, why: str) -> None:
        self._lost = self._lost or why
        self._answer(ConnectionError(self._lost))
