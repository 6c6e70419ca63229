"""The parts of the camera process: evidence, clips, pictures at decisions, schedules, what goes on the bus."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from drivers.camera import signals as seen
from drivers.camera.geometry import Box
from drivers.camera.ring import Clip, Shot
from gate.bus.codec import encode
from gate.clock import MachineClock
from gate.domain.decision import Decision, Passage, Result
from gate.domain.envelope import Envelope
from gate.domain.events import AccessDecided, CameraSaw, ClipKept, DeviceHealthChanged, EngineStarted
from gate.domain.hardware import CameraConfig, CameraRule
from gate.roots.camera_armed import armed_by
from gate.roots.camera_events import event_of
from gate.roots.camera_evidence import WAITING, ClipKeeper, Evidence
from gate.roots.camera_run import CameraProcess, Plan, counted, detector_for, detector_or_why, without_still
from gate.roots.camera_verify import Verifier
from gate.roots.folders import DataFolder
from gate.roots.shape import UserError
from tests.service.rig import example_site

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday 09:00 in Shanghai
NIGHT = AT + timedelta(hours=14)
BOX = Box(x=0.1, y=0.2, w=0.3, h=0.4)
PLAIN = CameraConfig(id="plain", url="x", zone="lab", rules=(CameraRule(kind="tamper"),))
WITH_PEOPLE = replace(PLAIN, id="lab", rules=(CameraRule(kind="tamper"), CameraRule(kind="person")))
ANY: dict[str, Any] = {"camera": "cam-lab", "at": AT}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_evidence_is_kept_once_whole_and_by_its_hash(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path / "evidence")
    name = evidence.keep(b"a picture")
    assert name == digest(b"a picture")
    kept = tmp_path / "evidence" / f"{name}.jpg"
    before = kept.stat().st_mtime_ns
    assert evidence.keep(b"a picture") == name
    assert kept.stat().st_mtime_ns == before
    assert evidence.keep(b"") is None
    assert [path.name for path in (tmp_path / "evidence").iterdir()] == [f"{name}.jpg"]


def clip(*levels: bytes) -> Clip:
    shots = tuple(
        Shot(jpeg=level, at=AT + timedelta(seconds=n), t=float(n), size=(8, 8))
        for n, level in enumerate(levels)
    )
    return Clip(camera="cam-lab", rule="tamper", still="a" * 64, told=AT + timedelta(seconds=1), shots=shots)


def test_clips_are_written_and_told(tmp_path: Path) -> None:
    told: list[ClipKept] = []
    keeper = ClipKeeper(Evidence(tmp_path), told.append)
    keeper.start()
    keeper.put(clip(b"one", b"two", b"three"))
    keeper.stop()
    (kept,) = told
    assert (kept.camera, kept.rule, kept.still) == ("cam-lab", "tamper", "a" * 64)
    assert (kept.from_s, kept.to_s) == (-1.0, 1.0)
    content = (tmp_path / f"{kept.clip}.avi").read_bytes()
    assert digest(content) == kept.clip
    assert content.startswith(b"RIFF")


def test_a_full_disk_loses_a_clip_aloud_and_the_next_is_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[ClipKept] = []
    folder = tmp_path / "evidence"
    keeper = ClipKeeper(Evidence(folder), told.append)
    folder.rmdir()
    folder.write_bytes(b"")  # nothing can be made below a file
    keeper.put(clip(b"one"))
    keeper.start()
    keeper.put(clip(b"two"))
    keeper.stop()
    assert told == []
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    assert "a clip of rule tamper is lost" in caplog.text


def test_clips_that_wait_are_bounded_by_number_and_by_bytes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gate.roots.camera_evidence.MOST_WAITING", 10)
    told: list[ClipKept] = []
    keeper = ClipKeeper(Evidence(tmp_path), told.append)
    keeper.put(clip(b"12345", b"6789"))
    keeper.put(clip(b"xx"))
    assert [record.levelname for record in caplog.records] == ["WARNING"], "one byte too many"
    keeper.put(clip(b"x"))
    keeper.start()
    keeper.stop()
    assert len(told) == 2
    many = ClipKeeper(Evidence(tmp_path), told.append)
    for _ in range(WAITING + 1):
        many.put(clip(b""))
    assert len(caplog.records) == 2, "one clip too many"


def decided(portal: str, request: str = "cabinet-1/1/7") -> bytes:
    decision = Decision(
        id=request, at=AT, reader="rdr-lab-in", portal=portal, kind=Passage.ENTRY, result=Result.DENIED
    )
    body = AccessDecided(request=request, decision=decision)
    return encode(Envelope(site="hq", src="engine", boot=1, seq=1, at=AT, body=body))


def verifier(told: list[CameraSaw], still: str | None = "f" * 64) -> Verifier:
    site = example_site()
    lab = site.cameras["cam-lab"]
    rule = CameraRule(kind="verify", portal="lab-door")
    cameras = {**site.cameras, "cam-lab": replace(lab, rules=(*lab.rules, rule))}
    return Verifier(replace(site, cameras=cameras), lambda camera: still, told.append)


def test_a_picture_at_a_decision_of_a_chosen_door() -> None:
    told: list[CameraSaw] = []
    verifier(told).hear(decided("lab-door"))
    (saw,) = told
    assert (saw.camera, saw.rule, saw.portal, saw.kind, saw.still) == (
        "cam-lab", "verify", "lab-door", "cabinet-1/1/7", "f" * 64,
    )  # fmt: skip


def test_no_picture_at_other_doors_at_other_events_without_camera_or_of_rubbish(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told: list[CameraSaw] = []
    verifier(told).hear(decided("front-door"))
    started = EngineStarted(epoch=1, configuration="c", revision=1, rebuilt_at=AT)
    verifier(told).hear(encode(Envelope(site="hq", src="engine", boot=1, seq=1, at=AT, body=started)))
    verifier(told, still=None).hear(decided("lab-door"))
    verifier(told).hear(b'{"type":"AccessDecided", rubbish')
    assert told == []
    assert "cannot be read" in caplog.text


@pytest.mark.parametrize(
    ("rule", "by_day", "by_night"),
    [
        (CameraRule(kind="tamper"), True, True),
        (CameraRule(kind="tamper", schedule="nights"), False, True),
        (CameraRule(kind="intrusion", zone="archive"), False, True),
        (CameraRule(kind="intrusion", zone="lobby"), False, False),
        (CameraRule(kind="motion", zone="lobby"), True, True),
        (CameraRule(kind="person"), True, True),
        (CameraRule(kind="tailgate", portal="front-door", schedule="office-hours"), True, False),
    ],
)
def test_when_rules_watch(rule: CameraRule, by_day: bool, by_night: bool) -> None:
    site = example_site()
    armed = armed_by(site)(site.cameras["cam-lab"])(rule)
    assert (armed(AT), armed(NIGHT)) == (by_day, by_night)


def test_a_crowd_without_a_count_is_more_than_its_zone_takes() -> None:
    site = example_site()
    camera = CameraConfig(
        id="c", url="x", zone="lab", rules=(CameraRule(kind="crowding"), CameraRule(kind="crowding", count=3))
    )
    assert [rule.count for rule in counted(camera, site).rules] == [site.zones["lab"].max_occupancy, 3]
    assert site.zones["lab"].max_occupancy == 12


@pytest.fixture
def junk(tmp_path: Path) -> Path:
    """A model file that is none."""
    path = tmp_path / "m.onnx"
    path.write_bytes(b"junk")
    return path


def test_a_model_that_is_none_is_said_only_where_it_is_wanted(junk: Path) -> None:
    site = example_site()
    with pytest.raises(UserError, match="expected an ONNX model"):
        detector_for(site.cameras["cam-lobby"], junk)
    assert detector_or_why(PLAIN, junk) == (None, "")
    assert detector_or_why(site.cameras["cam-lobby"], None) == (None, "")
    detector, why = detector_or_why(site.cameras["cam-lobby"], junk)
    assert detector is None
    assert why.startswith("the person model cannot be used: expected an ONNX model, came")


def test_cameras_watch_on_without_the_model_that_is_none(
    junk: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    site = replace(example_site(), cameras={"plain": PLAIN, "lab": WITH_PEOPLE})
    plan = Plan(site=site, folder=DataFolder(tmp_path), bus="mqtt://127.0.0.1:1", urls={}, model=junk)
    process = CameraProcess(plan, MachineClock())
    assert process.watchers["plain"].health().not_running == ()
    (why,) = process.watchers["lab"].health().not_running
    assert why == "rule person does not run: it needs a person model (gate camera model install)"
    assert "lab: the person model cannot be used: expected an ONNX model" in caplog.text
    assert "plain" not in caplog.text


PEOPLE: dict[str, Any] = {"rule": "person", "zone": "lab", "count": 2, "score": 0.9}


@pytest.mark.parametrize(
    ("signal", "event"),
    [
        (
            seen.PeopleStarted(**ANY, **PEOPLE, box=BOX, since=AT, still=b"s"),
            CameraSaw(camera="cam-lab", rule="person", zone="lab", count=2, score=0.9, still=digest(b"s")),
        ),
        (
            seen.PeopleEnded(**ANY, **PEOPLE, last=AT),
            CameraSaw(camera="cam-lab", rule="person", zone="lab", count=2, score=0.9, active=False),
        ),
        (
            seen.LineCrossed(
                **ANY, rule="tailgate", zone="lab", portal="lab-door", direction=seen.Direction.OUT, track=4,
                score=0.8, box=BOX, still=b"s",
            ),
            CameraSaw(
                camera="cam-lab", rule="tailgate", kind="out", zone="lab", portal="lab-door", track=4, score=0.8,
                still=digest(b"s"),
            ),
        ),
        (
            seen.TamperSeen(**ANY, kind=seen.TamperKind.COVERED, score=1.0, still=b"s"),
            CameraSaw(camera="cam-lab", rule="tamper", kind="covered", score=1.0, still=digest(b"s")),
        ),
        (
            seen.FrameRateLow(**ANY, rate=4.0, usual=10.0),
            DeviceHealthChanged(device="cam-lab", online=True, why="4 pictures a second, usually 10"),
        ),
        (
            seen.PictureFrozen(**ANY),
            DeviceHealthChanged(device="cam-lab", online=True, why="the picture stands still"),
        ),
        (
            seen.CameraLost(**ANY, why="no route to host"),
            DeviceHealthChanged(device="cam-lab", online=False, why="no route to host"),
        ),
        (
            seen.CameraNotice(**ANY, why="the clock jumped"),
            DeviceHealthChanged(device="cam-lab", online=True, why="the clock jumped"),
        ),
        (seen.RuleNotRunning(**ANY, rule="person", why="no model"), None),
        (seen.ClipTaken(clip=clip(b"x"), at=AT), None),
    ],
)  # fmt: skip
def test_what_goes_on_the_bus(tmp_path: Path, signal: seen.CameraSignal, event: object) -> None:
    assert event_of(signal, Evidence(tmp_path)) == event


def test_an_alarm_goes_out_without_its_picture_rather_than_not_at_all(tmp_path: Path) -> None:
    alarm = seen.TamperSeen(**ANY, kind=seen.TamperKind.COVERED, score=1.0, still=b"s")
    event = event_of(without_still(alarm), Evidence(tmp_path))
    assert isinstance(event, CameraSaw)
    assert (event.kind, event.still) == ("covered", None)
