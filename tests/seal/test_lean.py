"""Bodies without their defaults: nothing is lost, nothing else goes, and a default never changes under old records."""

from __future__ import annotations

import json
from dataclasses import MISSING, dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from gate.bus.lean import default_of, leaner
from gate.bus.plain import from_json, to_json
from gate.domain.decision import Decision, Passage, Result
from gate.domain.events import AccessDecided, Event
from gate.domain.seen import Seen
from gate.engine.body import body_texts
from tests.seal.log import NOON

KEPT = Path(__file__).parent / "defaults.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    number: int
    word: str = ""
    flag: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    name: str
    count: int = 0
    note: str | None = None
    marks: tuple[str, ...] = ()
    level: int = 5
    inner: Inner | None = None
    more: tuple[Inner, ...] = ()
    always: Inner = Inner(number=1)


CASES = [
    (Outer(name=""), {"name": "", "always": {"number": 1}}),
    (Outer(name="a", count=1, level=0), {"name": "a", "count": 1, "level": 0, "always": {"number": 1}}),
    (
        Outer(name="a", inner=Inner(number=0), more=(Inner(number=0, word="x"), Inner(number=2))),
        {
            "name": "a",
            "inner": {"number": 0},
            "more": [{"number": 0, "word": "x"}, {"number": 2}],
            "always": {"number": 1},
        },
    ),
    (Outer(name="a", always=Inner(number=2, flag=True)), {"name": "a", "always": {"number": 2, "flag": True}}),
    (Outer(name="a", marks=("",)), {"name": "a", "marks": [""], "always": {"number": 1}}),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), CASES)
def test_what_has_its_default_goes_and_comes_back(value: Outer, expected: Any) -> None:
    lean = leaner(Outer)
    assert lean is not None
    spelt = json.loads(to_json(value))
    lean(spelt)
    assert spelt == expected
    assert from_json(Outer, json.dumps(spelt).encode()) == value


def test_zero_is_not_false() -> None:
    lean = leaner(Inner)
    assert lean is not None
    spelt = {"number": 1, "word": "", "flag": 0}
    lean(spelt)
    assert spelt == {"number": 1, "flag": 0}


def defaults() -> dict[str, dict[str, Any]]:
    """Of all events and of what stands in them, by the name of the type and of the field."""
    left: list[Any] = list(get_args(Event))
    found: dict[str, dict[str, Any]] = {}
    while left:
        hint = left.pop()
        left += get_args(hint)
        if is_dataclass(hint) and isinstance(hint, type) and hint.__name__ not in found:
            left += get_type_hints(hint).values()
            each = {item.name: default_of(hint, item.name) for item in fields(hint)}
            found[hint.__name__] = {name: value for name, value in each.items() if value is not MISSING}
    return {name: each for name, each in sorted(found.items()) if each}


def test_a_default_never_changes_under_old_records() -> None:
    """A new field is written into the file with its default; what stands there stays."""
    assert defaults() == json.loads(KEPT.read_text())


def test_a_row_of_the_log_is_lean() -> None:
    decision = Decision(
        id="a/1/1", at=NOON, reader="r", portal="p", kind=Passage.ENTRY, result=Result.GRANTED,
        persons=("p1",), person="p1", credential="c1", target="lab",
    )  # fmt: skip
    body, personal = body_texts(AccessDecided(request="a/1/1", decision=decision, seen=Seen(people=("p1",))))
    assert json.loads(personal or "") == {
        "decision.person": "p1", "decision.credential": "c1", "decision.persons": ["p1"], "seen": {"people": ["p1"]},
    }  # fmt: skip
    assert json.loads(body) == {
        "request": "a/1/1",
        "decision": {
            "id": "a/1/1", "at": "2026-04-07T04:00:00.000000Z", "reader": "r", "portal": "p", "kind": "entry",
            "result": "granted", "target": "lab",
        },
    }  # fmt: skip
