"""A camera watched over real HTTP: people, tampering, loss and return, rubbish, black holes, passwords."""

from __future__ import annotations

import base64
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from drivers.camera.backoff import Backoff
from drivers.camera.health import CameraState
from drivers.camera.motion import MotionRule
from drivers.camera.rtsp_auth import Credentials
from drivers.camera.rtsp_probe import probe_rtsp
from drivers.camera.rule import NotRunning, Rule
from drivers.camera.signals import (
    CameraLost,
    CameraSignal,
    CameraUp,
    MotionStarted,
    RuleNotRunning,
    TamperKind,
    TamperSeen,
)
from drivers.camera.source import Source
from drivers.camera.stream import SourceError, Stream
from drivers.camera.tamper import TamperRule
from drivers.camera.watcher import Watcher
from simulators.camera.camera import SimulatedCamera
from simulators.camera.rtsp_server import RtspServer
from simulators.camera.server import CameraServer, Fault, serve

LIMIT_S = 15.0


class Heard:
    """Signals of all cameras, to be waited for."""

    def __init__(self) -> None:
        self.signals: list[CameraSignal] = []
        self._there = threading.Condition()

    def __call__(self, signal: CameraSignal) -> None:
        with self._there:
            self.signals.append(signal)
            self._there.notify_all()

    def wait(self, fits: Callable[[CameraSignal], bool], after: int = 0) -> CameraSignal:
        with self._there:
            found = self._there.wait_for(
                lambda: [each for each in self.signals[after:] if fits(each)], LIMIT_S
            )
        assert found, f"not told within {LIMIT_S} s; told: {self.signals}"
        return found[0]


@contextmanager
def watched(
    url: str | Callable[[], Stream], heard: Heard, rules: list[Rule], name: str = "cam"
) -> Iterator[Watcher]:
    watcher = Watcher(name, url, rules, heard, rate=10.0, backoff=Backoff(first=0.1, most=0.1))
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.stop()


@pytest.fixture
def camera() -> Iterator[CameraServer]:
    with serve(SimulatedCamera("cam-sim", seed=3)) as server:
        yield server


@pytest.fixture
def black_hole() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as hole:
        yield int(hole.getsockname()[1])


def quick_tamper() -> TamperRule:
    return TamperRule("cam", hold=timedelta(seconds=1), learn=timedelta(seconds=0.5))


def test_people_cover_loss_and_return(camera: CameraServer) -> None:
    heard = Heard()
    rules: list[Rule] = [
        MotionRule("cam"),
        quick_tamper(),
        NotRunning(camera="cam", name="tailgate", needs="a person model"),
    ]
    with watched(camera.url, heard, rules) as watcher:
        assert isinstance(heard.wait(lambda s: True), RuleNotRunning)
        up = heard.wait(lambda s: isinstance(s, CameraUp))
        assert isinstance(up, CameraUp)
        assert up.detail == "640x360; rule tailgate does not run: it needs a person model"
        camera.camera.play("person")
        moved = heard.wait(lambda s: isinstance(s, MotionStarted))
        assert isinstance(moved, MotionStarted)
        assert len(moved.still) > 5000
        camera.camera.play("cover")
        seen = heard.wait(lambda s: isinstance(s, TamperSeen))
        assert isinstance(seen, TamperSeen)
        assert seen.kind is TamperKind.COVERED
        camera.close()
        heard.wait(lambda s: isinstance(s, CameraLost))
        assert watcher.health().state is CameraState.LOST
        before = len(heard.signals)
        with serve(camera.camera, camera.host, camera.port):
            heard.wait(lambda s: isinstance(s, CameraUp), before)
            assert watcher.health().tries >= 2
            assert (watcher.still() or b"").startswith(b"\xff\xd8")
    count = len(heard.signals)
    time.sleep(0.05)
    assert len(heard.signals) == count  # nothing after stop()


def test_a_black_hole_and_a_dead_port_delay_no_other(camera: CameraServer, black_hole: int) -> None:
    heard = Heard()
    with (
        watched(f"http://127.0.0.1:{black_hole}/stream", heard, [], "hole"),
        watched(f"rtsp://127.0.0.1:{black_hole}/stream", heard, [], "rtsp-hole"),
        watched("http://127.0.0.1:9/stream", heard, [], "dead"),
    ):
        heard.wait(lambda s: isinstance(s, CameraLost) and s.camera == "dead")
        began = time.monotonic()
        with watched(camera.url, heard, []):
            heard.wait(lambda s: isinstance(s, CameraUp))
            assert time.monotonic() - began < 4.0  # the black holes' own limit is 5 s


def test_rubbish_in_the_stream_is_a_lost_camera_until_it_ends(camera: CameraServer) -> None:
    heard = Heard()
    with watched(camera.url, heard, []):
        heard.wait(lambda s: isinstance(s, CameraUp))
        camera.fault = Fault.GARBAGE
        lost = heard.wait(lambda s: isinstance(s, CameraLost))
        assert isinstance(lost, CameraLost)
        assert lost.why == "sends what are no pictures"
        before = len(heard.signals)
        camera.fault = Fault.NONE
        heard.wait(lambda s: isinstance(s, CameraUp), before)


def test_a_stream_that_stalls_is_lost_at_the_read_limit(camera: CameraServer) -> None:
    heard = Heard()
    with watched(Source(url=camera.url, open_ms=400, read_ms=400).open, heard, []):
        heard.wait(lambda s: isinstance(s, CameraUp))
        began = time.monotonic()
        camera.fault = Fault.STALL
        heard.wait(lambda s: isinstance(s, CameraLost))
        assert time.monotonic() - began < 4.0


def test_a_fault_in_a_rule_ends_the_watch_aloud() -> None:
    heard = Heard()
    raised = threading.Event()

    def broken() -> Stream:
        raise ZeroDivisionError("a bug")

    previous, threading.excepthook = threading.excepthook, lambda args: raised.set()
    try:
        with watched(broken, heard, []):
            lost = heard.wait(lambda s: isinstance(s, CameraLost))
            assert raised.wait(2.0)
    finally:
        threading.excepthook = previous
    assert isinstance(lost, CameraLost)
    assert lost.why == "is not watched any more: ZeroDivisionError: a bug"


class Guarded(BaseHTTPRequestHandler):
    """Asks for a password, Basic; the right one finds a page that is no stream."""

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""

    def do_GET(self) -> None:
        if self.path == "/none":
            self.send_error(404)
        elif self.headers.get("Authorization") != "Basic " + base64.b64encode(b"op:r:ght").decode():
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="camera"')
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=b")
            self.end_headers()
            self.wfile.write(b"--b\r\n\r\nhello\r\n--b\r\n")


@pytest.fixture
def guarded() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Guarded)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_passwords_right_wrong_and_never_shown(guarded: str) -> None:
    stream = Source(url=f"http://op:r%3Aght@{guarded}/s").open()
    assert stream.grab()
    assert stream.retrieve() is None
    assert not stream.grab()
    stream.release()
    with pytest.raises(SourceError, match="refuses the user name or password") as refused:
        Source(url=f"http://op:wr0ng@{guarded}/s").open()
    assert "wr0ng" not in str(refused.value)
    with pytest.raises(SourceError, match="no stream at this address"):
        Source(url=f"http://{guarded}/none").open()


def answering(reply: bytes) -> tuple[socket.socket, threading.Thread]:
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        wire, _ = server.accept()
        with wire:
            wire.recv(1024)
            wire.sendall(reply)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    return server, thread


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n", ""),
        (b"HTTP/1.1 400 Bad\r\n\r\n", "expected an RTSP server"),
        (b"", "came b''"),
    ],
)
def test_an_rtsp_server_is_asked_before_opencv_opens_it(reply: bytes, why: str) -> None:
    server, thread = answering(reply)
    url = f"rtsp://u:p@127.0.0.1:{server.getsockname()[1]}/s"
    if why:
        with pytest.raises(SourceError, match=why):
            probe_rtsp(url, 2.0)
    else:
        probe_rtsp(url, 2.0)
    thread.join()
    server.close()


def test_an_rtsp_server_that_does_not_answer(black_hole: int) -> None:
    with pytest.raises(SourceError, match="does not answer"):
        probe_rtsp(f"rtsp://127.0.0.1:{black_hole}/s", 0.1)
    with pytest.raises(SourceError, match="Connection refused"):
        probe_rtsp("rtsp://127.0.0.1:9/s", 0.5)


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
def test_a_password_that_is_changed_is_a_lost_camera_with_a_clear_line(guarded: str, scheme: str) -> None:
    heard = Heard()
    with RtspServer(SimulatedCamera("cam"), who=Credentials(user="op", password="new")) as server:
        place = guarded + "/s" if scheme == "http" else f"{server.host}:{server.port}/stream"
        watcher = Watcher("cam", f"{scheme}://op:old@{place}", [], heard)
        watcher.start()
        lost = heard.wait(lambda each: isinstance(each, CameraLost))
        watcher.stop()
    assert isinstance(lost, CameraLost)
    assert lost.why.startswith(f"refuses the user name or password: {scheme}://127.0.0.1")
    assert "old" not in lost.why
