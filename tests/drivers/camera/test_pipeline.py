"""What becomes of stream changes, bad pictures, clocks that jump and rules that cannot run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import cv2
import numpy as np
import pytest

from drivers.camera.catalogue import MAKERS, build_rules, wants_model
from drivers.camera.crossing import LineRule
from drivers.camera.health import CameraState
from drivers.camera.motion import MotionRule
from drivers.camera.notices import AGAIN_S, MOST, Notices
from drivers.camera.picture import Frame
from drivers.camera.pipeline import Kit, Pipeline
from drivers.camera.rule import NotRunning, Rule, View, always
from drivers.camera.signals import (
    CameraLost,
    CameraNotice,
    CameraSignal,
    CameraUp,
    PictureFrozen,
    RuleNotRunning,
    TamperKind,
    TamperSeen,
)
from drivers.camera.slot import StreamLost, StreamUp
from drivers.camera.tamper import TamperRule
from gate.domain.hardware import CameraConfig, CameraRule
from tests.drivers.camera.film import frame_at, instant


def fed(pipeline: Pipeline, item: Frame | StreamUp | StreamLost | None, t: float) -> list[CameraSignal]:
    return pipeline.step(item, 10.0, instant(t), t)


def test_up_and_lost_are_said_once_each() -> None:
    pipeline = Pipeline("cam", [])
    assert pipeline.state is CameraState.CONNECTING
    assert fed(pipeline, None, 0.0) == []
    gone = CameraLost(camera="cam", why="away", at=instant(1))
    assert fed(pipeline, StreamLost(why="away"), 1.0) == [gone]
    assert fed(pipeline, StreamLost(why="still away"), 2.0) == []
    assert pipeline.why == "still away"
    up = CameraUp(camera="cam", detail="64x36", at=instant(3))
    assert fed(pipeline, StreamUp(size=(64, 36)), 3.0) == [up]
    assert (pipeline.state, pipeline.why) == (CameraState.UP, "")


def test_a_camera_that_comes_up_says_what_it_does_not_watch_for() -> None:
    rules: list[Rule] = [NotRunning(camera="cam", name="person", needs="a model"), TamperRule("cam")]
    pipeline = Pipeline("cam", rules, Kit(caveat="the model is none"))
    (up,) = fed(pipeline, StreamUp(size=(64, 36)), 0.0)
    assert isinstance(up, CameraUp)
    assert up.detail == "64x36; the model is none; rule person does not run: it needs a model"


def test_a_camera_that_changes_its_picture_all_the_time_says_so_once_in_a_while() -> None:
    pipeline = Pipeline("cam", [])
    fed(pipeline, StreamUp(size=(64, 36)), 0.0)
    dice = np.random.default_rng(1)
    shapes = [(36, 64, 3), (72, 128, 3)]
    told = [
        (signal.why, n / 5)
        for n in range(5 * 70)
        for signal in fed(
            pipeline, frame_at(n / 5, dice.integers(0, 255, shapes[n % 2]).astype(np.uint8)), n / 5
        )
        if isinstance(signal, CameraNotice)
    ]
    first, second = (
        f"changed its picture {way}: learning anew"
        for way in ("from 64x36 to 128x72", "from 128x72 to 64x36")
    )
    assert told == [(first, 0.2), (second, 0.4), (first, 60.2), (second, 60.4)]


def test_notices_are_bounded_however_they_differ() -> None:
    notices = Notices()
    up = CameraUp(camera="cam", detail="", at=instant(0))
    said = [CameraNotice(camera="cam", why=f"notice {n}", at=instant(0)) for n in range(MOST + 1)]
    assert notices.sifted([*said, up], 0.0) == [*said[:MOST], up]
    assert notices.sifted(said[:1], AGAIN_S - 0.001) == []
    assert notices.sifted(said[:1], AGAIN_S) == said[:1]


def test_the_rules_hear_that_no_picture_comes() -> None:
    pipeline = Pipeline("cam", [TamperRule("cam")])
    fed(pipeline, StreamUp(size=(64, 36)), 0.0)
    noise = np.random.default_rng(1).integers(0, 255, (36, 64, 3)).astype(np.uint8)
    fed(pipeline, frame_at(1.0, noise), 1.0)
    fed(pipeline, StreamLost(why="away"), 2.0)
    assert fed(pipeline, None, 5.999) == []
    (seen,) = fed(pipeline, None, 6.0)
    assert isinstance(seen, TamperSeen)
    assert seen.kind is TamperKind.LOST


def test_a_frozen_picture_is_health_without_a_tamper_rule() -> None:
    pipeline = Pipeline("cam", [])
    fed(pipeline, StreamUp(size=(64, 36)), 0.0)
    told = [signal for step in range(30) for signal in fed(pipeline, frame_at(step / 5), step / 5)]
    assert [type(signal) for signal in told] == [PictureFrozen]
    assert pipeline.state is CameraState.FROZEN


@pytest.mark.parametrize(("drift", "told"), [(1.999, 0), (2.0, 1), (-2.0, 1), (-86400.0, 1)])
def test_a_clock_that_jumps(drift: float, told: int) -> None:
    pipeline = Pipeline("cam", [])
    dice = np.random.default_rng(1)
    images = [dice.integers(0, 255, (36, 64, 3)).astype(np.uint8) for _ in range(3)]
    fed(pipeline, frame_at(1.0, images[0]), 1.0)
    jumped = Frame(image=images[1], at=instant(1.2) + timedelta(seconds=drift), t=1.2)
    signals = fed(pipeline, jumped, 1.2)
    assert [type(signal) for signal in signals] == [CameraNotice] * told
    after = Frame(image=images[2], at=instant(1.4) + timedelta(seconds=drift), t=1.4)
    assert fed(pipeline, after, 1.4) == []


class Choking:
    """A rule on which OpenCV fails."""

    name = "choking"

    def step(self, view: View) -> Sequence[CameraSignal]:
        raise cv2.error("bad argument")

    def absent(self, at: datetime, t: float) -> Sequence[CameraSignal]:
        return ()

    def relearn(self) -> None:
        return None


def test_a_picture_that_cannot_be_analysed_is_told_once() -> None:
    pipeline = Pipeline("cam", [Choking()])
    told = [signal for t in range(4) for signal in fed(pipeline, frame_at(t), t)]
    assert [type(signal) for signal in told] == [CameraNotice]
    assert pipeline.newest is None


CAMERA = CameraConfig(
    id="cam-lobby",
    url="rtsp://192.0.2.20/stream1",
    zone="lobby",
    rules=(
        CameraRule(kind="tamper"),
        CameraRule(kind="tailgate", portal="front-door", line=((0.2, 0.6), (0.8, 0.6))),
        CameraRule(kind="intrusion", zone="archive"),
        CameraRule(kind="motion", polygon=((0.0, 0.0), (0.5, 0.0), (0.5, 1.0))),
        CameraRule(kind="person"),
        CameraRule(kind="teleport"),
    ),
)


def test_a_site_files_rules_run_or_say_why_not() -> None:
    rules = build_rules(CAMERA, lambda rule: always)
    assert [type(rule) for rule in rules] == [
        TamperRule, LineRule, MotionRule, MotionRule, NotRunning, NotRunning,
    ]  # fmt: skip
    assert [rule.name for rule in rules] == [
        "tamper",
        "tailgate",
        "intrusion",
        "motion",
        "person",
        "teleport",
    ]
    pipeline = Pipeline(CAMERA.id, rules)
    told = pipeline.started(instant(0))
    assert told[0] == RuleNotRunning(
        camera="cam-lobby",
        rule="person",
        why="rule person does not run: it needs a person model (gate camera model install)",
        at=instant(0),
    )
    assert len(told) == 2
    assert "known kinds: crowding, intrusion, line-crossing" in told[1].why  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_both_spellings_of_a_kind_are_known(kind: str) -> None:
    for spelt in (kind, kind.replace("-", "_")):
        whole = CameraRule(
            kind=spelt,
            line=((0.0, 0.5), (1.0, 0.5)),
            after=timedelta(seconds=5),
            count=3,
            portal="front-door",
        )
        camera = CameraConfig(id="c", url="x", zone="z", rules=(whole,))
        (rule,) = build_rules(camera, lambda rule: always, model=True)
        assert not isinstance(rule, NotRunning)
        assert rule.name == kind


@pytest.mark.parametrize(
    ("kind", "needs"),
    [("tailgate", "a line"), ("loitering", "a time"), ("crowding", "a count"), ("person", "a person model")],
)
def test_what_a_rule_lacks_is_said(kind: str, needs: str) -> None:
    camera = CameraConfig(id="c", url="x", zone="z", rules=(CameraRule(kind=kind),))
    (rule,) = build_rules(camera, lambda rule: always, model=kind != "person")
    assert isinstance(rule, NotRunning)
    assert needs in rule.why


def test_a_picture_at_decisions_is_no_rule_on_pictures() -> None:
    camera = CameraConfig(id="c", url="x", zone="z", rules=(CameraRule(kind="verify", portal="front-door"),))
    assert build_rules(camera, lambda rule: always) == []
    assert not wants_model(camera)
    assert wants_model(CAMERA)


def test_intrusion_names_its_own_zone_or_the_cameras() -> None:
    rules = build_rules(CAMERA, lambda rule: always)
    assert [rule._zone for rule in rules if isinstance(rule, MotionRule)] == ["archive", "lobby"]
