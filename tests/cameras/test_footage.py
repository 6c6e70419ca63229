"""Rules on footage of real cameras: the events that happened, and no others. See docs/cameras.md."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gate.cli import main
from tests.cameras.footage import clip, model

PRESENT = ((61, 194), (228, 447), (505, 696), (745, 865), (925, 1196), (1235, 1358))
"""Frames of intel_one_by_one.mp4 (10 a second) in which somebody is in the room, ± 9."""


def lines(capsys: pytest.CaptureFixture[str], path: Path, *words: str) -> list[dict[str, object]]:
    with pytest.raises(SystemExit) as ended:
        main(["camera", "eval", str(path), *words, "--json"])
    assert ended.value.code == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_six_people_one_by_one(capsys: pytest.CaptureFixture[str]) -> None:
    path, file = clip("intel_one_by_one.mp4"), model()
    *events, last = lines(capsys, path, "--rule", "person", "--model", str(file), "--rate", "2.5")
    assert last == {"events": 6}
    for event, (first, end) in zip(events, PRESENT, strict=True):
        assert event["from_s"] == pytest.approx(first / 10, abs=2.0)
        assert event["to_s"] == pytest.approx(end / 10, abs=2.0)


def test_a_hand_over_a_lens_at_night(capsys: pytest.CaptureFixture[str]) -> None:
    *events, last = lines(capsys, clip("tamper1.mp4"), "--rule", "tamper")
    assert last == {"events": 1}
    assert events[0]["kind"] in ("covered", "blinded")
    assert min(abs(float(str(events[0]["from_s"])) - true) for true in (64.5, 69.0)) <= 5.0


@pytest.mark.parametrize("rule", ["person", "tamper"])
def test_traffic_is_neither(capsys: pytest.CaptureFixture[str], rule: str) -> None:
    path = clip("bgs_video02.avi")
    words = ["--model", str(model())] if rule == "person" else []
    assert lines(capsys, path, "--rule", rule, *words) == [{"events": 0}]


def test_people_who_hide_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    path, truth, file = clip("TUD-Campus.mp4"), clip("TUD-Campus.gt.txt"), model()
    (told,) = lines(capsys, path, "--truth", str(truth), "--model", str(file), "--rate", "25")
    assert float(str(told["precision"])) >= 0.85
    assert float(str(told["recall"])) >= 0.6
