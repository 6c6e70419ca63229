"""Quantiles by nearest rank."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.quantiles import p50, p99, quantile


def test_known_ranks() -> None:
    hundred = [float(n) for n in range(100, 0, -1)]
    assert p50(hundred) == 50
    assert p99(hundred) == 99
    assert quantile(hundred, 1) == 100
    assert p50([7.0]) == p99([7.0]) == 7.0
    assert p99([float(n) for n in range(1, 1001)]) == 990


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=300), st.integers(1, 100))
def test_it_is_the_least_sample_that_enough_do_not_exceed(samples: list[float], percent: int) -> None:
    found = quantile(samples, percent / 100)
    need = Fraction(percent, 100) * len(samples)
    assert found in samples
    assert sum(sample <= found for sample in samples) >= need
    assert sum(sample < found for sample in samples) < need


@pytest.mark.parametrize("share", [0.0, -0.1, 1.01, float("nan")])
def test_a_share_outside_its_range_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="share: expected above 0 and up to 1"):
        quantile([1.0], share)


def test_no_samples_have_no_quantile() -> None:
    with pytest.raises(ValueError, match="came none"):
        p50([])
