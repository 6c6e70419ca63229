"""Every reason and every remedy has a sentence in both languages, with nothing left to fill in."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from gate.domain import remedy as r
from gate.domain.credential import CredentialState
from gate.domain.level import Assurance, Clearance
from gate.domain.words.reasons import REASONS, reason
from gate.domain.words.remedies import FINAL, SENTENCES, final, remedy

SAMPLES: dict[Any, Any] = {
    str: "x1",
    int: 2,
    datetime: datetime(2026, 11, 23, 7, 30, tzinfo=UTC),
    date: date(2026, 11, 23),
    Clearance: Clearance.CORE,
    Assurance: Assurance.PROTECTED,
    r.Companion: r.Companion.ESCORT,
    str | None: "x2",
}
REMEDIES = get_args(r.Remedy)


def sample(kind: type[Any]) -> r.Remedy:
    hints = get_type_hints(kind)
    made: r.Remedy = kind(**{field.name: SAMPLES[hints[field.name]] for field in fields(kind)})
    return made


@pytest.mark.parametrize("kind", REMEDIES, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_remedy_has_a_sentence(kind: type[Any], language: str) -> None:
    text = SENTENCES[kind]
    assert text.zh is not None
    said = remedy(sample(kind), language)
    assert "{" not in said
    assert (re.search(r"[\u4e00-\u9fff]", said) is not None) == (language == "zh")
    for field in fields(kind):
        assert f"{{{field.name}}}" in (text.zh if language == "zh" else text.en) or field.name in (
            "person",
            "visit",
        )


def test_a_new_visit_is_said_as_such() -> None:
    new = r.WidenVisit(person="v1", visit=None, zone="lab")
    assert remedy(new, "en") == "A new visit of v1 that names lab"
    assert remedy(new, "zh") == "为 v1 新建包含 lab 的来访单"


def test_every_reason_of_the_page_has_a_sentence() -> None:
    page = Path(__file__).parents[2] / "docs" / "policy.md"
    if not page.exists():
        pytest.skip("docs/policy.md is not written yet")
    table = page.read_text(encoding="utf-8").split("## Entry")[1].split("What a zone takes over")[0]
    codes = set(
        re.findall(
            r"`([a-z_]+)(?::[A-Z])?`", "".join(row.split("|")[1] for row in re.findall(r"\|.*", table))
        )
    )
    codes -= {"reason", "credential_"}
    assert {"no_grant", "threat_level"} <= codes
    missing = codes - REASONS.keys()
    assert not missing


def test_codes_of_states_and_notes_have_sentences() -> None:
    for state in CredentialState:
        if state is not CredentialState.ACTIVE:
            assert reason(f"credential_{state.value}", "zh") != f"credential_{state.value}"
    assert reason("prerequisite_expired:training:secrecy", "en") == "Expired: secrecy training"
    assert all(text.zh for text in (*REASONS.values(), *FINAL.values()))


def test_what_nothing_helps_against() -> None:
    assert final("visitors_never", "", "en").startswith("Nothing helps")
    assert final("two_person", reason("two_person", "en"), "en").endswith("present a card")
