"""The draining thread's body on streams that the test plays, on a clock that the test turns."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from cv2.typing import MatLike

from drivers.camera.backoff import Backoff
from drivers.camera.capture import SPOILT, Capture
from drivers.camera.picture import Frame
from drivers.camera.rate import Meter, RateWatch
from drivers.camera.signals import FrameRateLow, FrameRateNormal
from drivers.camera.slot import CHANGES, Slot, StreamLost, StreamUp
from drivers.camera.source import Source, shown
from drivers.camera.stream import SourceError, Stream
from tests.drivers.camera.film import frame_at, instant

IMAGE: MatLike = np.zeros((36, 64, 3), np.uint8)


class Clock:
    t = 0.0

    def __call__(self) -> float:
        return self.t


class Played:
    """A stream of ten pictures a second; ``None`` is one that cannot be decoded."""

    pace: float | None = None

    def __init__(self, clock: Clock, images: list[MatLike | None]) -> None:
        self.clock, self.images = clock, images
        self.retrieved = self.released = 0

    def grab(self) -> bool:
        self.clock.t += 0.1
        return bool(self.images)

    def retrieve(self) -> MatLike | None:
        self.retrieved += 1
        return self.images[0]

    def release(self) -> None:
        self.released += 1


class Counted(Played):
    def grab(self) -> bool:
        there = super().grab()
        self.images = self.images[1:] if self.clock.t > 0.15 else self.images
        return there and bool(self.images)


class Recorder(Slot):
    """Keeps everything that passes, in order."""

    def __init__(self, stop: threading.Event, lives: int = 1) -> None:
        super().__init__()
        self.log: list[str] = []
        self._stop, self._lives = stop, lives

    def up(self, size: tuple[int, int]) -> None:
        self.log.append(f"up {size[0]}x{size[1]}")

    def put(self, frame: Frame) -> None:
        self.log.append("frame")

    def lost(self, why: str) -> None:
        self.log.append(why)
        self._lives -= 1
        if self._lives <= 0:
            self._stop.set()


def run(open_: Callable[[], Stream], clock: Clock, *, lives: int = 1, rate: float = 5.0) -> list[str]:
    stop = threading.Event()
    slot = Recorder(stop, lives)
    backoff = Backoff(first=0.0, most=0.0)
    Capture(open_, slot, rate=rate, now=lambda: instant(clock.t), monotonic=clock, backoff=backoff).run(stop)
    return slot.log


def test_every_picture_is_taken_off_and_only_those_due_are_decoded() -> None:
    clock = Clock()
    stream = Counted(clock, [IMAGE] * 20)
    log = run(lambda: stream, clock)
    assert log == ["up 64x36", *["frame"] * 10, "the stream ended or stalled"]
    assert stream.retrieved == 10
    assert stream.released == 1


def test_a_camera_that_is_away_is_tried_again_and_said_each_time_to_the_slot() -> None:
    clock = Clock()

    def away() -> Stream:
        raise SourceError("does not open: nobody there")

    assert run(away, clock, lives=3) == ["does not open: nobody there"] * 3


def test_opens_but_sends_nothing() -> None:
    clock = Clock()
    assert run(lambda: Played(clock, []), clock) == ["opens but sends no picture"]


def test_rubbish_is_borne_for_a_while() -> None:
    clock = Clock()
    broken = Played(clock, [None])
    assert run(lambda: broken, clock, rate=10.0) == ["sends what are no pictures"]
    assert broken.retrieved == SPOILT
    mixed: list[MatLike | None] = [IMAGE, *[None] * (SPOILT - 1), IMAGE]
    clock = Clock()
    stream = Counted(clock, mixed)
    assert run(lambda: stream, clock, rate=10.0)[-1] == "the stream ended or stalled"


def test_what_opencv_throws_is_a_lost_stream() -> None:
    clock = Clock()

    class Thrower(Played):
        def grab(self) -> bool:
            raise cv2.error("broken bitstream")

    thrower = Thrower(clock, [])
    (why,) = run(lambda: thrower, clock)
    assert why.startswith("cannot be decoded")
    assert thrower.released == 1


def test_backoff_doubles_up_to_its_limit_and_starts_anew_after_a_steady_stream() -> None:
    backoff = Backoff(first=0.5, most=3.0, steady=10.0)
    assert [backoff.after(0.0) for _ in range(5)] == [0.5, 1.0, 2.0, 3.0, 3.0]
    assert backoff.after(9.999) == 3.0
    assert backoff.after(10.0) == 0.5
    assert backoff.after(0.0) == 1.0


def test_the_slot_keeps_the_newest_picture_and_the_order_of_changes() -> None:
    slot = Slot()
    slot.up((64, 36))
    slot.put(frame_at(1.0))
    slot.put(frame_at(2.0))
    assert slot.take(0.0) == StreamUp(size=(64, 36))
    newest = slot.take(0.0)
    assert isinstance(newest, Frame)
    assert newest.t == 2.0
    assert slot.take(0.0) is None
    slot.put(frame_at(3.0))
    slot.lost("gone")
    assert slot.take(0.0) == StreamLost(why="gone")
    assert slot.take(0.0) is None  # a picture from before the loss is not shown after it
    for _ in range(CHANGES * 2):
        slot.lost("again")
    assert len(slot._changes) == CHANGES
    slot.close()
    assert slot.take(60.0) is None


def test_rate_is_low_just_at_its_time_and_normal_again() -> None:
    watch = RateWatch("cam")
    watch.up(0.0)
    assert watch.step(2.0, instant(9), 9.999) == ()
    assert watch.step(10.0, instant(10), 10.0) == ()
    assert watch.step(4.9, instant(20), 20.0) == ()
    assert watch.step(4.9, instant(30), 29.999) == ()
    assert watch.step(4.9, instant(30), 30.0) == [
        FrameRateLow(camera="cam", rate=4.9, usual=10.0, at=instant(30))
    ]
    assert watch.step(7.9, instant(31), 31.0) == ()
    assert watch.step(8.0, instant(32), 32.0) == [
        FrameRateNormal(camera="cam", rate=8.0, usual=10.0, at=instant(32))
    ]


def test_meter_counts_over_its_window() -> None:
    meter = Meter()
    assert meter.rate(0.0) == 0.0
    for step in range(100):
        meter.count(step * 0.1)
    assert meter.rate(9.9) == pytest.approx(10.0)
    assert meter.rate(20.0) == 0.0


def test_credentials_are_used_and_never_shown() -> None:
    source = Source(url="rtsp://admin:s3cret@192.0.2.20:554/stream1")
    assert shown(source.url) == "rtsp://192.0.2.20:554/stream1"
    assert "s3cret" not in repr(source)


def test_no_such_file_or_scheme() -> None:
    with pytest.raises(SourceError, match="expected rtsp, http, usb:N or a file, came gopher://x/1"):
        Source(url="gopher://u:p@x/1").open()


def test_a_file_is_played_at_its_own_speed(tmp_path: Path) -> None:
    path = str(tmp_path / "clip.avi")
    writer = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*"MJPG"), 20.0, (64, 48))
    for level in (40, 80, 120):
        writer.write(np.full((48, 64, 3), level, np.uint8))
    writer.release()
    stream = Source(url=path).open()
    assert stream.pace == pytest.approx(0.05)
    levels = []
    while stream.grab():
        image = stream.retrieve()
        assert isinstance(image, np.ndarray)
        levels.append(round(float(image.mean()), -1))
    stream.release()
    assert levels == [40, 80, 120]
