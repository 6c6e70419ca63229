"""``gate policy prove``, ``reach``, ``who`` and ``where``."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gate import cli
from gate.roots import policy_prove, policy_questions

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
HQ, HQ_PEOPLE = str(EXAMPLES / "hq.site.toml"), str(EXAMPLES / "people.json")
MUSEUM, MUSEUM_PEOPLE = str(HERE / "side-door.site.toml"), str(HERE / "museum-people.json")
LOBBY = "Outside —Front door→ Lobby (visit w1, Mon 2026-11-23 09:00)"
OFFICE = "—Office door→ Office (visit w1, escorted by Chen Wei, Mon 2026-11-23 09:00)"
BY_VISIT = "（来访单 w1，2026-11-23 周一 09:00）"
BREACH = f"visitor v2001 (Ana Souza): {LOBBY} —Side door→ Archive (visit w1, Mon 2026-11-23 09:00)"


@pytest.fixture(autouse=True)
def days_before_her_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked from now on is asked from there on, whenever the tests run."""
    for root in (policy_prove, policy_questions):
        monkeypatch.setattr(root, "from_now", lambda: datetime(2026, 11, 20, tzinfo=UTC))


def gate(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        cli.main(["policy", *words])
    out, _ = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, out


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as ended:
        cli.main(["policy", *words])
    assert ended.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("people", [(), ("--people", HQ_PEOPLE)])
def test_every_invariant_of_the_example_is_proved(
    capsys: pytest.CaptureFixture[str], people: tuple[str, ...]
) -> None:
    code, out = gate(capsys, "prove", HQ, *people)
    assert code == 0
    assert [line.rpartition(": ")[2] for line in out.splitlines()[:3]] == ["proved"] * 3
    assert "every one of 3 invariants proved" in out.splitlines()[3]


def test_a_visitor_comes_to_the_archive_by_the_side_door(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = gate(capsys, "prove", MUSEUM, "--people", MUSEUM_PEOPLE, "--from", "2026-11-20T00:00")
    assert code == 1
    lines = out.splitlines()
    assert lines[0] == "no-visitor-in-archive: never visitor reaches Archive: BREACHED"
    assert lines[1] == f"  {BREACH}"
    assert lines[2].endswith("without the system: proved")
    assert lines[3].startswith("side-door.site.toml: 1 of 2 invariants breached (for 2 people; policy ")


def test_a_breach_that_is_over_is_a_breach(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = gate(capsys, "prove", MUSEUM, "--people", MUSEUM_PEOPLE, "--from", "2031-01-01")
    assert code == 1
    assert BREACH in out


def test_without_the_side_door_it_is_proved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = Path(MUSEUM).read_text(encoding="utf-8")
    start = text.index('[[portals]]\nid = "side-door"')
    site = tmp_path / "museum.site.toml"
    site.write_text(text[:start] + text[text.index("[[agents]]") :], encoding="utf-8")
    assert gate(capsys, "prove", str(site), "--people", MUSEUM_PEOPLE)[0] == 0
    assert gate(capsys, "prove", str(site))[0] == 0


def test_json_of_a_breach(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = gate(capsys, "prove", MUSEUM, "--people", MUSEUM_PEOPLE, "--from", "2026-11-20", "--json")
    assert code == 1
    told = json.loads(out)
    assert (told["site"], told["people"], told["proved"]) == ("museum", 2, False)
    breach, proof = told["invariants"]
    assert proof["proved"] is True
    assert breach["person"] == {"id": "v2001", "name": "Ana Souza", "kind": "visitor"}
    assert [(each["portal"], each["to"], each["how"]) for each in breach["way"]] == [
        ("front-door", "lobby", "entry"),
        ("side-door", "archive", "entry"),
    ]
    assert breach["way"][1]["at"] == "2026-11-23T01:00:00Z"
    assert breach["way"][1]["by"] == [{"kind": "visit", "id": "w1"}]


def test_a_site_that_locks_people_in_is_proved_wrong_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "trap.site.toml"
    text = Path(MUSEUM).read_text(encoding="utf-8")
    site.write_text(text.replace('egress = "mechanical"', 'egress = "rex-software"'), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        cli.main(["policy", "prove", str(site)])
    out, err = capsys.readouterr()
    assert ended.value.code == 1
    assert "no engine would start with this" in err
    assert (
        "from Lobby one comes nowhere by handle or hard-wired button; on from there: Front door (rex-software)"
        in out
    )


def test_reach(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = gate(capsys, "reach", "v2001", "--site", HQ, "--people", HQ_PEOPLE)
    assert code == 0
    assert out.splitlines() == [
        f"lobby (Lobby): visitor v2001 (Ana Souza): {LOBBY}",
        f"office (Office): visitor v2001 (Ana Souza): {LOBBY} {OFFICE}",
    ]
    _, out = gate(capsys, "reach", "v2001", "--site", HQ, "--people", HQ_PEOPLE, "--at", "2026-11-23T17:00")
    assert out == ""
    _, out = gate(capsys, "reach", "--who", "visitor", "--site", HQ, "--json")
    assert [json.loads(line)["zone"] for line in out.splitlines()] == ["lobby", "office", "lab"]
    _, out = gate(capsys, "reach", "--who", "below:core", "--site", HQ, "--people", HQ_PEOPLE, "--json")
    assert {json.loads(line)["person"]["id"] for line in out.splitlines()} == {"v2001"}


def test_who(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = gate(
        capsys, "who", "lab", "--site", HQ, "--people", HQ_PEOPLE, "--at", "2026-11-23T09:30", "--json"
    )
    assert [json.loads(line)["person"]["id"] for line in out.splitlines()] == ["p1001", "p1002"]
    _, out = gate(capsys, "who", "lab", "--site", HQ, "--people", HQ_PEOPLE, "--at", "2026-11-23T19:00")
    assert out == ""


def test_where(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("where", "v2001", "--site", HQ, "--people", HQ_PEOPLE, "--at", "2026-11-23T09:30")
    _, out = gate(capsys, *words)
    lobby, office, lab, archive = out.splitlines()
    assert lobby == "lobby (Lobby): visit w1, Mon 2026-11-23 09:30"
    assert office == "office (Office): visit w1, escorted by Chen Wei, Mon 2026-11-23 09:30; needs an escort"
    assert lab.startswith(
        "lab (Lab): no entry: The person's clearance is too low for the zone [clearance_too_low]; "
        "The visitor's devices were not asked about or deposited [items_open]; "
    )
    assert archive.endswith("Visitors never enter this zone [visitors_never]")
    _, out = gate(capsys, *words, "--json")
    assert [json.loads(line)["comes"] for line in out.splitlines()] == [True, True, False, False]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("reach", "--site", HQ), "expected either a person or --who"),
        (("reach", "nobody", "--site", HQ, "--people", HQ_PEOPLE), "got 'nobody'"),
        (
            ("reach", "--who", "below:none", "--site", HQ),
            "expected below: with one of general, important, core",
        ),
        (
            ("who", "cellar", "--site", HQ, "--people", HQ_PEOPLE),
            "expected a zone of hq.site.toml, got 'cellar'",
        ),
        (("where", "v2001", "--site", HQ, "--people", HQ_PEOPLE, "--at", "noon"), "got 'noon'"),
        (("prove", "nowhere.toml"), "nowhere.toml"),
    ],
)
def test_wrong_use_is_one_line(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str) -> None:
    assert told in refused(capsys, *words)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("lacks:vetting", ""),
        ("lacks:veting", "expected lacks: with one of agreement, "),
        ("lacks:", "expected lacks: with one of agreement, "),
        ("below:top", "expected below: with one of general, important, core; got 'top'"),
        ("not-in:staf", "expected not-in: with one of "),
        ("visitor:x", "expected anyone, visitor, lacks:PREREQUISITE"),
        ("foo", "expected anyone, visitor, lacks:PREREQUISITE"),
    ],
)
def test_those_meant_are_named_as_the_files_name_them(
    who: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if said:
        assert said in refused(capsys, "reach", "--who", who, "--site", HQ)
    else:
        assert gate(capsys, "reach", "--who", who, "--site", HQ)[0] == 0


def test_all_of_it_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    people = ("--people", HQ_PEOPLE, "--language", "zh")
    _, out = gate(capsys, "where", "v2001", "--site", HQ, *people, "--at", "2026-11-23T09:30")
    lobby, office, lab, _ = out.splitlines()
    assert lobby == "lobby（大厅）：来访单 w1，2026-11-23 周一 09:30"
    assert office == "office（Office）：来访单 w1，由 陈伟 陪同，2026-11-23 周一 09:30；还需：陪同人"
    assert lab.startswith("lab（Lab）：不得进入：此人的涉密等级低于该区域的要求 [clearance_too_low]；")
    _, out = gate(capsys, "prove", HQ, *people)
    assert out.splitlines()[1:3] == [
        "lab-needs-agreement：缺少保密协议者不得进入 Lab：成立",
        "everyone-can-leave：从任何区域无须系统许可即可到达 Outside：成立",
    ]
    assert out.splitlines()[3].startswith("hq.site.toml：3 条不变式全部成立（对 3 人；策略 ")
    words = ("prove", MUSEUM, "--people", MUSEUM_PEOPLE, "--from", "2026-11-20", "--language", "zh")
    code, out = gate(capsys, *words)
    assert code == 1
    assert out.splitlines()[:2] == [
        "no-visitor-in-archive：来访者不得进入 Archive：不成立",
        f"  来访者 v2001（Ana Souza）：Outside —Front door→ Lobby{BY_VISIT} —Side door→ Archive{BY_VISIT}",
    ]
    _, out = gate(capsys, "reach", "--who", "below:core", "--site", HQ, "--language", "zh")
    assert "任一涉密等级低于“核心”者：Outside —" in out
    assert "expected --language en or zh, got 'fr'" in refused(capsys, "prove", HQ, "--language", "fr")


def test_json_speaks_ids_and_english_whatever_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("where", "v2001", "--site", HQ, "--people", HQ_PEOPLE, "--at", "2026-11-23T09:30", "--json")
    told = [gate(capsys, *words, "--language", language)[1] for language in ("en", "zh")]
    assert told[0] == told[1]
    assert json.loads(told[0].splitlines()[2])["text"].startswith(
        "lab: no entry: clearance_too_low, items_open"
    )
