"""A hand that holds a card to a simulated reader and types a PIN, whatever protocol the reader speaks."""

from __future__ import annotations

from typing import Protocol

from drivers.wiegand import encode
from gate.domain.card import CardNumber
from simulators.control import ControlError
from simulators.osdp.peripheral import Peripheral
from simulators.serial_reader import SimulatedReader

SERIAL_FORMATS = frozenset({"EM4100"})
END_OF_PIN = "#"


class HandReader(Protocol):
    """What the simulated site needs of a reader."""

    async def present(self, card: CardNumber, pin: str | None) -> None:
        """Hold a card to it, then type a PIN; ControlError for what it cannot read."""

    async def noise(self, data: bytes) -> None:
        """Put any bytes on its wire; ControlError where it shares one with others."""


class OsdpHand:
    """A reader on an OSDP line: it sends bits."""

    def __init__(self, peripheral: Peripheral, *, keypad: bool) -> None:
        """``keypad``: whether there are keys to press."""
        self._peripheral = peripheral
        self._keypad = keypad

    async def present(self, card: CardNumber, pin: str | None) -> None:
        """See :class:`HandReader`."""
        if pin is not None and not self._keypad:
            raise ControlError("this reader has no keypad")
        self._peripheral.present(_bits(card))
        if pin is not None:
            self._peripheral.type_keys(pin + END_OF_PIN)

    async def noise(self, data: bytes) -> None:
        """See :class:`HandReader`."""
        raise ControlError("this reader shares its line; make noise at a reader with a line of its own")


class SerialHand:
    """A UART reader: it sends numbers, and has no keys."""

    def __init__(self, reader: SimulatedReader) -> None:
        self._reader = reader

    async def present(self, card: CardNumber, pin: str | None) -> None:
        """See :class:`HandReader`."""
        if pin is not None:
            raise ControlError("this reader has no keypad")
        if card.format not in SERIAL_FORMATS:
            raise ControlError(
                f"this reader reads {', '.join(sorted(SERIAL_FORMATS))}; it does not notice {card.format}"
            )
        await self._reader.present(card.number)

    async def noise(self, data: bytes) -> None:
        """See :class:`HandReader`."""
        self._reader.noise(data)


def _bits(card: CardNumber) -> str:
    try:
        return encode(card.format, card.facility, int(card.number))
    except ValueError as error:
        raise ControlError(f"no reader here could read {card}: {error}") from error
