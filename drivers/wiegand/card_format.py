"""One card format: where its fields are and which of its bits check the others.

Bit 0 is the first bit on the wire and the most significant one. Source of the layouts:
RfidResearchGroup/proxmark3@1c8c3b78 client/src/wiegand_formats.c and doc, facts only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

Bits = str
"""``0`` and ``1``, first bit first."""


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
    """A fixed-length layout. ``fields`` name bit positions, most significant first."""

    name: str
    title: str
    length: int
    fields: dict[str, tuple[int, ...]]
    parities: tuple[Parity, ...] = ()  # in the order in which an encoder must set them
    constants: dict[int, str] = field(default_factory=dict)
    xor: Xor | None = None

    @property
    def check_bits(self) -> int:
        """How many bits must be right by rule: how unlikely it is that a foreign card fits."""
        return len(self.parities) + sum(map(len, self.constants.values())) + (8 if self.xor else 0)

    def largest(self, name: str) -> int:
        """The largest value that the field holds; 0 where there is no such field."""
        return (1 << len(self.fields.get(name, ()))) - 1

    def value(self, name: str, bits: Bits) -> int | None:
        """The field's value in ``bits``, None where the format has no such field."""
        at = self.fields.get(name)
        return None if at is None else int("".join(bits[i] for i in at), 2)

    def fault(self, bits: Bits) -> str:
        """Why ``bits`` (of the right length) are not this format; empty if they are."""
        for pos, expected in self.constants.items():
            if (came := bits[pos : pos + len(expected)]) != expected:
                return f"bits {pos} to {pos + len(expected) - 1} are {came}, not the fixed {expected}"
        for parity in self.parities:
            if bits[parity.pos] != parity.bit(bits):
                return f"{'odd' if parity.odd else 'even'} parity at bit {parity.pos} is wrong"
        if self.xor and bits[self.xor.pos : self.xor.pos + 8] != self.xor.byte(bits):
            return f"check byte at bit {self.xor.pos} is wrong"
        return ""


def even(pos: int, over: Iterable[int]) -> Parity:
    """Even parity at ``pos``."""
    return Parity(pos, False, tuple(over))


def odd(pos: int, over: Iterable[int]) -> Parity:
    """Odd parity at ``pos``."""
    return Parity(pos, True, tuple(over))


def run(first: int, count: int) -> tuple[int, ...]:
    """``count`` positions from ``first``."""
    return tuple(range(first, first + count))
