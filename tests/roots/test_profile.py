"""``gate profile list|show|lint``."""

import json

import pytest

from firmware_profiles import profile_ids
from gate.cli import main
from gate.roots import profile as command


def gate(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def test_lint(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = gate(capsys, "profile", "lint")
    assert status == 0
    assert out == f"{len(profile_ids())} profiles, 0 findings\n"
    assert len(profile_ids()) >= 25


def test_lint_with_a_finding(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "judge_all", lambda: ["x.toml: no quirks"])
    status, out, _ = gate(capsys, "profile", "lint")
    assert status == 1
    assert "x.toml: no quirks\n" in out


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = gate(capsys, "profile", "list")
    assert [line.split()[0] for line in out.splitlines()] == list(profile_ids())
    _, out, _ = gate(capsys, "profile", "list", "--json")
    assert [json.loads(line)["id"] for line in out.splitlines()] == list(profile_ids())


@pytest.mark.parametrize("profile", profile_ids())
def test_every_profile_can_be_shown(capsys: pytest.CaptureFixture[str], profile: str) -> None:
    status, out, _ = gate(capsys, "profile", "show", profile)
    assert status == 0
    assert out.startswith(f"{profile}: ")
    _, out, _ = gate(capsys, "profile", "show", profile, "--json")
    assert json.loads(out)["id"] == profile


@pytest.mark.parametrize(
    ("profile", "line"),
    [
        ("waveshare-modbus-rtu-relay-d", "  must be 0: control mode"),
        ("wago-750", "pulse: host, steps of 100 ms; a longer hold is ended by: watchdog"),
        ("wirenboard-mcm8", "points: 8 inputs, 0 outputs"),
        ("wiegand-keypad-burst", "reads: keys (copyable)"),
        ("moxa-iologik-e1214", "wiring: Ethernet, TCP port 502"),
    ],
)
def test_what_an_installer_must_know(capsys: pytest.CaptureFixture[str], profile: str, line: str) -> None:
    _, out, _ = gate(capsys, "profile", "show", profile)
    assert line in out.splitlines()


def test_why_no_lock(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = gate(capsys, "profile", "show", "kmtronic-modbus-relay")
    assert "no lock on its outputs: it has neither a pulse timer nor a watchdog" in out


def test_a_misspelt_profile(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = gate(capsys, "profile", "show", "wago-751")
    assert (status, out) == (2, "")
    assert "did you mean 'wago-750'?" in err
