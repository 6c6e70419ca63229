"""What a visitor must have: which of it is missing on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from gate.domain.waiver import Waiver


def unmet(
    requires: Iterable[str], has: Mapping[str, date | None], waivers: Iterable[Waiver], today: date
) -> tuple[str, ...]:
    """Requirements that nobody waived and that are missing or were good until before ``today`` (the last day is good;
    None never ends)."""
    waived = {waiver.requirement for waiver in waivers}
    return tuple(name for name in requires if name not in waived and not _good(name, has, today))


def _good(name: str, has: Mapping[str, date | None], today: date) -> bool:
    if name not in has:
        return False
    until = has[name]
    return until is None or until >= today
