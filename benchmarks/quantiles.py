"""Quantiles of samples, by the nearest rank: always a value that was measured."""

import math
from collections.abc import Sequence


def quantile(samples: Sequence[float], share: float) -> float:
    """The smallest sample that at least ``share`` (above 0, up to 1) of the samples do not exceed."""
    if not samples:
        raise ValueError("expected at least one sample, came none")
    if not 0 < share <= 1:
        raise ValueError(f"share: expected above 0 and up to 1, came {share}")
    # A hair is taken off before rounding up: 0.99 × 100 in binary is a little above 99.
    rank = math.ceil(share * len(samples) - 1e-9)
    return sorted(samples)[max(rank, 1) - 1]


def p50(samples: Sequence[float]) -> float:
    """The median by nearest rank."""
    return quantile(samples, 0.5)


def p99(samples: Sequence[float]) -> float:
    """The value that 99 in 100 do not exceed; wants at least 100 samples to mean something."""
    return quantile(samples, 0.99)
