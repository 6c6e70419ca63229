"""The ring of pictures and the clips cut out of it; AVI as another reader sees it."""

from __future__ import annotations

import hashlib
import struct
from datetime import timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest
from cv2.typing import MatLike

from drivers.camera.avi import to_avi
from drivers.camera.geometry import Polygon
from drivers.camera.jpeg import Jpeg, read_jpeg
from drivers.camera.picture import SIZE, Frame, still_of
from drivers.camera.pipeline import Kit, Pipeline
from drivers.camera.ring import AFTER_S, BEFORE_S, MOST_BYTES, WIDEST, Clip, Ring
from drivers.camera.signals import ClipTaken, TamperSeen
from drivers.camera.tamper import TamperRule
from simulators.camera.scene import Action, Scene
from tests.drivers.camera.film import frame_at, instant


def plain(level: int, size: tuple[int, int] = (64, 36)) -> MatLike:
    return np.full((size[1], size[0], 3), level, np.uint8)


def filled(seconds: float, rate: float = 5.0) -> Ring:
    ring = Ring("cam")
    for n in range(round(seconds * rate) + 1):
        ring.add(frame_at(n / rate, plain(n % 250)))
    return ring


def test_a_clip_is_before_and_after() -> None:
    ring = filled(20.0)
    ring.want("tamper", b"the still", instant(20), 20.0)
    for n in range(101, 140):
        ring.add(frame_at(n / 5, plain(n)))
        if clips := ring.ready(n / 5):
            break
    (clip,) = clips
    assert (clip.camera, clip.rule, clip.told) == ("cam", "tamper", instant(20))
    assert clip.still == hashlib.sha256(b"the still").hexdigest()
    assert (clip.shots[0].t, clip.shots[-1].t) == (20.0 - BEFORE_S, 20.0 + AFTER_S)
    assert clip.rate == pytest.approx(5.0)


@pytest.mark.parametrize(("t", "ready"), [(AFTER_S - 0.01, 0), (AFTER_S, 1), (AFTER_S + 0.01, 1)])
def test_a_clip_is_ready_at_its_time(t: float, ready: int) -> None:
    ring = Ring("cam")
    ring.add(frame_at(0.0, plain(1)))
    ring.want("tamper", b"s", instant(0), 0.0)
    assert len(ring.ready(t)) == ready
    assert ring.ready(t + 100.0) == [] or not ready


def test_a_clip_of_a_camera_that_died_has_what_was_before() -> None:
    ring = filled(10.0)
    ring.want("tamper", b"s", instant(15), 15.0)
    (clip,) = ring.ready(21.0)
    assert (clip.shots[0].t, clip.shots[-1].t) == (9.0, 10.0)
    ring.want("tamper", b"s", instant(50), 50.0)
    assert ring.ready(60.0) == [], "no picture, no clip"


def test_memory_is_bounded_by_seconds_and_by_bytes() -> None:
    assert len(filled(600.0)._shots) == BEFORE_S * 5 + 1
    ring, dice = Ring("cam"), np.random.default_rng(1)
    noise = read_jpeg(still_of(dice.integers(0, 255, (720, 1280, 3), np.uint8)), SIZE[0])
    assert noise is not None
    for n in range(100):
        ring.add(Frame(image=noise, at=instant(n / 50), t=n / 50))
        ring.want("motion", b"s", instant(0), 0.0)
    assert 50 * len(noise.data) > MOST_BYTES, "more comes than there is room for"
    assert MOST_BYTES - len(noise.data) < ring.held <= MOST_BYTES


def coded(level: int, size: tuple[int, int]) -> Jpeg:
    jpeg = read_jpeg(still_of(plain(level, size)), SIZE[0])
    assert jpeg is not None
    return jpeg


def test_a_cameras_own_jpeg_is_kept_bit_for_bit() -> None:
    ring, jpeg = Ring("cam"), coded(90, (1920, 1080))
    ring.add(Frame(image=jpeg, at=instant(0), t=0.0))
    assert ring._shots[0].jpeg is jpeg.data
    assert ring._shots[0].size == (1920, 1080)


def test_a_jpeg_larger_than_a_clip_should_be_is_made_smaller() -> None:
    ring = Ring("cam")
    ring.add(Frame(image=coded(90, (1922, 1080)), at=instant(0), t=0.0))
    assert ring._shots[0].size == (WIDEST, 360)


def test_another_size_begins_anew() -> None:
    ring = filled(5.0)
    ring.add(frame_at(5.2, plain(1, (32, 18))))
    assert len(ring._shots) == 1
    assert ring.held == len(ring._shots[0].jpeg)


def test_an_alarm_of_a_watched_camera_has_its_clip_without_the_private_area() -> None:
    corner: Polygon = ((0.0, 0.0), (0.4, 0.0), (0.4, 0.4), (0.0, 0.4))
    rule = TamperRule("cam", hold=timedelta(seconds=1), learn=timedelta(seconds=2))
    pipeline = Pipeline("cam", [rule], Kit(privacy=(corner,), ring=Ring("cam", before=2.0, after=2.0)))
    scene, told = Scene("cam", 3), []
    for n in range(40):
        t = n / 5
        if n == 15:
            scene.play(Action.COVER, t)
        sent = read_jpeg(still_of(scene.picture(t, instant(t))), SIZE[0])
        assert sent is not None
        frame = Frame(image=sent, at=instant(t), t=t)
        told += pipeline.step(frame, 5.0, frame.at, t)
    (seen,) = [each for each in told if isinstance(each, TamperSeen)]
    (taken,) = [each for each in told if isinstance(each, ClipTaken)]
    assert taken.clip.still == hashlib.sha256(seen.still).hexdigest()
    assert (taken.at - seen.at).total_seconds() == pytest.approx(2.0)
    for jpeg in (seen.still, taken.clip.shots[0].jpeg):
        kept = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
        assert kept is not None
        assert kept[:120, :230].max() < 30, "blackened before it was kept"
        assert kept[200:].mean() > 60 or jpeg is seen.still


def test_another_reader_opens_the_avi(tmp_path: Path) -> None:
    jpegs = [still_of(plain(level, (64, 48))) for level in (10, 100, 200, 250)]
    path = tmp_path / "clip.avi"
    path.write_bytes(to_avi(jpegs, (64, 48), 4.0))
    film = cv2.VideoCapture(str(path))
    assert film.get(cv2.CAP_PROP_FPS) == pytest.approx(4.0)
    assert film.get(cv2.CAP_PROP_FRAME_COUNT) == 4
    levels = []
    while True:
        there, image = film.read()
        if not there:
            break
        assert image.shape == (48, 64, 3)
        levels.append(round(float(image.mean())))
    assert levels == pytest.approx([10, 100, 200, 250], abs=3)


def test_the_index_points_at_the_pictures() -> None:
    jpegs = [still_of(plain(level)) for level in (10, 100)]
    avi = to_avi(jpegs, (64, 36), 5.0)
    assert struct.unpack_from("<I", avi, 4)[0] == len(avi) - 8
    movi, index = avi.index(b"movi"), avi.index(b"idx1") + 8
    for n, jpeg in enumerate(jpegs):
        name, _, offset, size = struct.unpack_from("<4sIII", avi, index + 16 * n)
        at = movi + offset
        assert (name, avi[at : at + 4], size) == (b"00dc", b"00dc", len(jpeg))
        assert avi[at + 8 : at + 8 + size] == jpeg


@pytest.mark.parametrize(("count", "rate"), [(0, 5.0), (1, 0.0), (1, float("nan")), (1, 2000.0)])
def test_no_clip_of_nothing(count: int, rate: float) -> None:
    with pytest.raises(ValueError, match="expected pictures"):
        to_avi([b"x"] * count, (1, 1), rate)


def test_a_single_picture_has_a_rate() -> None:
    ring = filled(0.0)
    ring.want("motion", b"", instant(0), 0.0)
    (clip,) = ring.ready(AFTER_S)
    assert isinstance(clip, Clip)
    assert clip.rate == 1.0
