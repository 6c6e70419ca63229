"""Running suites: by name, each with its table and its JSON."""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, table, write_json

RESULTS = Path("build") / "bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line says to every suite; ``quick`` is for a look, its figures are too few to judge by.

    ``full``: at the promised size also what is taken at a part of it otherwise, however long that takes.
    """

    quick: bool = False
    full: bool = False


Run = Callable[[Options], list[Figure]]


def load(name: str) -> Run:
    """The suite's ``run``; imported only now, so that one suite's needs do not stop another."""
    run: Run = importlib.import_module(f"benchmarks.{name}").run
    return run


def run_suites(
    names: Sequence[str], options: Options, results: Path = RESULTS, find: Callable[[str], Run] = load
) -> bool:
    """Run each suite, print its table and write ``results/<suite>.json``; whether every target was met."""
    met = True
    for name in names:
        print(f"{name}: measuring", flush=True)
        figures = find(name)(options)
        print(f"\n{table(figures)}\n", flush=True)
        write_json(figures, results / f"{name}.json")
        met = met and all(figure.met for figure in figures)
    return met
