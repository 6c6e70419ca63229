"""Any bits as a number of their own: for cards whose layout nobody will tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drivers.wiegand.match import Bits, Match


@dataclass(frozen=True, slots=True)
class Raw:
    """A :class:`drivers.wiegand.match.Layout` of any length, number ``26-2F623AE``: bits, then hex, right-aligned.

    It checks nothing, so that a bit that was read wrongly is another card; only where a profile or a site names it.
    """

    name: str = "raw"
    title: str = "the bits themselves, unchecked"
    length: int | None = None
    check_bits: int = 0

    def fault(self, bits: Bits) -> str:
        """See :class:`drivers.wiegand.match.Layout`."""
        return ""

    def read(self, bits: Bits) -> Match:
        """See :class:`drivers.wiegand.match.Layout`."""
        digits = -(-len(bits) // 4)
        number = f"{len(bits)}-{int(bits, 2):0{digits}X}"
        return Match(format=self.name, facility=None, number=number, check_bits=0)

    def encode(self, facility: int | None, number: int | str, more: Mapping[str, int]) -> Bits:
        """See :class:`drivers.wiegand.match.Layout`."""
        length, _, digits = str(number).partition("-")
        if facility is not None or not length.isdigit() or not digits:
            raise ValueError(f"raw: expected BITS-HEX without facility, came {number!r}")
        bits = f"{int(digits, 16):0{int(length)}b}"
        if len(bits) != int(length):
            raise ValueError(f"raw: {digits} has more than {length} bits")
        return bits
