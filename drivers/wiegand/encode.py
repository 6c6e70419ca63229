"""Card numbers to bits, as a card of that format would send them: for simulators and enrolment printers."""

from __future__ import annotations

from collections.abc import Mapping

from drivers.wiegand.card_format import CardFormat
from drivers.wiegand.formats import pick


def encode(name: str, facility: int | None, number: int, more: Mapping[str, int] | None = None) -> str:
    """The bits of that card, first bit first. ``more`` gives fields such as ``issue``; absent ones are 0.

    Raises ``ValueError`` for an unknown format, a value that does not fit, or a facility too many or missing.
    """
    (layout,) = pick([name])
    if (facility is None) == ("facility" in layout.fields):
        raise ValueError(f"{name} {'needs a' if facility is None else 'has no'} facility")
    values = dict.fromkeys(layout.fields, 0) | dict(more or {}) | {"number": number}
    if facility is not None:
        values["facility"] = facility
    bits = ["0"] * layout.length
    for field, value in values.items():
        _put(layout, bits, field, value)
    for pos, constant in layout.constants.items():
        bits[pos : pos + len(constant)] = constant
    for parity in layout.parities:
        bits[parity.pos] = parity.bit("".join(bits))
    if layout.xor:
        bits[layout.xor.pos : layout.xor.pos + 8] = layout.xor.byte("".join(bits))
    return "".join(bits)


def _put(layout: CardFormat, bits: list[str], name: str, value: int) -> None:
    if name not in layout.fields:
        raise ValueError(f"{layout.name} has no field {name!r}")
    if not 0 <= value <= layout.largest(name):
        raise ValueError(f"{layout.name}: {name} must be 0 to {layout.largest(name)}, came {value}")
    at = layout.fields[name]
    for pos, bit in zip(at, f"{value:0{len(at)}b}", strict=True):
        bits[pos] = bit
