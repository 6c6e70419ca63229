"""The visitor desk: screening, search as one types, every page beside many people and visits; keys of a check-in."""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.desk_browser import key_figures
from benchmarks.desk_names import name
from benchmarks.desk_pages import PAGES, desk_over, visits_to
from benchmarks.desk_store import store_of
from benchmarks.figures import Bound, Figure, Target
from benchmarks.quantiles import quantile
from benchmarks.suite import Options
from gate.screening.compare import known
from gate.screening.index import Index

ROUNDS = 100
SCREENING_MS, SEARCH_MS, PAGE_MS = 30.0, 50.0, 150.0


def run(options: Options) -> list[Figure]:
    """Times of the server, then fields and keys in a browser."""
    entries, people, visits = (2_000, 2_000, 20_000) if options.quick else (100_000, 100_000, 1_000_000)
    rounds = ROUNDS // 10 if options.quick else ROUNDS
    print(f"desk: {people:,} people and {visits:,} visits in the store", flush=True)
    url = store_of(people, visits)
    with tempfile.TemporaryDirectory() as folder, desk_over(url, Path(folder)) as browsers:
        figures = [
            _figure(page, _timed(visits_to(browsers, paths), rounds), _limit(page))
            for page, paths in PAGES.items()
        ]
    return [_screening(random.Random(6), entries, rounds), *figures, *key_figures()]


def _limit(page: str) -> float:
    return SEARCH_MS if "as one types" in page else PAGE_MS


def _screening(rng: random.Random, size: int, rounds: int) -> Figure:
    index = Index((str(number), known(name(rng))) for number in range(size))
    took = _timed(lambda: index.search(known(name(rng))), rounds)
    return _figure(f"screening, {size:,} entries", took, SCREENING_MS)


def _timed(ask: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round, the first left out: it reads pages from the disk and compiles templates."""
    ask()
    took = []
    for _ in range(rounds):
        started = time.perf_counter()
        ask()
        took.append((time.perf_counter() - started) * 1000)
    return took


def _figure(what: str, took: list[float], limit: float) -> Figure:
    target = Target(reference_name="promised", reference=limit, bound=Bound.AT_MOST, ratio=1.0)
    return Figure(name=f"{what}, p95", value=quantile(took, 0.95), unit="ms", target=target)
