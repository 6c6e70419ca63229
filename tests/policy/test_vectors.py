"""Conformance cases: tests/vectors/policy/*.json, each a site, people, lines and the answers that docs/policy.md gives.

A case patches the file's site and people: lists of things with an ``id`` are patched by it, other values replaced.
An answer lists what is compared; ``"error": true`` stands for any text.
"""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.policy.build import answers
from tests.policy.reference import reference_answers

Raw = dict[str, Any]
FOLDER = Path(__file__).parents[1] / "vectors" / "policy"


def patched(listed: list[Raw], patch: Raw) -> list[Raw]:
    """Things by id: changed, or added at the end."""
    found = {each["id"]: deepcopy(each) for each in listed}
    for name, change in patch.items():
        found[name] = {"id": name} | found.get(name, {}) | change
    return list(found.values())


def cases() -> list[Any]:
    """Every case of every file."""
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        file = json.loads(path.read_text(encoding="utf-8"))
        found += [pytest.param(file, case, id=f"{path.stem}: {case['name']}") for case in file["cases"]]
    return found


def world_of(file: Raw, case: Raw) -> tuple[Raw, list[Raw]]:
    """The site and the people of a case."""
    patch = case.get("patch", {})
    site = {"site": file["site"]["site"] | patch.get("site", {})}
    for part, listed in file["site"].items():
        if part != "site":
            site[part] = patched(listed, patch.get(part, {}))
    return site, patched(file["people"], patch.get("people", {}))


def compared(answer: Raw, expected: Raw) -> Raw:
    """What the case speaks about, with any error as true."""
    return {key: key in answer if key == "error" else answer.get(key) for key in expected}


@pytest.mark.parametrize(("file", "case"), cases())
@pytest.mark.regime("B1")
def test_case(file: Raw, case: Raw) -> None:
    site, people = world_of(file, case)
    given = answers(site, people, case["lines"])
    assert [each["id"] for each in given] == [each["id"] for each in case["answers"]]
    for answer, expected in zip(given, case["answers"], strict=True):
        assert compared(answer, expected) == expected, answer


@pytest.mark.parametrize(("file", "case"), [each for each in cases() if not each.id.startswith("lines")])
def test_reference_agrees(file: Raw, case: Raw) -> None:
    """The slow decider is held to the same cases, so that comparing with it means something."""
    site, people = world_of(file, case)
    for answer, expected in zip(reference_answers(site, people, case["lines"]), case["answers"], strict=True):
        assert compared(answer, expected) == expected


def test_there_are_enough() -> None:
    assert len(cases()) >= 200
