"""One card format whose fields are plain binary: where they are and which bits check the others.

Bit 0 is the first bit on the wire and the most significant one. Source of the layouts:
RfidResearchGroup/proxmark3@1c8c3b78 client/src/wiegand_formats.c and doc, facts only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from drivers.wiegand.match import Bits, Match


@dataclass(frozen=True, slots=True)
class Parity:
    """The bit at ``pos`` makes the number of ones in ``over`` and itself even or odd."""

    pos: int
    odd: bool
    over: tuple[int, ...]

    def bit(self, bits: Bits) -> str:
        """What the parity bit must be."""
        ones = sum(bits[i] == "1" for i in self.over)
        return str((ones + self.odd) % 2)


@dataclass(frozen=True, slots=True)
class Xor:
    """The byte at ``pos`` is the XOR of the ``count`` bytes before it that start at bit ``first``."""

    pos: int
    first: int
    count: int

    def byte(self, bits: Bits) -> str:
        """What the check byte must be, as eight bits."""
        value = 0
        for start in range(self.first, self.first + 8 * self.count, 8):
            value ^= int(bits[start : start + 8], 2)
        return f"{value:08b}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFormat:
    """A :class:`drivers.wiegand.match.Layout` of fixed length. ``fields`` name bit positions, most significant
    first. ``hex_digits``: the number is written as that many hex digits, not as a decimal."""

    name: str
    title: str
    length: int
    fields: dict[str, tuple[int, ...]]
    parities: tuple[Parity, ...] = ()  # in the order in which an encoder must set them
    constants: dict[int, str] = field(default_factory=dict)
    xor: Xor | None = None
    hex_digits: int = 0

    @property
    def check_bits(self) -> int:
        """See :class:`drivers.wiegand.match.Layout`."""
        return len(self.parities) + sum(map(len, self.constants.values())) + (8 if self.xor else 0)

    def largest(self, name: str) -> int:
        """The largest value that the field holds; 0 where there is no such field."""
        return (1 << len(self.fields.get(name, ()))) - 1

    def value(self, name: str, bits: Bits) -> int | None:
        """The field's value in ``bits``, None where the format has no such field."""
        at = self.fields.get(name)
        return None if at is None else int("".join(bits[i] for i in at), 2)

    def fault(self, bits: Bits) -> str:
        """See :class:`drivers.wiegand.match.Layout`."""
        for pos, expected in self.constants.items():
            if (came := bits[pos : pos + len(expected)]) != expected:
                return f"bits {pos} to {pos + len(expected) - 1} are {came}, not the fixed {expected}"
        for parity in self.parities:
            if bits[parity.pos] != parity.bit(bits):
                return f"{'odd' if parity.odd else 'even'} parity at bit {parity.pos} is wrong"
        if self.xor and bits[self.xor.pos : self.xor.pos + 8] != self.xor.byte(bits):
            return f"check byte at bit {self.xor.pos} is wrong"
        return ""

    def read(self, bits: Bits) -> Match:
        """See :class:`drivers.wiegand.match.Layout`."""
        values = {name: self.value(name, bits) or 0 for name in self.fields}
        number, facility = values.pop("number"), values.pop("facility", None)
        return Match(
            format=self.name,
            facility=facility,
            number=f"{number:0{self.hex_digits}X}" if self.hex_digits else number,
            check_bits=self.check_bits,
            more=tuple(values.items()),
        )

    def encode(self, facility: int | None, number: int | str, more: Mapping[str, int]) -> Bits:
        """See :class:`drivers.wiegand.match.Layout`; fields that ``more`` does not name are 0."""
        if (facility is None) == ("facility" in self.fields):
            raise ValueError(f"{self.name} {'needs a' if facility is None else 'has no'} facility")
        values = dict.fromkeys(self.fields, 0) | dict(more) | {"number": self._number(number)}
        if facility is not None:
            values["facility"] = facility
        bits = ["0"] * self.length
        for name, value in values.items():
            self._put(bits, name, value)
        for pos, constant in self.constants.items():
            bits[pos : pos + len(constant)] = constant
        for parity in self.parities:
            bits[parity.pos] = parity.bit("".join(bits))
        if self.xor:
            bits[self.xor.pos : self.xor.pos + 8] = self.xor.byte("".join(bits))
        return "".join(bits)

    def _number(self, number: int | str) -> int:
        return number if isinstance(number, int) else int(number, 16 if self.hex_digits else 10)

    def _put(self, bits: list[str], name: str, value: int) -> None:
        if name not in self.fields:
            raise ValueError(f"{self.name} has no field {name!r}")
        if not 0 <= value <= self.largest(name):
            raise ValueError(f"{self.name}: {name} must be 0 to {self.largest(name)}, came {value}")
        at = self.fields[name]
        for pos, bit in zip(at, f"{value:0{len(at)}b}", strict=True):
            bits[pos] = bit


def even(pos: int, over: Iterable[int]) -> Parity:
    """Even parity at ``pos``."""
    return Parity(pos, False, tuple(over))


def odd(pos: int, over: Iterable[int]) -> Parity:
    """Odd parity at ``pos``."""
    return Parity(pos, True, tuple(over))


def run(first: int, count: int) -> tuple[int, ...]:
    """``count`` positions from ``first``."""
    return tuple(range(first, first + count))
