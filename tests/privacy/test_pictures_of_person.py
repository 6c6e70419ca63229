"""Pictures at decisions about somebody go with him, unless something else needs them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gate.domain.camera_events import VERIFY
from gate.domain.commands import Command, DepartPerson, Outcome, Receipt
from gate.domain.events import CameraSaw, ClipKept, RecordsErased
from gate.domain.privacy_commands import EraseRecords, PlaceHold
from gate.privacy.pictures import alone
from gate.privacy.run import Beside, Runner
from tests.privacy.place import SYSTEM, Place
from tests.service.rig import CHEN, HR, LI

MINE, CLIP, SHARED, OTHERS, ALARM = (letter * 64 for letter in "abcde")


@pytest.mark.parametrize(
    ("pairs", "mine", "in_use", "going"),
    [
        ([], ["a"], [], {"a"}),
        ([("a", "clip")], ["a"], [], {"a", "clip"}),
        ([("a", "clip"), ("b", "clip")], ["a"], [], set()),  # the clip shows what another still shows
        ([("a", "clip"), ("b", "clip")], ["a", "b"], [], {"a", "b", "clip"}),
        ([("a", "clip")], ["a"], ["a"], set()),
        ([("a", "clip")], ["a"], ["clip"], set()),
        ([("gone", "clip")], ["gone"], [], {"clip"}),
        ([("b", "clip")], ["a"], ["b"], {"a"}),
        ([], [], [], set()),
    ],
)
def test_what_shows_nothing_else_goes(
    pairs: list[tuple[str, str]], mine: list[str], in_use: list[str], going: set[str]
) -> None:
    assert alone(["a", "b", "clip"], pairs, mine, in_use) == going


@pytest.fixture
def evidence(place: Place, tmp_path: Path) -> Path:
    """A folder with pictures of Chen, of Li, of both, and one of Chen that an alarm shows, too."""
    rig, folder = place.rig, tmp_path / "evidence"
    folder.mkdir()
    chen, li = rig.present(CHEN, "rdr-front-in"), rig.present(LI, "rdr-front-in")
    assert chen is not None
    assert li is not None
    for still, decided in ((MINE, chen), (SHARED, chen), (SHARED, li), (OTHERS, li), (ALARM, chen)):
        request = str(decided.id)
        saw = CameraSaw(camera="cam-lab", rule=VERIFY, kind=request, portal="front-door", still=still)
        rig.event(saw, src="camera")
    clip = ClipKept(camera="cam-lab", rule=VERIFY, still=MINE, clip=CLIP, from_s=-6.0, to_s=6.0)
    rig.event(clip, src="camera")
    rig.event(CameraSaw(camera="cam-lab", rule="tamper", kind="covered", still=ALARM), src="camera")
    for name in (f"{MINE}.jpg", f"{CLIP}.avi", f"{SHARED}.jpg", f"{OTHERS}.jpg", f"{ALARM}.jpg"):
        (folder / name).write_bytes(b"x")
    assert rig.command(DepartPerson(person="p1001", reason="retires"), HR).outcome is Outcome.DONE
    return folder


def runner(place: Place, evidence: Path) -> Runner:
    def send(command: Command) -> Receipt:
        return place.rig.command(command, SYSTEM)

    nothing = Beside(files=lambda _: 0, notices=lambda *_: None)
    return Runner(
        send=send,
        ask=place.ask,
        beside=nothing,
        reason="asked",
        told=lambda *_: None,
        refused=[],
        evidence=evidence,
    )


def names(evidence: Path) -> list[str]:
    return sorted(path.name for path in evidence.iterdir())


LEFT = [f"{SHARED}.jpg", f"{OTHERS}.jpg", f"{ALARM}.jpg"]


def test_his_own_go_with_a_record_that_names_them(place: Place, evidence: Path) -> None:
    run = runner(place, evidence)
    erased = run.person("p1001", place.rig.clock.now() + timedelta(microseconds=1))
    assert run.refused == []
    assert names(evidence) == LEFT
    assert erased.images == 2
    (gone,) = [each for each in place.rig.ever_noted(RecordsErased) if each.names]
    assert (gone.kind, gone.records, gone.names) == ("images", 2, (f"{MINE}.jpg", f"{CLIP}.avi"))


def test_a_hold_on_pictures_keeps_them(place: Place, evidence: Path) -> None:
    held = place.rig.command(PlaceHold(subject="images", reason="inquiry"), SYSTEM)
    assert held.outcome is Outcome.DONE
    run = runner(place, evidence)
    erased = run.person("p1001", place.rig.clock.now() + timedelta(microseconds=1))
    assert (erased.people, erased.images) == (1, 0)
    assert len(names(evidence)) == 5
    assert [why for why in run.refused if "inquiry" in why] != []


def test_the_engine_takes_no_ones_word_for_it(place: Place, evidence: Path) -> None:
    """Nobody's pictures go before his data did, and nothing but pictures goes this way."""
    before = datetime(2026, 1, 1, tzinfo=UTC)
    ask = EraseRecords(kind="images", ids=("x.jpg",), before=before, reason="asked", person="p1001")
    assert "was not erased" in place.rig.command(ask, SYSTEM).why
    visits = EraseRecords(kind="visits", ids=("v1",), before=before, reason="asked", person="p1001")
    assert place.rig.command(visits, SYSTEM).outcome is Outcome.INVALID
