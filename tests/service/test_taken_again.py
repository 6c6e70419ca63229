"""Decisions out of the store, taken again: also after people, credentials and the calendar's packages have changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gate.bus.plain import to_json
from gate.cli import main
from gate.domain.commands import SetCredentialState
from gate.domain.credential import CredentialState
from gate.domain.decision import Result
from gate.domain.events import AccessDecided
from gate.roots.recorded import Recorded, Taken
from tests.service.rig import ANA, CHEN, HR, LI, STRANGER, Rig

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """A command line in this process: exit status and what it prints."""

    def called(*words: str | Path) -> tuple[int, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        return int(ended.value.code or 0), capsys.readouterr().out

    return called


def a_morning(rig: Rig) -> None:
    """Entries, a stranger, an escort, two persons with a wrong and a right PIN, a card that is lost in between."""
    rig.walk(CHEN, "rdr-front-in", "front-door")
    rig.present(STRANGER, "rdr-front-in")
    rig.present(ANA, "rdr-lab-in")
    rig.present(ANA, "rdr-office-in")
    rig.walk(CHEN, "rdr-office-in", "office-door")
    rig.walk(CHEN, "rdr-lab-in", "lab-door")
    rig.clock.forward(seconds=10)
    rig.present(CHEN, "rdr-archive-in", "0000")
    rig.present(CHEN, "rdr-archive-in", "4821")
    lost = SetCredentialState(credential="c1", state=CredentialState.LOST, reason="lost")
    rig.command(lost, HR)
    rig.present(CHEN, "rdr-archive-in", "4821")
    rig.present(LI, "rdr-front-in")
    rig.command(replace(lost, state=CredentialState.ACTIVE), HR)
    rig.present(CHEN, "rdr-archive-in", "4821")


def decisions(rig: Rig) -> list[AccessDecided]:
    return rig.ever_noted(AccessDecided)


def test_every_decision_comes_out_the_same(rig: Rig, run: Run, tmp_path: Path) -> None:
    a_morning(rig)
    made = decisions(rig)
    assert {each.decision.result for each in made} == set(Result)
    with Recorded.in_folder(tmp_path) as recorded:
        taken = list(recorded.each())
        assert [each.case.decision for each in taken if isinstance(each, Taken)] == [
            each.decision for each in made
        ]
        for each in taken:
            assert isinstance(each, Taken)
            version = each.case.decision.policy
            assert each.case.again(recorded.configuration(version)) == each.case.decision
    status, said = run("policy", "replay", "--data", tmp_path)
    assert (status, said) == (0, f"{len(made)} the same bit for bit, 0 different\n")


def test_a_person_before_and_after_a_change(rig: Rig, tmp_path: Path) -> None:
    a_morning(rig)
    lost = next(each for each in decisions(rig) if "credential_lost" in each.decision.reasons)
    with Recorded.in_folder(tmp_path) as recorded:
        found = recorded.taken(recorded.find(lost.request))
        assert isinstance(found, Taken)
        (person,) = [each for each in found.case.people if each.id == "p1001"]
        assert {each.id: each.state for each in person.credentials}["c1"] is CredentialState.LOST
        assert (person.name, person.pin) == ("", None)


def test_a_configuration_that_was_tampered_with_is_refused(rig: Rig, run: Run, tmp_path: Path) -> None:
    a_morning(rig)
    door = rig.site.zones["archive"]
    changed = replace(rig.site, zones={**rig.site.zones, "archive": replace(door, two_person=None)})
    with rig.store.work() as work:
        work.begin_epoch(rig.clock.now(), "other", to_json(replace(changed, version="other")).decode())
    with Recorded.in_folder(tmp_path) as recorded, pytest.raises(Exception, match="it was changed"):
        recorded.newest_site()


def test_why(rig: Rig, run: Run, tmp_path: Path) -> None:
    a_morning(rig)
    pending = decisions(rig)[-1]
    assert pending.decision.result is Result.PENDING
    status, said = run("why", pending.request, "--data", tmp_path)
    assert status == 0
    assert "Chen Wei has to wait at Archive door" in said
    assert "A second authorised person must present a card [two_person]" in said
    assert "1. Wait for Li Na to read as the second person" in said
    status, said = run("why", pending.request, "--data", tmp_path, "--language", "zh")
    assert "陈伟 在 Archive door 需等待" in said
    status, said = run("why", pending.request, "--data", tmp_path, "--json")
    row = json.loads(said)
    assert row["reasons"] == ["two_person"]
    assert row["words"]["zh"]["reasons"] == ["须由第二名有权人员一同刷卡"]


def test_why_says_what_would_have_helped(rig: Rig, run: Run, tmp_path: Path) -> None:
    rig.walk(CHEN, "rdr-front-in", "front-door")
    waiting = rig.present(ANA, "rdr-office-in")
    assert waiting is not None
    assert "1. Wait for Chen Wei to read as escort" in run("why", str(waiting.id), "--data", tmp_path)[1]
    _, said = run("why", str(waiting.id), "--data", tmp_path, "--json")
    assert json.loads(said)["explain"]["remedies"] == [
        {"do": "wait_for", "person": "p1001", "comes_as": "escort"}
    ]


def test_why_of_what_is_not_there(run: Run, rig: Rig, tmp_path: Path) -> None:
    rig.walk(CHEN, "rdr-front-in", "front-door")
    assert run("why", "cabinet-1/1/999", "--data", tmp_path)[0] == 2
    assert run("why", "1", "--data", tmp_path / "nowhere")[0] == 2


def test_a_draft_is_rehearsed_on_the_log(rig: Rig, run: Run, tmp_path: Path) -> None:
    a_morning(rig)
    example = Path(__file__).parents[1] / "examples" / "hq.site.toml"
    status, said = run("policy", "rehearse", example, "--against", tmp_path)
    assert (status, said) == (0, f"0 edits, {len(decisions(rig))} requests, 0 flipped\n")
    draft = tmp_path / "draft.site.toml"
    text = example.read_text(encoding="utf-8")
    draft.write_text(text.replace('min_clearance = "general"', 'min_clearance = "core"', 1), encoding="utf-8")
    status, said = run("policy", "rehearse", draft, "--against", tmp_path)
    assert status == 0
    assert said.startswith(f"1 edit, {len(decisions(rig))} requests, 0 flipped")
    shut = text.replace('zones = ["lobby", "office"]', 'zones = ["office"]', 1)
    draft.write_text(shut, encoding="utf-8")
    status, said = run("policy", "rehearse", draft, "--against", tmp_path, "--json")
    found = json.loads(said)
    assert status == 1
    assert [each["where"] for each in found["flips"]] == ["group staff: grant staff-1"]
    assert {each["portal"] for each in found["flips"][0]["decisions"]} == {"front-door"}
