"""The example site, people and lines, read as `gate decide` reads them (tests/examples)."""

from __future__ import annotations

import json
from pathlib import Path

from gate.policy import World, compile_site
from gate.policy.lines import answer_lines
from gate.site.load import check_files
from gate.site.pins import pin_judge

EXAMPLES = Path(__file__).parents[1] / "examples"


def test_decisions_of_the_example() -> None:
    checked = check_files(EXAMPLES / "hq.site.toml", EXAMPLES / "people.json")
    assert checked.site is not None
    world = World(compile_site(checked.site), checked.people)
    lines = (EXAMPLES / "requests.jsonl").read_text(encoding="utf-8").splitlines()
    given = [json.loads(text) for text in answer_lines(world, pin_judge(checked.pins), lines)]
    expected = [
        json.loads(text) for text in (EXAMPLES / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [
        {key: answer[key] for key in row} for answer, row in zip(given, expected, strict=True)
    ] == expected
    assert {answer["policy"] for answer in given} == {checked.site.version}
