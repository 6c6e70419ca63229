"""docs/regime.md beside the tests that it names: neither says more than the other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"\| ([A-G]\d+) \| (.+) \| (held|partly|not yet) \| (.*) \| (.*) \|")
DEMANDS = {"A": 8, "B": 10, "C": 5, "D": 5, "E": 3, "F": 4, "G": 6}
"""How many demands each part has (requirements of the regime, parts A to G)."""


def rows() -> dict[str, tuple[str, str, set[str]]]:
    """By id: its state, what Gate does, the tests that it names."""
    found: dict[str, tuple[str, str, set[str]]] = {}
    for line in (ROOT / "docs" / "regime.md").read_text().splitlines():
        if match := ROW.fullmatch(line):
            key, _, state, how, tests = match.groups()
            assert key not in found, f"{key} stands there twice"
            found[key] = state, how, set(re.findall(r"`([^`]+)`", tests))
    return found


def marked() -> Iterator[tuple[str, str]]:
    """Each test that is marked, with each key on it."""
    for path in (ROOT / "tests").rglob("test_*.py"):
        text = path.read_text()
        if "mark.regime" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            for mark in getattr(node, "decorator_list", ()):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.regime":
                    assert isinstance(node, ast.FunctionDef)
                    for key in mark.args:
                        yield ast.literal_eval(key), f"{path.relative_to(ROOT / 'tests')}::{node.name}"


def test_every_demand_stands_there_once() -> None:
    assert list(rows()) == [f"{part}{n}" for part, many in DEMANDS.items() for n in range(1, many + 1)]


def test_it_names_just_the_tests_that_are_marked() -> None:
    by_id: dict[str, set[str]] = {}
    for key, test in marked():
        by_id.setdefault(key, set()).add(test)
    assert {key: tests for key, (_, _, tests) in rows().items() if tests} == by_id


def test_the_state_fits_what_is_said() -> None:
    for key, (state, how, tests) in rows().items():
        assert (state == "not yet") == (not tests and not how), key
        assert (state == "partly") == ("Missing: " in how), key
