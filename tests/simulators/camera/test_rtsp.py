"""A simulated camera by RTSP, seen by OpenCV's FFmpeg: pictures, passwords, faults; and its codecs on rubbish."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.camera.rtsp_auth import Credentials
from drivers.camera.source import Source
from drivers.camera.stream import SourceError
from simulators.camera.camera import SimulatedCamera
from simulators.camera.rtp_jpeg import packets, parts_of
from simulators.camera.rtsp_messages import Request, Requests, RtspError, interleaved
from simulators.camera.rtsp_server import RtspServer
from simulators.camera.rtsp_session import Session
from simulators.camera.server import Fault

WHO = Credentials(user="op", password="s:e/c ret")
PATIENCE_MS = 60_000
"""A machine that stalls for seconds is no camera that is away."""
PLAIN = "rtsp://127.0.0.1/stream"


@pytest.fixture(scope="module")
def camera() -> SimulatedCamera:
    frozen = SimulatedCamera("cam")
    frozen.play("freeze")
    return frozen


@pytest.fixture
def served(camera: SimulatedCamera) -> Iterator[RtspServer]:
    with RtspServer(camera, who=WHO) as server:
        yield server


def with_login(server: RtspServer, login: str = "op:s%3Ae%2Fc%20ret") -> str:
    return server.url.replace("//", f"//{login}@")


def test_ffmpeg_sees_what_the_camera_draws(served: RtspServer) -> None:
    stream = Source(url=with_login(served), open_ms=PATIENCE_MS, read_ms=PATIENCE_MS).open()
    assert all(stream.grab() for _ in range(3))
    image = stream.retrieve()
    stream.release()
    assert isinstance(image, np.ndarray)
    still = cv2.imdecode(np.frombuffer(served.camera.jpeg(), np.uint8), cv2.IMREAD_COLOR)
    assert still is not None
    assert image.shape == still.shape
    assert float(cv2.mean(cv2.absdiff(image, still))[0]) < 3.0, "the same picture by another decoder"


@pytest.mark.parametrize("login", ["", "op:wrong@", "other:s%3Ae%2Fc%20ret@"])
def test_wrong_credentials_are_said_and_not_shown(served: RtspServer, login: str) -> None:
    with pytest.raises(SourceError, match="refuses the user name or password") as refused:
        Source(url=served.url.replace("//", f"//{login}"), open_ms=PATIENCE_MS).open()
    assert "wrong" not in str(refused.value)
    assert "s%3A" not in str(refused.value)


def test_another_address_is_said(served: RtspServer) -> None:
    with pytest.raises(SourceError, match="has no stream at this address"):
        Source(url=with_login(served).replace("/stream", "/other"), open_ms=PATIENCE_MS).open()


def test_who_talks_something_else_is_dropped(served: RtspServer) -> None:
    with socket.create_connection((served.host, served.port), 5.0) as wire:
        wire.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert wire.recv(10) == b""


def test_a_camera_that_stalls_ends_at_the_read_limit(camera: SimulatedCamera) -> None:
    with RtspServer(camera) as server:
        stream = Source(url=server.url, open_ms=PATIENCE_MS, read_ms=500).open()
        assert stream.grab()
        server.fault = Fault.STALL
        assert any(not stream.grab() for _ in range(50)), "pictures that were under way, then the limit"
        stream.release()


class Client:
    """One client of a session."""

    def __init__(self, who: Credentials | None = None) -> None:
        self.session = Session("cam", 10.0, who, "0123456789abcdef0123456789abcdef")

    def ask(self, method: str, uri: str = PLAIN, **headers: str) -> bytes:
        return self.session.answer(Request(method=method, uri=uri, headers={"cseq": "7", **headers}))


def test_the_order_of_requests() -> None:
    client = Client()
    assert client.ask("OPTIONS").startswith(b"RTSP/1.0 200 OK\r\nCSeq: 7\r\nPublic: ")
    assert b"m=video 0 RTP/AVP 26\r\n" in client.ask("DESCRIBE")
    assert b" 454 " in client.ask("PLAY", session="other")
    assert b" 455 " in client.ask("PLAY", session="0123456789abcdef")
    assert b" 461 " in client.ask("SETUP", transport="RTP/AVP;unicast;client_port=5000-5001")
    ready = client.ask("SETUP", f"{PLAIN}/track1", transport="RTP/AVP/TCP;unicast;interleaved=4-5")
    assert (
        b"Transport: RTP/AVP/TCP;unicast;interleaved=4-5\r\nSession: 0123456789abcdef;timeout=60\r\n" in ready
    )
    assert not client.session.playing
    assert b" 200 " in client.ask("PLAY", session="0123456789abcdef")
    assert (client.session.playing, client.session.channel) == (True, 4)
    assert b" 405 " in client.ask("RECORD")
    assert b" 200 " in client.ask("TEARDOWN", session="0123456789abcdef")
    assert client.session.over


def test_nothing_but_options_without_the_password() -> None:
    client = Client(WHO)
    assert b" 200 " in client.ask("OPTIONS")
    for method in ("DESCRIBE", "SETUP", "PLAY", "TEARDOWN"):
        assert b" 401 " in client.ask(method, session="0123456789abcdef")
    assert not client.session.playing
    assert not client.session.over


def test_packets_of_a_picture_are_what_rfc_2435_says(camera: SimulatedCamera) -> None:
    jpeg = camera.jpeg()
    parts = parts_of(jpeg)
    assert (parts.kind, parts.size) == (1, (640, 360))
    sent = list(packets(jpeg, 65_534, 90_000, 0xCAFE))
    scan = b""
    for number, packet in enumerate(sent):
        first, second, sequence, timestamp, ssrc = struct.unpack_from(">BBHII", packet)
        assert (first, second & 0x7F, timestamp, ssrc) == (0x80, 26, 90_000, 0xCAFE)
        assert sequence == (65_534 + number) % 65_536
        assert bool(second & 0x80) == (number == len(sent) - 1)
        assert int.from_bytes(packet[12:16], "big") == len(scan)
        assert packet[16:20] == bytes((1, 255, 80, 45))
        assert len(packet) <= 12 + 1400
        body = packet[20:]
        if number == 0:
            assert body[:4] == bytes((0, 0, 0, 128))
            body = body[4 + 128 :]
        scan += body
    assert jpeg.endswith(scan + b"\xff\xd9")


@pytest.mark.parametrize(
    ("setting", "why"),
    [
        ([cv2.IMWRITE_JPEG_OPTIMIZE, 1], "Huffman tables"),
        ([cv2.IMWRITE_JPEG_PROGRESSIVE, 1], "baseline"),
        ([cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444], "4:2:0 or 4:2:2"),
    ],
)
def test_a_jpeg_that_cannot_be_sent_so_is_refused(setting: list[int], why: str) -> None:
    image = np.random.default_rng(1).integers(0, 255, (64, 64, 3)).astype(np.uint8)
    _, data = cv2.imencode(".jpg", image, setting)
    with pytest.raises(ValueError, match=why):
        parts_of(bytes(data))


@given(st.binary(max_size=300))
def test_rubbish_is_no_jpeg_and_no_request(data: bytes) -> None:
    for content in (data, b"\xff\xd8" + data):
        with pytest.raises(ValueError, match="expected"):
            parts_of(content)
    try:
        found = Requests().feed(data)
    except RtspError:
        return
    assert all(isinstance(each, Request) for each in found)


@given(st.lists(st.integers(1, 60), max_size=20), st.binary(max_size=40))
def test_requests_in_any_pieces_with_rtcp_between_them(cuts: list[int], rtcp: bytes) -> None:
    one = b"GET_PARAMETER rtsp://x/s RTSP/1.0\r\nCSeq: 3\r\nContent-Length: 4\r\n\r\nping"
    wire = one + interleaved(1, rtcp) + one
    requests, found, at = Requests(), [], 0
    for cut in [*cuts, len(wire)]:
        found += requests.feed(wire[at : at + cut])
        at += cut
    assert [(each.method, each.headers["cseq"]) for each in found] == [("GET_PARAMETER", "3")] * 2


def test_a_request_without_end_is_not_kept_for_ever() -> None:
    requests = Requests()
    with pytest.raises(RtspError, match="at most"):
        for _ in range(100):
            requests.feed(b"OPTIONS rtsp://x RTSP/1.0\r\nA: " + b"x" * 4096)
