"""What a reader reads off a token: the format that fitted and the number inside.

Promises one spelling per card, so that equal cards compare equal wherever they came from.
Leaves the bits and their parity to ``drivers.wiegand`` and the serial codecs.
"""

from __future__ import annotations

from dataclasses import dataclass

_HEX = frozenset("0123456789abcdefABCDEF")


def canonical_number(number: int | str) -> str:
    """A card number in its one spelling: decimal for an int, upper case for hex digits (policy.md: in either case).

    Any other text is what it is, to the letter: the token in a QR code tells capitals from small letters.
    """
    text = str(number).strip()
    return text.upper() if _HEX.issuperset(text) else text


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class CardNumber:
    """A card as its format prints it: ``H10301`` facility 123 number ``"4567"``.

    ``number`` is text because EM4100 numbers are hex (``62E3086CED``); build from outside input with
    :func:`card_number`, which spells it canonically.
    """

    format: str
    number: str
    facility: int | None = None

    def __str__(self) -> str:
        middle = "" if self.facility is None else f"{self.facility}:"
        return f"{self.format}:{middle}{self.number}"


def card_number(format: str, number: int | str, facility: int | None = None) -> CardNumber:
    """A :class:`CardNumber` in canonical spelling."""
    return CardNumber(format=format, number=canonical_number(number), facility=facility)
