"""The tamper rule's times, with a judge that says what the test wants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import numpy as np
import pytest

from drivers.camera.measures import Measures, Scene
from drivers.camera.picture import SIZE
from drivers.camera.rule import View, always
from drivers.camera.signals import CameraSignal, TamperCleared, TamperKind, TamperSeen
from drivers.camera.tamper import LOOK_S, LOST_AFTER, TamperRule
from drivers.camera.verdict import Verdict
from tests.drivers.camera.film import instant, view_at

COVERED: Verdict = (TamperKind.COVERED, 0.9)
MOVED: Verdict = (TamperKind.MOVED, 0.8)


class Said:
    """Stands in for the judge: the verdict is set from outside."""

    scene: Scene | None = None
    seen: Measures | None = None
    now: Verdict | None = None

    def look(self, view: View) -> Verdict | None:
        return self.now

    def forget(self) -> None:
        self.now = None


def rule_of(armed: Callable[[datetime], bool] = always) -> tuple[TamperRule, Said]:
    said = Said()
    rule = TamperRule("cam", armed=armed, hold=timedelta(seconds=3), clear=timedelta(seconds=3))
    rule._judge = said  # type: ignore[assignment]
    return rule, said


def shown(rule: TamperRule, said: Said, verdict: Verdict | None, *times: float) -> list[CameraSignal]:
    said.now = verdict
    return [signal for t in times for signal in rule.step(view_at(t))]


def kinds(signals: Sequence[CameraSignal]) -> list[TamperKind]:
    return [signal.kind for signal in signals if isinstance(signal, TamperSeen)]


def test_hold_time_just_before_at_and_after() -> None:
    rule, said = rule_of()
    assert shown(rule, said, COVERED, 0.0, 1.0, 2.0, 2.999) == []
    seen = shown(rule, said, COVERED, 3.0)
    assert kinds(seen) == [TamperKind.COVERED]
    assert isinstance(seen[0], TamperSeen)
    assert seen[0].at == instant(3.0)
    assert seen[0].still.startswith(b"\xff\xd8")
    assert shown(rule, said, COVERED, 3.001, 10.0, 100.0) == []  # one alarm for one tampering


class Counting(Said):
    """... and counts the pictures that it is shown, of a scene that it knows."""

    def __init__(self) -> None:
        self.scene = Scene(np.zeros((SIZE[1], SIZE[0]), np.float32))
        self.looks = 0

    def look(self, view: View) -> Verdict | None:
        self.looks += 1
        return self.now


def counting() -> tuple[TamperRule, Counting]:
    rule, said = TamperRule("cam"), Counting()
    rule._judge = said  # type: ignore[assignment]
    shown(rule, said, None, 0.0)
    said.looks = 0
    return rule, said


@pytest.mark.parametrize(("t", "looks"), [(LOOK_S - 0.001, 0), (LOOK_S, 1), (LOOK_S + 0.001, 1)])
def test_an_ordinary_scene_is_measured_in_its_turn(t: float, looks: int) -> None:
    rule, said = counting()
    shown(rule, said, None, t)
    assert said.looks == looks


def test_from_the_first_suspicion_until_it_has_cleared_every_picture_is_measured() -> None:
    rule, said = counting()
    times = [0.4 + 0.2 * n for n in range(20)]
    assert len(kinds(shown(rule, said, COVERED, *times))) == 1
    assert said.looks == 20
    shown(rule, said, None, *(5.0 + 0.2 * n for n in range(16)))
    assert rule.active is None
    assert said.looks == 36
    shown(rule, said, None, 8.2, 8.4)
    assert said.looks == 37


def test_pictures_that_begin_to_repeat_are_measured() -> None:
    rule, said = counting()
    rule.step(view_at(0.1, frozen_for=0.1))
    assert said.looks == 1


def test_clear_time_just_before_and_at() -> None:
    rule, said = rule_of()
    shown(rule, said, COVERED, 0.0, 3.0)
    assert shown(rule, said, None, 10.0, 12.999) == []
    cleared = shown(rule, said, None, 13.0)
    assert [type(signal) for signal in cleared] == [TamperCleared]
    assert rule.active is None
    assert shown(rule, said, None, 13.1, 20.0) == []


def test_a_relapse_starts_the_clear_time_anew() -> None:
    rule, said = rule_of()
    shown(rule, said, COVERED, 0.0, 3.0)
    shown(rule, said, None, 4.0, 6.9)
    shown(rule, said, COVERED, 6.95)
    assert shown(rule, said, None, 7.0, 9.99) == []
    assert len(shown(rule, said, None, 10.0)) == 1


@pytest.mark.parametrize(("gap_ends", "alarms"), [(1.599, 1), (1.601, 0)])
def test_a_short_gap_does_not_start_the_hold_time_anew(gap_ends: float, alarms: int) -> None:
    rule, said = rule_of()
    shown(rule, said, COVERED, 0.0, 1.0)
    shown(rule, said, None, 1.2, gap_ends)
    assert len(shown(rule, said, COVERED, gap_ends + 0.01, 3.0)) == alarms


def test_somebody_close_to_the_lens_for_less_than_the_hold_time() -> None:
    rule, said = rule_of()
    assert shown(rule, said, COVERED, 0.0, 1.0, 2.0, 2.9) == []
    assert shown(rule, said, None, 3.0, 4.0) == []
    assert shown(rule, said, COVERED, 5.0, 7.9) == []


def test_the_kind_is_what_most_pictures_of_the_hold_time_showed() -> None:
    rule, said = rule_of()
    shown(rule, said, MOVED, 0.0, 0.2)
    assert kinds(shown(rule, said, COVERED, 0.4, 1.0, 2.0, 3.0)) == [TamperKind.COVERED]


def test_frozen_has_lasted_already_when_it_is_said() -> None:
    rule, said = rule_of()
    assert kinds(shown(rule, said, (TamperKind.FROZEN, 1.0), 0.0)) == [TamperKind.FROZEN]


def test_signal_loss_just_before_and_at() -> None:
    rule, said = rule_of()
    shown(rule, said, None, 0.0, 100.0)
    assert rule.absent(instant(104.9), 100.0 + LOST_AFTER - 0.001) == ()
    lost = rule.absent(instant(105), 100.0 + LOST_AFTER)
    assert kinds(lost) == [TamperKind.LOST]
    assert isinstance(lost[0], TamperSeen)
    assert lost[0].still  # the last picture that came
    assert rule.absent(instant(200), 200.0) == ()
    assert shown(rule, said, None, 201.0, 203.999) == []
    assert [type(signal) for signal in shown(rule, said, None, 204.0)] == [TamperCleared]


def test_a_camera_that_never_was_there_is_not_lost() -> None:
    rule, _ = rule_of()
    assert rule.absent(instant(1000), 1000.0) == ()


def test_disarmed_says_nothing_and_ends_what_was() -> None:
    armed = [True]
    rule, said = rule_of(lambda at: armed[0])
    shown(rule, said, COVERED, 0.0, 3.0)
    armed[0] = False
    assert [type(signal) for signal in shown(rule, said, COVERED, 4.0)] == [TamperCleared]
    assert shown(rule, said, COVERED, 5.0, 9.0) == []
    assert rule.absent(instant(60), 60.0) == ()
