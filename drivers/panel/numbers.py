"""From the number that a panel sends for a card to the card. Pure.

A panel checks parity itself and passes on a number; how it was made of the card's bits is the panel's convention, and
a number that does not follow it is no card: a guess could make two cards one.
"""

from __future__ import annotations

from typing import Literal

from gate.domain.card import CardNumber, card_number

NumberRule = Literal["decimal-facility", "decimal10"]
_NUMBER_MOST, _FACILITY_MOST = 0xFFFF, 0xFF
_DECIMALS = 100_000
_CARD_MOST = 0xFFFF_FFFF


def card_of(rule: NumberRule, number: int) -> tuple[CardNumber | None, str]:
    """The card, or None and why not. ``number``: 0 to 2^32 - 1, as the panel sent it.

    ``decimal-facility``: Wiegand 26 (H10301) as facility times 100,000 plus number, so that its eight digits read as
    on the card (uhppoted/uhppote-core issue 15: 388575490 has "facility code 388"). ``decimal10``: the number itself
    in ten digits.
    """
    if not 0 <= number <= _CARD_MOST:
        raise ValueError(f"expected a card number 0 to {_CARD_MOST}, came {number}")
    if rule == "decimal10":
        return card_number("decimal10", f"{number:010d}"), ""
    facility, rest = divmod(number, _DECIMALS)
    if facility > _FACILITY_MOST or rest > _NUMBER_MOST:
        return None, f"expected a Wiegand 26 number as facility and five digits, came {number}"
    return card_number("H10301", rest, facility), ""


def number_of(rule: NumberRule, card: CardNumber) -> int:
    """The number that a panel sends for a card. ``ValueError`` for a card that it cannot read."""
    made = int(card.number) if card.facility is None else card.facility * _DECIMALS + int(card.number)
    if card_of(rule, made)[0] != card:
        raise ValueError(f"a panel with {rule} numbers does not read {card}")
    return made
