"""One Modbus connection: the pymodbus client with its defaults tamed.

pymodbus waits 12 s for a dead device, retries and reconnects behind one's back, and returns exceptions instead
of raising them. Here a request takes one time-out at most, errors are raised, and reopening is the line's.
"""

from __future__ import annotations

import asyncio
import logging
import termios
import traceback

from pymodbus import FramerType
from pymodbus.client import AsyncModbusSerialClient, AsyncModbusTcpClient
from pymodbus.exceptions import ModbusException
from pymodbus.pdu import ExceptionResponse, ModbusPDU

from drivers.modbus.pdu import WriteCoilValue
from drivers.modbus.sieve import RtuSieve, Sieve, TcpSieve
from drivers.transport.open import open_place
from drivers.transport.url import Place, SerialPlace

CONNECT_TIMEOUT_S = 1.0
_EXCEPTIONS = {
    1: "illegal function", 2: "illegal address", 3: "illegal value", 4: "device failure",
    5: "acknowledged, busy", 6: "busy", 8: "memory parity", 10: "gateway path", 11: "gateway target silent",
}  # fmt: skip

# Each of pymodbus' own messages (one an unanswered poll) is a signal here already.
logging.getLogger("pymodbus.logging").setLevel(logging.CRITICAL)


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
        rtu = isinstance(place, SerialPlace) or place.scheme == "socket"
        self.sieve: Sieve = RtuSieve() if rtu else TcpSieve()
        self._rtu = rtu
        self._client = self._make()
        self._client.register(WriteCoilValue)

    async def open(self) -> None:
        """Connect. Raises ``ConnectionError`` with the place and the reason."""
        try:
            up = await self._client.connect()
        except (termios.error, OSError) as error:  # pyserial's errors are OSErrors, those of termios are not
            up = False
            traceback.clear_frames(error.__traceback__)  # or the half-made port stays open, and locked
        if not up:
            # pymodbus keeps its reason to itself: our own opening fails for the same one and names it.
            (await open_place(self._place)).close()
            raise ConnectionError(f"{self._place}: could not be opened just now")

    async def request(self, pdu: ModbusPDU, within: float) -> ModbusPDU:
        """One question, one answer ``within`` seconds.

        Raises :class:`NoAnswer`, :class:`Refused` or ``ConnectionError``.
        """
        if not self._client.connected:
            raise ConnectionError(f"{self._place}: lost")
        try:
            async with asyncio.timeout(within):
                answer: ModbusPDU = await self._client.execute(False, pdu)
        except TimeoutError:
            if not self._client.connected:
                raise ConnectionError(f"{self._place}: lost") from None
            raise NoAnswer(within, self.sieve.other) from None
        except ModbusException as error:
            raise NoAnswer(within, self.sieve.other or str(error)) from error
        if isinstance(answer, ExceptionResponse):
            raise Refused(answer.exception_code)
        return answer

    def close(self) -> None:
        """Give the connection back; safe to call twice."""
        self._client.close()

    def _trace(self, sending: bool, data: bytes) -> bytes:
        if sending:
            self.sieve.sent(data)
            return data
        return self.sieve.came(data)

    def _make(self) -> AsyncModbusSerialClient | AsyncModbusTcpClient:
        # The longest wait in pymodbus only guards against a lost wake-up: ``request`` is quicker.
        place = self._place
        if isinstance(place, SerialPlace):
            return AsyncModbusSerialClient(
                place.path,
                baudrate=place.baud,
                bytesize=place.bits,
                parity=place.parity,
                stopbits=place.stop,
                timeout=CONNECT_TIMEOUT_S,
                retries=0,
                reconnect_delay=0,
                trace_packet=self._trace,
            )
        return AsyncModbusTcpClient(
            place.host,
            port=place.port,
            framer=FramerType.RTU if self._rtu else FramerType.SOCKET,
            timeout=CONNECT_TIMEOUT_S,
            retries=0,
            reconnect_delay=0,
            trace_packet=self._trace,
        )
