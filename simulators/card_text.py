"""How a person names a card to a simulator: ``H10301:123:4567`` or ``EM4100:62E3086CED``."""

from __future__ import annotations

from gate.domain.card import CardNumber, card_number


def parse_card(text: str) -> CardNumber:
    """The card meant; ValueError says what was expected."""
    parts = text.split(":")
    if len(parts) == 2 and all(parts):
        return card_number(parts[0], parts[1])
    if len(parts) == 3 and all(parts) and parts[1].isdigit():
        return card_number(parts[0], parts[2], int(parts[1]))
    raise ValueError(f"expected a card as FORMAT:NUMBER or FORMAT:FACILITY:NUMBER; got {text!r}")
