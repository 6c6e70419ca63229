"""Card numbers to bits, as a card of that format would send them: for simulators and enrolment printers."""

from __future__ import annotations

from collections.abc import Mapping

from drivers.wiegand.formats import pick


def encode(name: str, facility: int | None, number: int | str, more: Mapping[str, int] | None = None) -> str:
    """The bits of that card, first bit first. ``more`` gives fields such as ``issue``; absent ones are 0.

    Raises ``ValueError`` for an unknown format, a value that does not fit, or a facility too many or missing.
    """
    (layout,) = pick([name])
    return layout.encode(facility, number, more or {})
