"""What a format makes of bits that fit it, and what every format promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from gate.domain.card import CardNumber, card_number

Bits = str
"""``0`` and ``1``, first bit first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A format that fits. ``number`` is an int, or text where the format's own number is no decimal.

    ``more`` holds fields that do not identify the card (issue level, OEM, a person's number).
    """

    format: str
    facility: int | None
    number: int | str
    check_bits: int
    more: tuple[tuple[str, int | str], ...] = ()

    def card(self) -> CardNumber:
        """The number as credentials name it."""
        return card_number(self.format, self.number, self.facility)


class Layout(Protocol):
    """A card format. Sans-IO, stateless."""

    @property
    def name(self) -> str:
        """As credentials and profiles name it."""

    @property
    def title(self) -> str:
        """For people."""

    @property
    def length(self) -> int | None:
        """Bits; None where any length will do."""

    @property
    def check_bits(self) -> int:
        """How many bits must be right by rule: how unlikely it is that a foreign card fits."""

    def fault(self, bits: Bits) -> str:
        """Why ``bits`` (of the right length) are not this format; empty if they are."""

    def read(self, bits: Bits) -> Match:
        """The card in ``bits``, which have no fault."""

    def encode(self, facility: int | None, number: int | str, more: Mapping[str, int]) -> Bits:
        """The bits of that card. Raises ``ValueError`` saying what does not fit."""
