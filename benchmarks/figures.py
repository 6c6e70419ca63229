"""A figure: what was measured, beside what it is measured against.

Promises that met or missed follows from the numbers alone. Leaves measuring to the suites.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path


class Bound(StrEnum):
    """Which side of the target is good."""

    AT_MOST = "≤"
    AT_LEAST = "≥"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A ratio to a reference (floor or peer) measured in the same run: ``value`` bound ``ratio`` × ``reference``."""

    reference_name: str
    reference: float  # in the figure's unit, above 0
    bound: Bound
    ratio: float

    def __post_init__(self) -> None:
        """Refuse what no ratio can be taken of."""
        for name, number in (("reference", self.reference), ("ratio", self.ratio)):
            if not (math.isfinite(number) and number > 0):
                raise ValueError(f"{name}: expected a number above 0, came {number}")

    def met_by(self, value: float) -> bool:
        """Whether the value is on the good side; exactly on the target is met, not a number never is."""
        limit = self.ratio * self.reference
        return value <= limit if self.bound is Bound.AT_MOST else value >= limit

    def __str__(self) -> str:
        return f"{self.bound} {self.ratio:g} × {self.reference_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of a benchmark's end; without a target it only informs, and counts as met."""

    name: str
    value: float
    unit: str
    target: Target | None = None

    @property
    def met(self) -> bool:
        return self.target is None or self.target.met_by(self.value)

    @property
    def ratio(self) -> float | None:
        """Value by reference."""
        return None if self.target is None else self.value / self.target.reference


HEADINGS = ("figure", "value", "floor or peer", "target", "ratio", "")


def table(figures: Sequence[Figure]) -> str:
    """The figures as aligned lines under a line of headings."""
    rows = [HEADINGS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _row(figure: Figure) -> tuple[str, ...]:
    value = f"{_number(figure.value)} {figure.unit}"
    if figure.target is None:
        return figure.name, value, "", "", "", ""
    target = figure.target
    reference = f"{_number(target.reference)} {figure.unit} {target.reference_name}"
    ratio = f"{figure.value / target.reference:.2f}"
    return figure.name, value, reference, str(target), ratio, "met" if figure.met else "MISSED"


def _number(value: float) -> str:
    """Four significant digits without an exponent."""
    if not math.isfinite(value) or value == 0:
        return f"{value:g}"
    decimals = max(0, 3 - math.floor(math.log10(abs(value))))
    return f"{value:,.{decimals}f}"


def write_json(figures: Sequence[Figure], path: Path) -> None:
    """The same as JSON: ``{"met": bool, "figures": [{name, value, unit, target, ratio, met}]}``."""
    body = {
        "met": all(figure.met for figure in figures),
        "figures": [{**asdict(figure), "ratio": figure.ratio, "met": figure.met} for figure in figures],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n")
