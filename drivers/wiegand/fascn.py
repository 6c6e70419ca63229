"""FASC-N, the number of a US federal (PIV) card, in its 200-bit form (TIG SCEPACS v2.2; GSA).

40 characters of five bits: four data bits, least significant first, and odd parity::

    S agency:4 F system:4 F credential:6 F CS:1 F ICI:1 F person:10 category:1 organisation:4 association:1 E LRC
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import xor

from drivers.wiegand.match import Bits, Match

_SIGNS = {f"{value:04b}"[::-1]: sign for value, sign in enumerate("0123456789")} | {
    "1101": "S",
    "1011": "F",
    "1111": "E",
}
_BITS = {sign: bits for bits, sign in _SIGNS.items()}
_SHAPE = "S????F????F??????F?F?F????????????????E"


@dataclass(frozen=True, slots=True)
class FascN:
    """A :class:`drivers.wiegand.match.Layout`. The number is ``agency-system-credential-CS-ICI``: series and
    issue are part of it, so that a card that was issued again is another card."""

    name: str = "FASC-N"
    title: str = "FASC-N, 200 bits"
    length: int = 200
    check_bits: int = 40 + 4 + 7 * 4

    def fault(self, bits: Bits) -> str:
        """See :class:`drivers.wiegand.match.Layout`."""
        signs = [bits[at : at + 5] for at in range(0, 200, 5)]
        for at, sign in enumerate(signs):
            if sign.count("1") % 2 == 0:
                return f"odd parity of character {at + 1} is wrong"
        for at, (sign, shape) in enumerate(zip(signs, _SHAPE, strict=False)):
            came = _SIGNS.get(sign[:4], "")
            if came != shape if shape != "?" else not came.isdigit():
                return f"character {at + 1} is {sign}, expected {'a digit' if shape == '?' else shape}"
        # The check need not be a digit itself: NIST's test cards have such.
        if _check(signs[:-1]) != signs[-1][:4]:
            return "the check character at the end is wrong"
        return ""

    def read(self, bits: Bits) -> Match:
        """See :class:`drivers.wiegand.match.Layout`."""
        text = "".join(_SIGNS[bits[at : at + 4]] for at in range(0, 195, 5))
        agency, system, credential, series, issue, person = text[1:-1].split("F")
        return Match(
            format=self.name,
            facility=None,
            number=f"{agency}-{system}-{credential}-{series}-{issue}",
            check_bits=self.check_bits,
            more=(
                ("agency", int(agency)),
                ("system", int(system)),
                ("credential", int(credential)),
                ("series", int(series)),
                ("issue", int(issue)),
                ("person", person),
            ),
        )

    def encode(self, facility: int | None, number: int | str, more: Mapping[str, int]) -> Bits:
        """See :class:`drivers.wiegand.match.Layout`; ``more`` may give ``person``, 16 digits."""
        parts = str(number).split("-")
        if facility is not None or [len(part) for part in parts] != [4, 4, 6, 1, 1]:
            raise ValueError(f"FASC-N: expected AAAA-SSSS-CCCCCC-C-I, came {number!r}")
        text = f"S{'F'.join(parts)}F{more.get('person', 0):016d}E"
        if not "".join(parts).isdigit() or len(text) != len(_SHAPE):
            raise ValueError(f"FASC-N: expected digits alone, came {number!r} and {more}")
        data = [_BITS[sign] for sign in text]
        return "".join(_with_parity(four) for four in (*data, _check(data)))


def _check(signs: list[str]) -> str:
    return f"{reduce(xor, (int(sign[:4], 2) for sign in signs)):04b}"


def _with_parity(four: str) -> str:
    return four + str((four.count("1") + 1) % 2)
