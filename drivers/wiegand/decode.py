"""Bits to card numbers: all formats that fit, and the one card that is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drivers.wiegand.formats import DEFAULT_FORMATS, pick
from drivers.wiegand.match import Layout, Match
from gate.domain.card import CardNumber

LONGEST = 512
"""More bits than any card has: a longer read is noise."""
_CLEARLY = 8
"""A format wins over another that fits too if it has this many check bits more: once in 256 is chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """Every format that fits, in the order asked for, and why each other one does not."""

    bits: str
    matches: tuple[Match, ...]
    misfits: tuple[tuple[str, str], ...]

    def card(self) -> tuple[CardNumber | None, str]:
        """The one card that the bits mean, or None and why: unknown length, wrong check, or two formats fit.

        Never guesses between look-alike formats: the same bits are different numbers in each, and the other
        number can be somebody else's card.
        """
        best = sorted(self.matches, key=lambda match: -match.check_bits)
        if not best:
            return None, self._why_none()
        if len(best) > 1 and best[0].check_bits < best[1].check_bits + _CLEARLY:
            names = " and ".join(match.format for match in self.matches)
            return None, f"{len(self.bits)} bits fit {names}: the profile must name the one in use"
        return best[0].card(), ""

    def _why_none(self) -> str:
        near = [f"{name}: {why}" for name, why in self.misfits if not why.startswith("has ")]
        return "; ".join(near) if near else f"no format has {len(self.bits)} bits"


def decode(bits: str, formats: Sequence[str] = DEFAULT_FORMATS) -> Decoding:
    """Try ``formats`` on ``bits`` (``0`` and ``1``, first bit first).

    Raises ``ValueError`` for anything but up to 512 bits, or for an unknown format's name.
    """
    if not _are_bits(bits):
        raise ValueError(f"expected 1 to {LONGEST} bits of 0 and 1, came {len(bits)} characters")
    matches: list[Match] = []
    misfits: list[tuple[str, str]] = []
    for layout in pick(formats):
        if why := _misfit(layout, bits):
            misfits.append((layout.name, why))
        else:
            matches.append(layout.read(bits))
    return Decoding(bits=bits, matches=tuple(matches), misfits=tuple(misfits))


def decode_card(bits: str, formats: Sequence[str] = DEFAULT_FORMATS) -> tuple[CardNumber | None, str]:
    """The one card that the bits mean, or None and why. See :meth:`Decoding.card`; never raises for bits."""
    if not _are_bits(bits):
        return None, f"{len(bits)} bits are no card's"
    return decode(bits, formats).card()


def _are_bits(bits: str) -> bool:
    return 0 < len(bits) <= LONGEST and not set(bits) - {"0", "1"}


def _misfit(layout: Layout, bits: str) -> str:
    if layout.length not in {None, len(bits)}:
        return f"has {layout.length} bits, not {len(bits)}"
    return layout.fault(bits)
