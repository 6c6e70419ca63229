"""Lines that cannot be read, and what answers look like."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from gate.policy.lines import answer_lines
from tests.policy.build import PinJudge, answers, world
from tests.policy.lab import ANN, BOB, SITE

ASK = (
    '{"id": 7, "at": "2026-03-04T10:00:00Z", "reader": "lab-in",'
    ' "credential": {"format": "H10301", "facility": 1, "number": 1}}'
)


@pytest.mark.parametrize(
    ("line", "id_"),
    [
        ("nonsense", None),
        ("{", None),
        ("[1, 2]", None),
        ("null", None),
        ('"text"', None),
        ("\ufeff{}", None),
        ("[" * 100_000, None),
        ('{"id": 1' + "0" * 5000 + "}", None),
        ("{}", None),
        ('{"at": "2026-03-04T10:00:00Z", "opened": "front"}', None),
        ('{"id": null, "at": "2026-03-04T10:00:00Z", "opened": "front"}', None),
        ('{"id": true, "at": "2026-03-04T10:00:00Z", "opened": "front"}', None),
        ('{"id": 1.5, "at": "2026-03-04T10:00:00Z", "opened": "front"}', None),
        ('{"id": 1, "at": NaN, "opened": "front"}', None),
        ('{"id": 1, "at": "2026-03-04T10:00:00Z", "opened": "front", "opened": "labdoor"}', None),
        ('{"id": 1, "at": "0001-01-01T00:00:00+14:00", "opened": "front"}', 1),
        ('{"id": "x", "at": "2026-03-04T10:00:00", "opened": "front"}', "x"),
        ('{"id": 2, "at": "2026-03-04T25:00:00Z", "opened": "front"}', 2),
    ],
)
def test_refused(line: str, id_: object) -> None:
    refused, answered = answers(SITE, [ANN, BOB], [line, ASK])
    assert refused.keys() == {"id", "error"}
    assert refused["id"] == id_
    assert isinstance(refused["error"], str)
    assert len(refused["error"]) < 300
    assert answered["result"] == "granted"


def test_shape_of_an_answer() -> None:
    (answer,) = answers(SITE, [ANN, BOB], [ASK])
    policy = answer.pop("policy")
    assert answer == {
        "id": 7,
        "result": "granted",
        "reasons": [],
        "notes": [],
        "persons": ["ann"],
        "portal": "labdoor",
        "kind": "entry",
        "by": ["g"],
    }
    assert len(policy) == 64


def test_blank_lines_say_nothing() -> None:
    assert len(answers(SITE, [ANN, BOB], ["", "  \n", ASK, "\n"])) == 1


def test_answers_stream() -> None:
    """One line is answered before the next is read."""

    def lines() -> Any:
        yield ASK
        raise AssertionError("read ahead")

    stream = answer_lines(world(SITE, [ANN, BOB]), PinJudge([]), lines())
    assert json.loads(next(stream))["id"] == 7


def test_a_pin_is_never_repeated() -> None:
    row = json.loads(ASK) | {"pin": 48_213_377}
    (refused,) = answers(SITE, [ANN, BOB], [row])
    assert "4821" not in json.dumps(refused)


def test_a_pin_is_judged_for_the_owner_of_the_card() -> None:
    asked = []

    def judge(person: str, digits: str) -> Any:
        asked.append((person, digits))
        return PinJudge([])(person, digits)

    known = json.loads(ASK) | {"pin": "4821"}
    unknown = known | {"credential": {"format": "H10301", "number": 99}}
    list(answer_lines(world(SITE, [ANN, BOB]), judge, [json.dumps(known), json.dumps(unknown), ASK]))
    assert asked == [("ann", "4821")]


def test_quick_enough() -> None:
    """100,000 lines must take well under 10 s; a tenth of them here, with room for a busy machine."""
    start = time.process_time()
    assert sum(1 for _ in answer_lines(world(SITE, [ANN, BOB]), PinJudge([]), [ASK] * 10_000)) == 10_000
    assert time.process_time() - start < 2.5
