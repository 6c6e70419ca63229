"""``gate camera tune`` and ``gate camera watch`` on a made-up clip."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import cv2
import pytest

from gate.cli import main
from simulators.camera.scene import Action, Scene

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SITE = str(Path(__file__).parents[2] / "simulators" / "hq" / "hq.site.toml")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["camera", *words])
    said = capsys.readouterr()
    return int(str(ended.value.code)), said.out, said.err


@pytest.fixture(scope="module")
def tailgate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fourteen seconds at five a second; two come in by the door from the sixth on."""
    path = tmp_path_factory.mktemp("clips") / "tailgate.avi"
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 5.0, (640, 360))
    scene = Scene("cam", 3)
    for step in range(70):
        if step == 30:
            scene.play(Action.TAILGATE, step / 5)
        film.write(scene.picture(step / 5, NOW))
    film.release()
    return path


def test_watch_draws_and_tells(capsys: pytest.CaptureFixture[str], tailgate: Path, tmp_path: Path) -> None:
    out = tmp_path / "seen.avi"
    status, said, _ = run(
        capsys, "watch", str(tailgate), "--site", SITE, "--camera", "cam-lobby", "--out", str(out)
    )
    assert status == 0
    crossings = [line for line in said.splitlines() if line.endswith(" s  tailgate: in")]
    assert len(crossings) == 2, said
    film = cv2.VideoCapture(str(out))
    assert film.get(cv2.CAP_PROP_FRAME_COUNT) == 70
    green = 0
    while True:
        there, image = film.read()
        if not there:
            break
        green = max(green, int(((image[..., 1] > 200) & (image[..., 0] < 80) & (image[..., 2] < 80)).sum()))
    assert green > 200, "people have boxes"


def test_watch_refuses_what_is_not_there(
    capsys: pytest.CaptureFixture[str], tailgate: Path, tmp_path: Path
) -> None:
    out = str(tmp_path / "seen.avi")
    status, _, err = run(capsys, "watch", str(tailgate), "--site", SITE, "--camera", "cam-x", "--out", out)
    assert (status, "expected a camera of" in err) == (2, True)
    status, _, err = run(capsys, "watch", "/none.avi", "--site", SITE, "--camera", "cam-lab", "--out", out)
    assert (status, "no such file" in err) == (2, True)


def test_tune_proposes_the_shortest_silent_hold(capsys: pytest.CaptureFixture[str], tailgate: Path) -> None:
    status, said, _ = run(capsys, "tune", str(tailgate), "--rule", "motion")
    *counts, proposed = said.splitlines()
    assert status == 0
    assert counts[0].startswith('after = "350ms": 1 told')
    assert counts[-1].startswith('after = "16s": 0 told')
    first_silent = next(line for line in counts if ": 0 told" in line)
    assert proposed == f'proposed: {{ kind = "motion", {first_silent.partition(":")[0]} }}'
    status, said, _ = run(capsys, "tune", str(tailgate))
    assert said.splitlines()[-1] == 'proposed: { kind = "tamper", after = "1s" }'


def test_what_cannot_be_read_or_written_is_one_line(
    capfd: pytest.CaptureFixture[str], tailgate: Path, tmp_path: Path
) -> None:
    none = str(tmp_path / "none" / "out.avi")
    words = ("camera", "watch", str(tailgate), "--site", SITE, "--camera", "cam-lab", "--seconds", "1")
    with pytest.raises(SystemExit):
        main([*words, "--out", none])
    *_, last = capfd.readouterr().err.splitlines()
    assert last == f"gate camera: {none}: cannot be written as an .avi"
    text = tmp_path / "clip.avi"
    text.write_text("no video")
    with pytest.raises(SystemExit):
        main(["camera", "tune", str(text)])
    assert capfd.readouterr().err.splitlines() == [
        f"gate camera: expected a video file, came {text}: it cannot be decoded"
    ]
