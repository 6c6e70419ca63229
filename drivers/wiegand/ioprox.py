"""ioProx (Kantech XSF), the 64 bits of the card (RfidResearchGroup/proxmark3@1c8c3b78 tools/pm3_tests.sh)::

    00000000 0 11110000 1 facility:8 1 version:8 1 code:8 1 code:8 1 check:8 11

The check is FF less the sum of the five bytes before it. What a Kantech reader puts on Wiegand wires (39 bits)
is not published, and not guessed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drivers.wiegand.match import Bits, Match

_MARKS = {0: "000000000", 9: "111100001", 26: "1", 35: "1", 44: "1", 53: "1", 62: "11"}
_BYTES = (9, 18, 27, 36, 45)
_CHECK = 54


@dataclass(frozen=True, slots=True)
class IoProx:
    """A :class:`drivers.wiegand.match.Layout`. Printed as ``XSF(version)facility:number``, the facility in hex."""

    name: str = "ioProx"
    title: str = "Kantech ioProx XSF, the 64 bits of the card"
    length: int = 64
    check_bits: int = 24 + 8

    def fault(self, bits: Bits) -> str:
        """See :class:`drivers.wiegand.match.Layout`."""
        for at, expected in _MARKS.items():
            if (came := bits[at : at + len(expected)]) != expected:
                return f"bits {at} to {at + len(expected) - 1} are {came}, not the fixed {expected}"
        return "" if _byte(bits, _CHECK) == _check(bits) else "the check byte is wrong"

    def read(self, bits: Bits) -> Match:
        """See :class:`drivers.wiegand.match.Layout`."""
        _, facility, version, high, low = (_byte(bits, at) for at in _BYTES)
        return Match(
            format=self.name,
            facility=facility,
            number=high << 8 | low,
            check_bits=self.check_bits,
            more=(("version", version),),
        )

    def encode(self, facility: int | None, number: int | str, more: Mapping[str, int]) -> Bits:
        """See :class:`drivers.wiegand.match.Layout`; ``more`` may give ``version``, else 1."""
        code, version = int(number), more.get("version", 1)
        if facility is None or not (0 <= facility <= 255 and 0 <= code <= 65535 and 0 <= version <= 255):
            raise ValueError(
                f"ioProx: expected facility 0 to 255 and number 0 to 65535, came {facility}:{number}"
            )
        body = "".join(f"{byte:08b}1" for byte in (0xF0, facility, version, code >> 8, code & 0xFF))
        bits = "0" * 9 + body
        return f"{bits}{_check(bits):08b}11"


def _byte(bits: Bits, at: int) -> int:
    return int(bits[at : at + 8], 2)


def _check(bits: Bits) -> int:
    return 0xFF - (sum(_byte(bits, at) for at in _BYTES) & 0xFF)
