"""The command line: ``gate site check``, ``gate site show``, ``gate decide``, and how they fail."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from gate import cli
from gate.roots import site
from gate.site.load import check_files
from tests.site.altered import EXAMPLES, HQ, PEOPLE, Change, altered

SITE = str(EXAMPLES / "hq.site.toml")
FINDING = (
    'b.site.toml:47: zones[3].min_clearence: expected a known key; got "min_clearence"; '
    "did you mean 'min_clearance'?"
)
PEOPLE_FILE = str(EXAMPLES / "people.json")


@pytest.fixture(autouse=True)
def holidays_of_the_year_are_published(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command warns of a year without published holidays: it is not to depend on when the tests run."""
    monkeypatch.setattr(site, "check_files", partial(check_files, today=date(2026, 11, 20)))


def _gate(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        cli.main(list(words))
    out, err = capsys.readouterr()
    code = ended.value.code
    assert isinstance(code, int)
    return code, out, err


def test_check_of_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = _gate(capsys, "site", "check", SITE, "--people", PEOPLE_FILE)
    assert code == 0
    assert err == ""
    assert out.splitlines()[-1].startswith("hq.site.toml: ok (5 zones, 5 portals, 5 groups")
    assert "3 people" in out


def test_check_of_a_broken_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "b.site.toml"
    path.write_text(altered(HQ, Change("min_clearance", "min_clearence", 'id = "lab"')), encoding="utf-8")
    code, out, _ = _gate(capsys, "site", "check", str(path))
    assert code == 2
    assert out.splitlines() == [
        FINDING,
        "b.site.toml: 1 error, 0 warnings",
    ]
    code, out, _ = _gate(capsys, "site", "check", str(path), "--json")
    assert code == 2
    assert [json.loads(line) for line in out.splitlines()] == [
        {
            "file": "b.site.toml",
            "line": 47,
            "path": "zones[3].min_clearence",
            "expected": "a known key",
            "got": '"min_clearence"',
            "did_you_mean": "min_clearance",
            "severity": "error",
        }
    ]


def test_warnings_end_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "w.site.toml"
    path.write_text(
        altered(HQ, Change("secure = true", "secure = false", 'id = "rdr-lab-in"')), encoding="utf-8"
    )
    code, out, _ = _gate(capsys, "site", "check", str(path))
    assert code == 0
    assert ": warning: devices[4]: expected secure = true" in out
    assert "1 warning; policy" in out


def test_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _gate(capsys, "site", "show", SITE)
    assert code == 0
    assert "└─ archive" in out
    picture = tmp_path / "hq.svg"
    assert _gate(capsys, "site", "show", SITE, "--svg", str(picture))[:2] == (0, "")
    assert picture.read_text(encoding="utf-8").startswith("<svg ")
    code, _, err = _gate(capsys, "site", "show", SITE, "--svg", str(tmp_path / "no" / "hq.svg"))
    assert (code, err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["sight"], "did you mean 'site'?"),
        (["site", "check", "no-such.toml"], "no-such.toml: No such file or directory"),
        (["site", "check", SITE, "--people", "none.json"], "none.json: No such file or directory"),
        (["site", "chekc", SITE], "chekc"),
        (["site", "check"], "FILE"),
        (["decide", "--site", SITE], "--people"),
    ],
)
def test_wrong_use_is_told_on_stderr(capsys: pytest.CaptureFixture[str], words: list[str], told: str) -> None:
    code, out, err = _gate(capsys, *words)
    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _gate(capsys, "--help")
    assert code == 0
    for name, command in cli.COMMANDS.items():
        assert f"  {name}" in out
        assert command.does in out
    assert _gate(capsys)[0] == 2
    assert _gate(capsys, "--version")[1].startswith("gate ")


def test_help_loads_no_command() -> None:
    script = (
        "import sys\nfrom gate.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    print('typer' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


def test_decide_answers_the_example(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, answers, err = _decide(capsys, monkeypatch, (EXAMPLES / "requests.jsonl").read_bytes())
    assert (code, err) == (0, "")
    expected = [
        json.loads(line) for line in (EXAMPLES / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(answers) == len(expected)
    for answer, wanted in zip(answers, expected, strict=True):
        assert {key: answer[key] for key in wanted} == wanted
        assert {"portal", "kind", "by", "policy"} <= set(answer)


def test_decide_goes_on_after_a_line_that_cannot_be_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = (EXAMPLES / "requests.jsonl").read_bytes().splitlines()[0]
    code, answers, _ = _decide(capsys, monkeypatch, b"{\n\xff\xfe\n" + first + b"\n")
    assert code == 0
    assert [set(answer) for answer in answers[:2]] == [{"id", "error"}] * 2
    assert answers[2]["result"] == "granted"


def test_decide_tells_what_the_check_refuses_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "trap.site.toml"
    trap = Change('egress = "mechanical"', 'egress = "reader"', 'id = "archive-door"')
    site.write_text(altered(HQ, trap), encoding="utf-8")
    lines = (EXAMPLES / "requests.jsonl").read_bytes()
    code, answers, err = _decide(capsys, monkeypatch, lines, site=str(site))
    assert (code, len(answers)) == (0, 10)
    assert err.startswith(
        "gate decide: no engine would start with this: trap.site.toml:174: portals[4].egress: "
    )
    site.write_text(altered(HQ, Change('"lab", "archive"', '"lab", "archives"')), encoding="utf-8")
    code, answers, err = _decide(capsys, monkeypatch, lines, site=str(site))
    assert (code, answers) == (2, [])
    assert "did you mean 'archive'?" in err


def test_decide_refuses_broken_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    people = tmp_path / "people.json"
    people.write_text(altered(PEOPLE, Change('"pin": "7719"', '"pin": "77199x"')), encoding="utf-8")
    code, answers, err = _decide(capsys, monkeypatch, b"", people=str(people))
    assert (code, answers) == (2, [])
    assert "people.json:35: people[1].pin: expected a PIN" in err
    assert "77199x" not in err


def _decide(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    lines: bytes,
    people: str = PEOPLE_FILE,
    site: str = SITE,
) -> tuple[int, list[dict[str, object]], str]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    code, out, err = _gate(capsys, "decide", "--site", site, "--people", people)
    return code, [json.loads(line) for line in out.splitlines()], err
