"""docs/site-file.md names every key that there is, and shows findings as they are printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gate.site import keys, people_keys
from gate.site.read_cameras import NEEDS
from gate.site.table import Keys
from tests.site.altered import HQ, Change, altered, check_text

DOCS = (Path(__file__).parent.parent.parent / "docs" / "site-file.md").read_text(encoding="utf-8")
CODE = " ".join(re.findall(r"`([^`]+)`", DOCS.replace("```", "")))
PEOPLE = {
    name: value for name, value in vars(people_keys).items() if isinstance(value, Keys) and name != "TOP"
}


@pytest.mark.parametrize(("table", "known"), [*keys.ALL.items(), *PEOPLE.items()])
def test_every_key_is_documented(table: str, known: Keys) -> None:
    missing = [key for key in known.all if not re.search(rf"(?<![\w]){re.escape(key)}(?![\w])", CODE)]
    assert missing == [], f"docs/site-file.md names no {missing} of {table}"


def test_every_kind_of_camera_rule_is_documented() -> None:
    assert [kind for kind in NEEDS if f"`{kind}`" not in DOCS] == []


def test_the_findings_shown_are_those_that_are_printed(tmp_path: Path) -> None:
    text = altered(
        HQ,
        Change("min_clearance", "min_clearence", 'id = "lab"\n'),
        Change('egress = "mechanical"', 'egress = "reader"', 'id = "archive-door"'),
    )
    for finding in check_text(tmp_path, text).findings:
        shown = re.sub(r"(needs no decision: ).*(; got)", r"\1…\2", str(finding))
        assert shown in DOCS
