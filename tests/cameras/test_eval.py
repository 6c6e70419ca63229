"""``gate camera eval`` on a made-up clip, and its refusals."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import cv2
import pytest

from gate.cli import main
from simulators.camera.scene import Action, Scene

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty seconds at five a second; a hand over the lens from the 10th to the 16th."""
    path = tmp_path_factory.mktemp("clips") / "covered.avi"
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 5.0, (640, 360))
    scene = Scene("cam")
    for step in range(100):
        if step == 50:
            scene.play(Action.COVER, 10.0)
        film.write(scene.picture(step / 5, NOW))
    film.release()
    return path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["camera", "eval", *words])
    said = capsys.readouterr()
    return int(str(ended.value.code)), said.out, said.err


def test_a_covered_lens(capsys: pytest.CaptureFixture[str], covered: Path) -> None:
    status, out, _ = run(capsys, str(covered), "--rule", "tamper", "--json")
    event, last = (json.loads(line) for line in out.splitlines())
    assert (status, last) == (0, {"events": 1})
    assert (event["rule"], event["kind"]) == ("tamper", "covered")
    assert 13.0 <= event["from_s"] <= 15.0
    assert 18.0 <= event["to_s"] <= 19.8


def test_for_people_and_beside_the_truth(
    capsys: pytest.CaptureFixture[str], covered: Path, tmp_path: Path
) -> None:
    truth = tmp_path / "truth.jsonl"
    truth.write_text(
        '{"rule": "tamper", "from_s": 10, "to_s": 16}\n{"rule": "person", "from_s": 1, "to_s": 2}\n'
    )
    _, out, _ = run(capsys, str(covered), "--rule", "tamper", "--truth", str(truth))
    said = out.splitlines()
    assert said[0].startswith("tamper covered: from 13.")
    assert "right 1, wrong 0, missed 0, precision 1.0, recall 1.0, delay_s 3." in said[1]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["{none}", "--rule", "tamper"], "no such file"),
        (["{junk}", "--rule", "tamper"], "expected a video file"),
        (["{clip}", "--rule", "person", "--model", "{junk}"], "expected an ONNX model"),
        (["{clip}", "--rule", "person"], "rule person needs a person model"),
        (["{clip}", "--rule", "tamper", "--truth", "{none}"], "No such file"),
    ],
)
def test_bad_input_is_one_line(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    covered: Path,
    tmp_path: Path,
    words: list[str],
    expected: str,
) -> None:
    monkeypatch.setenv("GATE_MODELS", str(tmp_path / "models"))
    junk = tmp_path / "junk"
    junk.write_bytes(b"junk" * 100)
    places = {"none": tmp_path / "none", "junk": junk, "clip": covered}
    status, out, err = run(capsys, *(word.format(**places) for word in words))
    assert (status, out) == (2, "")
    assert expected in err
    assert err.strip().splitlines()[-1].startswith("gate camera: ")
