"""A hand that holds a card to a simulated reader and types a PIN, whatever protocol the reader speaks."""

from __future__ import annotations

from typing import Protocol

from drivers.wiegand import encode
from firmware_profiles.schema import Profile
from gate.domain.card import CardNumber
from simulators.control import ControlError
from simulators.osdp.peripheral import Peripheral
from simulators.serial_reader import SimulatedReader

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
    """A UART reader: it reads the cards of its profile, and has keys where that says so."""

    def __init__(self, reader: SimulatedReader, profile: Profile, *, keypad: bool) -> None:
        """``keypad``: whether there are keys to press."""
        self._reader, self._profile, self._keypad = reader, profile, keypad

    async def present(self, card: CardNumber, pin: str | None) -> None:
        """See :class:`HandReader`."""
        if pin is not None and not self._keypad:
            raise ControlError("this reader has no keypad")
        if card.format not in self._profile.card_formats:
            reads = ", ".join(self._profile.card_formats) or "no cards"
            raise ControlError(f"a {self._profile.model} reads {reads}; it does not notice {card.format}")
        try:
            await self._reader.hold(card)
            if pin is not None:
                await self._reader.type_keys(pin + END_OF_PIN)
        except ValueError as error:
            raise ControlError(f"a {self._profile.model} cannot read {card}: {error}") from error

    async def noise(self, data: bytes) -> None:
        """See :class:`HandReader`."""
        self._reader.noise(data)


def _bits(card: CardNumber) -> str:
    try:
        return encode(card.format, card.facility, int(card.number))
    except ValueError as error:
        raise ControlError(f"no reader here could read {card}: {error}") from error
