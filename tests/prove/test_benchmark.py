"""The benchmark's campus is what it says: everything holds, and its culprit breaches two invariants."""

from __future__ import annotations

from benchmarks.prove import run
from benchmarks.suite import Options


def test_a_small_run_has_all_figures() -> None:
    figures = run(Options(quick=True))
    assert [figure.unit for figure in figures] == ["s"] * 5
    assert all(figure.value > 0 for figure in figures)
