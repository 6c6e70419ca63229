"""Bits to card numbers: all formats that fit, and the one card that is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drivers.wiegand.card_format import CardFormat
from drivers.wiegand.formats import DEFAULT_FORMATS, pick
from gate.domain.card import CardNumber, card_number

LONGEST = 512
"""More bits than any card has: a longer read is noise."""
_CLEARLY = 8
"""A format wins over another that fits too if it has this many check bits more: once in 256 is chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A format that fits. ``more`` holds fields that do not identify the card (issue level, OEM)."""

    format: str
    facility: int | None
    number: int
    check_bits: int
    more: tuple[tuple[str, int], ...] = ()

    def card(self) -> CardNumber:
        """The number as credentials name it."""
        return card_number(self.format, self.number, self.facility)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """Every format that fits, in the order asked for, and why each other one of that length does not."""

    bits: str
    matches: tuple[Match, ...]
    misfits: tuple[tuple[str, str], ...]


def decode(bits: str, formats: Sequence[str] = DEFAULT_FORMATS) -> Decoding:
    """Try ``formats`` on ``bits`` (``0`` and ``1``, first bit first).

    Raises ``ValueError`` for anything but up to 512 bits, or for an unknown format's name.
    """
    if not bits or len(bits) > LONGEST or set(bits) - {"0", "1"}:
        raise ValueError(f"expected 1 to {LONGEST} bits of 0 and 1, came {len(bits)} characters")
    matches: list[Match] = []
    misfits: list[tuple[str, str]] = []
    for layout in pick(formats):
        if why := _misfit(layout, bits):
            misfits.append((layout.name, why))
        else:
            matches.append(_match(layout, bits))
    return Decoding(bits=bits, matches=tuple(matches), misfits=tuple(misfits))


def decode_card(bits: str, formats: Sequence[str] = DEFAULT_FORMATS) -> tuple[CardNumber | None, str]:
    """The one card that the bits mean, or None and why: unknown length, wrong check, or two formats fit.

    Never guesses between look-alike formats: the same bits are different numbers in each, and the other
    number can be somebody else's card.
    """
    if not bits or len(bits) > LONGEST or set(bits) - {"0", "1"}:
        return None, f"{len(bits)} bits are no card's"
    decoding = decode(bits, formats)
    best = sorted(decoding.matches, key=lambda match: -match.check_bits)
    if not best:
        return None, _why_none(decoding)
    if len(best) > 1 and best[0].check_bits < best[1].check_bits + _CLEARLY:
        names = " and ".join(match.format for match in decoding.matches)
        return None, f"{len(bits)} bits fit {names}: the profile must name the one in use"
    return best[0].card(), ""


def _misfit(layout: CardFormat, bits: str) -> str:
    if layout.length != len(bits):
        return f"has {layout.length} bits, not {len(bits)}"
    return layout.fault(bits)


def _match(layout: CardFormat, bits: str) -> Match:
    number = layout.value("number", bits)
    if number is None:
        raise TypeError(f"format {layout.name} has no number")
    more = tuple((name, layout.value(name, bits) or 0) for name in layout.fields)
    return Match(
        format=layout.name,
        facility=layout.value("facility", bits),
        number=number,
        check_bits=layout.check_bits,
        more=tuple(item for item in more if item[0] not in {"number", "facility"}),
    )


def _why_none(decoding: Decoding) -> str:
    near = [f"{name}: {why}" for name, why in decoding.misfits if not why.startswith("has ")]
    if near:
        return "; ".join(near)
    return f"no format has {len(decoding.bits)} bits"
