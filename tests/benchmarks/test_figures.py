"""Figures: met and missed at the target's edge, the table, the JSON."""

import json
from pathlib import Path

import pytest

from benchmarks.figures import Bound, Figure, Target, table, write_json


def target(bound: Bound, ratio: float = 2.0, reference: float = 10.0) -> Target:
    return Target(reference_name="floor", reference=reference, bound=bound, ratio=ratio)


@pytest.mark.parametrize(
    ("bound", "value", "met"),
    [
        (Bound.AT_MOST, 19.999, True),
        (Bound.AT_MOST, 20.0, True),
        (Bound.AT_MOST, 20.001, False),
        (Bound.AT_LEAST, 19.999, False),
        (Bound.AT_LEAST, 20.0, True),
        (Bound.AT_LEAST, 20.001, True),
        (Bound.AT_MOST, float("nan"), False),
        (Bound.AT_LEAST, float("nan"), False),
    ],
)
def test_the_target_itself_is_met_and_no_number_is_not(bound: Bound, value: float, met: bool) -> None:
    assert Figure(name="x", value=value, unit="ms", target=target(bound)).met is met


def test_without_a_target_a_figure_only_informs() -> None:
    figure = Figure(name="x", value=3.0, unit="ms")
    assert figure.met
    assert figure.ratio is None


@pytest.mark.parametrize("bad", [0.0, -1.0, float("nan"), float("inf")])
def test_a_ratio_needs_a_reference(bad: float) -> None:
    with pytest.raises(ValueError, match="reference: expected a number above 0"):
        target(Bound.AT_MOST, reference=bad)
    with pytest.raises(ValueError, match="ratio: expected a number above 0"):
        target(Bound.AT_MOST, ratio=bad)


def test_the_table_is_aligned_and_says_met_or_missed() -> None:
    figures = [
        Figure(name="path p50", value=2.4, unit="ms", target=target(Bound.AT_MOST, 1.6, 1.8)),
        Figure(name="decisions", value=1_234_567, unit="/s", target=target(Bound.AT_LEAST, 0.5, 2_900_000)),
        Figure(name="reads", value=1000, unit="reads"),
    ]
    assert table(figures).splitlines() == [
        "figure     value         floor or peer       target         ratio",
        "path p50   2.400 ms      1.800 ms floor      ≤ 1.6 × floor  1.33   met",
        "decisions  1,234,567 /s  2,900,000 /s floor  ≥ 0.5 × floor  0.43   MISSED",
        "reads      1,000 reads",
    ]


def test_the_json_says_the_same(tmp_path: Path) -> None:
    figure = Figure(name="p50", value=5.0, unit="ms", target=target(Bound.AT_MOST, 1.5, 2.0))
    path = tmp_path / "deep" / "path.json"
    write_json([figure], path)
    assert json.loads(path.read_text()) == {
        "met": False,
        "figures": [
            {
                "name": "p50",
                "value": 5.0,
                "unit": "ms",
                "target": {"reference_name": "floor", "reference": 2.0, "bound": "≤", "ratio": 1.5},
                "ratio": 2.5,
                "met": False,
            }
        ],
    }
