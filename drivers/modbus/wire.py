"""The one conversation at a time that a line allows, with the silence that RTU asks for between frames."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from drivers.modbus.link import Answer, ModbusLink, NoAnswer
from drivers.modbus.pdu import Request
from drivers.modbus.turn import Turn
from drivers.transport.url import Place, SerialPlace

_DEAF = 3
"""Unanswered requests in a row after which a TCP connection is given up: it may be half open."""
_GAP_BYTES, _LEAST_GAP_S = 3.5, 0.00175  # Modbus over serial line V1.02, 2.5.1.1

Done = Callable[[Answer, str], None]
"""Hears an answer, and what else came on the wire meanwhile (mostly empty)."""


class Wire:
    """Turns are first come, first served: a write waits for one request in flight at most.

    ``gap``: seconds of silence that must stand between two exchanges; 0 on Modbus TCP.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._turn = Turn()
        self.gap = _gap_of(place)
        self._done: Done | None = None
        self._link: ModbusLink | None = None
        self._unanswered = 0
        self._quiet_until = 0.0
        self._why = "not open"

    async def open(self) -> None:
        """Connect. Raises ``ConnectionError``."""
        link = ModbusLink(self._place)
        try:
            await link.open()
        except ConnectionError:
            link.close()
            raise
        self._link, self._unanswered = link, 0

    def close(self, why: str = "closed") -> None:
        """Give the connection back; waiting and later requests raise ``ConnectionError`` with ``why``."""
        if self._link is not None:
            self._why = why
            self._link.close()
            self._link = None

    async def ask(self, request: Request, within: float) -> tuple[bytes, str]:
        """The answer's PDU ``within`` seconds, and what else came on the wire meanwhile (mostly empty).

        Raises ``NoAnswer``, ``Refused``, or ``ConnectionError`` where the connection is gone or deaf.
        """
        async with self._turn:
            if self._link is None:
                raise ConnectionError(f"{self._place}: {self._why}")
            await self._silence()
            try:
                answer = await self._link.request(request, within)
            except NoAnswer as error:
                self._count(error)
                raise
            finally:
                self._quiet_until = asyncio.get_running_loop().time() + self.gap
            self._unanswered = 0
            return answer, self._link.sieve.other if self._link else ""

    def ask_now(self, request: Request, within: float, done: Done) -> bool:
        """Ask without a task if the wire is free this moment; ``done`` hears what :meth:`ask` returns or raises.

        False if it is not free, or not open: nothing was sent then, and ``done`` is never called.
        """
        loop = asyncio.get_running_loop()
        if self._link is None or loop.time() < self._quiet_until or not self._turn.take():
            return False
        self._done = done
        try:
            self._link.send(request, within, self._answered)
        except ConnectionError:
            self._turn.give()
            return False
        return True

    def _answered(self, answer: Answer) -> None:
        done, noise = self._done, self._link.sieve.other if self._link else ""
        if self.gap:
            self._quiet_until = asyncio.get_running_loop().time() + self.gap
        self._turn.give()
        if isinstance(answer, NoAnswer):
            try:
                self._count(answer)
            except ConnectionError as error:
                answer = error
        else:
            self._unanswered = 0
        if done is not None:
            done(answer, noise)

    def _count(self, error: NoAnswer) -> None:
        self._unanswered += 1
        if self._unanswered >= _DEAF and not isinstance(self._place, SerialPlace):
            self.close(str(error))
            raise ConnectionError(f"{self._place}: {error}") from error

    async def _silence(self) -> None:
        left = self._quiet_until - asyncio.get_running_loop().time()
        if left > 0:
            await asyncio.sleep(left)


def _gap_of(place: Place) -> float:
    if isinstance(place, SerialPlace):
        return max(_LEAST_GAP_S, _GAP_BYTES * place.byte_seconds)
    return 0.0 if place.scheme == "tcp" else _LEAST_GAP_S
