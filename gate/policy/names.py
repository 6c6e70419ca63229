"""Names to bits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def bits(names: Iterable[str]) -> dict[str, int]:
    """One bit a name, in the order given."""
    return {name: 1 << number for number, name in enumerate(names)}


def mask_of(names: Iterable[str], known: Mapping[str, int]) -> int:
    """The bits of the names, those without a bit left out."""
    mask = 0
    for name in names:
        mask |= known.get(name, 0)
    return mask
