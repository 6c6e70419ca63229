"""The commands on the example's files: what they print, and how they end."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gate.cli import main
from gate.site import read_calendar
from gate.site.country_days import CountryDays

EXAMPLES = Path(__file__).parents[1] / "examples"
SITE, PEOPLE, REQUESTS = EXAMPLES / "hq.site.toml", EXAMPLES / "people.json", EXAMPLES / "requests.jsonl"
Run = Callable[..., tuple[int, str]]


class Lines:
    """Standard input as bytes."""

    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command line in this process with the example's requests on standard input: exit status, output, errors."""

    def called(*words: str | Path) -> tuple[int, str]:
        capsys.readouterr()
        monkeypatch.setattr("sys.stdin", Lines(REQUESTS.read_bytes()))
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return called


FILES = ("--site", SITE, "--people", PEOPLE)


def test_decide_explains(run: Run) -> None:
    status, said = run("decide", "--explain", *FILES)
    rows = {row["id"]: row for row in map(json.loads, said.splitlines())}
    assert status == 0
    assert "explain" not in rows[1]
    assert rows[5]["explain"]["remedies"] == [{"do": "wait_for", "person": "p1001", "comes_as": "escort"}]
    assert rows[17]["explain"] == {"remedies": [{"do": "come_at", "at": "2026-11-23T23:30:00Z"}], "final": []}


def test_explaining_changes_no_answer(run: Run) -> None:
    _, plain = run("decide", *FILES)
    _, explained = run("decide", "--explain", *FILES)
    rows = [json.loads(line) for line in explained.splitlines()]
    assert [{key: row[key] for key in row if key != "explain"} for row in rows] == [
        json.loads(line) for line in plain.splitlines()
    ]


def test_replay_of_the_example_s_own_decisions(run: Run) -> None:
    status, said = run("policy", "replay", *FILES, "--decisions", EXAMPLES / "decisions.jsonl")
    assert (status, said) == (0, "10 the same bit for bit, 0 different\n")


def test_replay_finds_what_was_altered(run: Run, tmp_path: Path) -> None:
    _, said = run("decide", *FILES)
    altered = tmp_path / "d.jsonl"
    altered.write_text(said.replace('"denied"', '"granted"', 1), encoding="utf-8")
    status, told = run("policy", "replay", *FILES, "--decisions", altered, "--json")
    assert status == 1
    assert json.loads(told) == {
        "line": 2,
        "id": 4,
        "differs": {"result": {"recorded": "granted", "now": "denied"}},
    }
    altered.write_text(said.splitlines()[0] + "\n", encoding="utf-8")
    assert run("policy", "replay", *FILES, "--decisions", altered)[0] == 2


def test_a_frozen_site_outlives_its_packages(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, said = run("decide", *FILES)
    decided, frozen = tmp_path / "d.jsonl", tmp_path / "site.json"
    decided.write_text(said, encoding="utf-8")
    frozen.write_text(run("policy", "freeze", SITE)[1], encoding="utf-8")

    def another_year(code: str) -> CountryDays:
        none: frozenset[object] = frozenset()
        return CountryDays(holidays=none, swapped=none, published=none)  # type: ignore[arg-type]

    monkeypatch.setattr(read_calendar, "country_days", another_year)
    monkeypatch.setattr(read_calendar, "utc_offsets", lambda timezone: ((0, 0),))
    _, told = run("policy", "replay", *FILES, "--decisions", decided)
    assert "could not be taken again" in told
    assert "decided by policy" in told
    status, told = run("policy", "replay", "--site", frozen, "--people", PEOPLE, "--decisions", decided)
    assert (status, told) == (0, "10 the same bit for bit, 0 different\n")


def test_a_frozen_site_that_was_edited_is_refused(run: Run, tmp_path: Path) -> None:
    frozen = tmp_path / "site.json"
    frozen.write_text(run("policy", "freeze", SITE)[1].replace('"core"', '"none"'), encoding="utf-8")
    status, told = run(
        "policy", "replay", "--site", frozen, "--people", PEOPLE, "--decisions", EXAMPLES / "decisions.jsonl"
    )
    assert status == 2
    assert "it was changed" in told


def test_rehearse(run: Run, tmp_path: Path) -> None:
    against = ("--against", REQUESTS, *FILES)
    assert run("policy", "rehearse", SITE, *against) == (0, "0 edits, 10 requests, 0 flipped\n")
    draft = tmp_path / "draft.toml"
    text = SITE.read_text(encoding="utf-8")
    draft.write_text(text.replace('from = "07:30"', 'from = "11:00"'), encoding="utf-8")
    status, said = run("policy", "rehearse", draft, *against)
    assert status == 1
    assert said.startswith("schedule office-hours (changed): 5 decisions flip\n")
    assert run("policy", "rehearse", draft, "--against", REQUESTS)[0] == 2, (
        "whose policy and people were they?"
    )


def test_forecast(run: Run) -> None:
    status, said = run(
        "policy", "forecast", "lab-door", "--site", SITE, "--from", "2026-11-23", "--days", "60"
    )
    assert status == 0
    lines = said.splitlines()
    assert lines[0] == "lab-door (Lab door), by schedule alone:"
    assert lines[1] == "Mon 2026-11-23 00:00 +08:00  rdr-lab-in: Guards (never No nights)"
    assert lines[3] == "Mon 2026-11-23 07:30 +08:00  rdr-lab-in: Guards, Lab team"
    zh = ("policy", "forecast", "lab-door", "--site", SITE, "--from", "2059-12-30", "--days", "2")
    lines = run(*zh, "--language", "zh")[1].splitlines()
    assert lines[:2] == [
        "lab-door（Lab door），仅按时段：",
        "-- 2059 年的节假日安排尚未公布，以下内容可能变化",
    ]
    assert lines[2].startswith("周二 2059-12-30 00:00 +08:00  rdr-lab-in：Guards（No nights 除外）")
    status, said = run("policy", "forecast", "lab-door", "--site", SITE, "--from", "2059-12-30", "--json")
    row = json.loads(said)
    assert row["unpublished_years"] == [2059, 2060, 2061]
    assert not any(change["published"] for change in row["changes"])
    assert run("policy", "forecast", "no-door", "--site", SITE)[0] == 2
    assert run("policy", "forecast", "lab-door", "--site", SITE, "--from", "soon")[0] == 2


def test_lint(run: Run) -> None:
    status, said = run("policy", "lint", SITE)
    assert (status, said.splitlines()[-1].split(" (")[0]) == (0, "hq.site.toml: nothing odd")
    status, said = run("policy", "lint", SITE, "--people", PEOPLE, "--json")
    assert status == 1
    assert [json.loads(line)["code"] for line in said.splitlines()] == ["grant_unusable", "deny_shadowed"]


def test_a_frozen_site_is_a_site_for_every_question(run: Run, tmp_path: Path) -> None:
    frozen = tmp_path / "hq.json"
    _, said = run("policy", "freeze", SITE)
    frozen.write_text(said)
    for words in (
        ("prove", "{}", "--people", PEOPLE, "--json"),
        ("forecast", "front-door", "--site", "{}", "--from", "2026-11-23", "--days", "3"),
        ("reach", "p1001", "--site", "{}", "--people", PEOPLE, "--at", "2026-11-23T09:00"),
    ):
        told = [
            run("policy", *(site if word == "{}" else word for word in words))[1] for site in (SITE, frozen)
        ]
        assert told[0] == told[1]


@pytest.mark.parametrize("content", [b"", REQUESTS.read_bytes(), SITE.read_bytes(), b"\xff\xfe\n"])
def test_replay_refuses_what_holds_no_answers(run: Run, tmp_path: Path, content: bytes) -> None:
    wrong = tmp_path / "decisions.jsonl"
    wrong.write_bytes(content)
    status, said = run("policy", "replay", *FILES, "--decisions", wrong)
    assert status == 2
    assert said.startswith("gate policy: ")
    assert "→" not in said
    assert "4821" not in said, "a PIN of the requests is never shown"


@pytest.mark.parametrize("content", [b"", SITE.read_bytes(), b"\xff\xfe\n" * 30])
def test_rehearse_against_what_asks_nothing_says_so(run: Run, tmp_path: Path, content: bytes) -> None:
    wrong = tmp_path / "events.jsonl"
    wrong.write_bytes(content)
    status, said = run("policy", "rehearse", SITE, "--against", wrong, *FILES)
    lines = said.splitlines()
    assert status == 2
    assert "expected request lines as of `gate decide`, got none that can be answered" in lines[-1]
    assert len(lines) <= 22
    assert "flipped" not in said
    assert not content or lines[0].startswith("gate policy rehearse: line 1: ")


@pytest.mark.parametrize("command", [("policy", "replay"), ("why", "3")])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "expected a site's data folder, found no gate.db in it"),
        (b"", "the store does not answer: no such table"),
        (b"no database at all" * 100, "expected a store of this version of Gate: file is not a database"),
    ],
)
def test_what_is_no_store_is_said(
    run: Run, tmp_path: Path, command: tuple[str, ...], content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "gate.db").write_bytes(content)
    status, told = run(*command, "--data", tmp_path)
    assert (status, said in told, len(told.splitlines())) == (2, True, 1), told


def test_a_store_of_no_known_kind_is_said(run: Run) -> None:
    assert run("policy", "replay", "--store", "foo:bar") == (
        2,
        "gate policy: expected sqlite:///FILE or postgresql+psycopg://HOST/NAME\n",
    )
