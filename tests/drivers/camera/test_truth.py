"""Truth files and how far a rule agrees with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.camera.clip import ClipEvent
from drivers.camera.truth import (
    TrueEvent,
    TruthError,
    agree,
    agree_boxes,
    has_boxes,
    read_boxes,
    read_events,
    total,
)
from tests.drivers.camera.walkers import standing


def told(from_s: float, to_s: float | None, rule: str = "person") -> ClipEvent:
    return ClipEvent(rule=rule, kind="", from_s=from_s, to_s=to_s, told_s=from_s + 0.4)


def test_events_as_eval_prints_them_are_read(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"rule": "person", "kind": "", "from_s": 1, "to_s": null}\n\n{"events": 1}\n')
    assert not has_boxes(path)
    assert read_events(path) == [TrueEvent(rule="person", from_s=1.0, to_s=float("inf"))]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{", "t.jsonl:2: expected a JSON object a line"),
        ("[1]", "t.jsonl:2: expected a JSON object a line"),
        ('{"rule": "person"}', 't.jsonl:2: expected "rule", "from_s"'),
        ('{"rule": "person", "from_s": 3, "to_s": 2}', "t.jsonl:2: expected from_s up to to_s"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, expected: str) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text(f'{{"rule": "person", "from_s": 1, "to_s": 2}}\n{line}\n')
    with pytest.raises(TruthError) as caught:
        read_events(path)
    assert expected in str(caught.value)


def test_each_true_event_is_found_once() -> None:
    true = [TrueEvent(rule="person", from_s=10, to_s=20), TrueEvent(rule="person", from_s=40, to_s=50)]
    agreement = agree([told(11, 19), told(12, 13), told(80, None)], true)
    assert (agreement.right, agreement.wrong, agreement.missed) == (1, 2, 1)
    assert (agreement.precision, agreement.recall) == pytest.approx((1 / 3, 0.5))
    assert agreement.delay_s == pytest.approx(1.4)


@pytest.mark.parametrize(("from_s", "right"), [(21.99, 1), (22.0, 1), (22.01, 0)])
def test_two_seconds_outside_is_still_it(from_s: float, right: int) -> None:
    assert agree([told(from_s, 30)], [TrueEvent(rule="person", from_s=10, to_s=20)]).right == right


def test_nothing_told_of_nothing_is_right() -> None:
    assert (agree([], []).precision, agree([], []).recall) == (1.0, 1.0)


def test_boxes_of_a_motchallenge_file(tmp_path: Path) -> None:
    path = tmp_path / "gt.txt"
    path.write_text("1,7,64,48,32,96,1,-1,-1,-1\n3,7,0,0,640,480,1\n")
    assert has_boxes(path)
    boxes = read_boxes(path, (640, 480))
    assert sorted(boxes) == [0, 2]
    assert (boxes[0][0].x, boxes[0][0].h) == pytest.approx((0.1, 0.2))
    path.write_text("1,7,64,48\n")
    with pytest.raises(TruthError, match=r"gt\.txt:1: expected frame,id,x,y,w,h"):
        read_boxes(path, (640, 480))


def test_boxes_agree_one_to_one() -> None:
    true = [standing(0.2, 0.8).box, standing(0.6, 0.8).box]
    one = agree_boxes([standing(0.201, 0.8, 0.9), standing(0.199, 0.8, 0.8)], true)
    assert (one.right, one.wrong, one.missed) == (1, 1, 1)
    both = total([one, agree_boxes([], true)])
    assert (both.right, both.wrong, both.missed) == (1, 1, 3)
