"""Lists of numbers as people write them: ``0-7,12``."""

from __future__ import annotations

from gate.roots.shape import UserError


def numbers(what: str, text: str, least: int, most: int) -> list[int]:
    """Each once, in the order written. UserError for what is no number, or outside ``least`` to ``most``."""
    found: dict[int, None] = {}
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise UserError(f"{what}: expected numbers as in 0-7,12; got {part.strip()[:40]!r}")
        low, high = int(first), int(last or first)
        if not least <= low <= high <= most:
            raise UserError(f"{what}: expected {least} to {most}; got {part.strip()[:40]!r}")
        found.update(dict.fromkeys(range(low, high + 1)))
    return list(found)
