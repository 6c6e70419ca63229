"""The simulated camera: its script's times, and what it serves."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest
from cv2.typing import MatLike

from simulators.camera.camera import SimulatedCamera
from simulators.camera.figure import CROSSING_S
from simulators.camera.scene import COVER_S, Action, Scene
from simulators.camera.server import BOUNDARY, CameraServer, serve

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def far(a: MatLike, b: MatLike) -> float:
    """Mean difference in grey levels, without the clock's line."""
    return float(cv2.mean(cv2.absdiff(a[:335], b[:335]))[0])


def test_the_empty_office_only_shivers() -> None:
    scene = Scene("cam")
    one, two = scene.picture(0.0, NOW), scene.picture(0.1, NOW)
    assert one.shape == (360, 640, 3)
    assert 0.5 < far(one, two) < 5.0
    assert far(Scene("cam", 2).picture(0.0, NOW), one) > 5.0  # another camera, another office


def test_a_person_is_there_until_just_before_the_crossing_ends() -> None:
    scene = Scene("cam")
    empty = scene.picture(0.0, NOW)
    scene.play(Action.PERSON, 10.0)
    assert far(scene.picture(10.0, NOW), empty) < 4.0  # still outside
    middle = scene.picture(10.0 + CROSSING_S / 2, NOW)
    body = cv2.absdiff(middle, empty).max(axis=2) > 30
    assert 3000 < np.count_nonzero(body[:335]) < 20000
    columns = np.flatnonzero(body[:335].sum(axis=0) > 20)
    assert 250 < columns.min() < columns.max() < 390
    scene.picture(10.0 + CROSSING_S, NOW)
    assert scene._walks == []


def test_cover_ends_by_itself_just_before_at_and_after() -> None:
    scene = Scene("cam")
    scene.play(Action.COVER, 5.0)
    assert scene.picture(5.0, NOW)[:335].mean() < 40
    assert scene.picture(5.0 + COVER_S - 0.001, NOW)[:335].mean() < 40
    assert scene.picture(5.0 + COVER_S, NOW)[:335].mean() > 80
    scene.play(Action.COVER, 20.0)
    scene.play(Action.UNCOVER, 21.0)
    assert scene.picture(21.0, NOW)[:335].mean() > 80
    scene.play(Action.BLIND, 22.0)  # an older cover's end does not clear it
    assert scene.picture(20.0 + COVER_S, NOW)[:335].mean() > 200


def test_freeze_repeats_to_the_bit_with_its_clock() -> None:
    scene = Scene("cam")
    last = scene.picture(0.0, NOW).copy()
    scene.play(Action.FREEZE, 0.1)
    assert np.array_equal(scene.picture(5.0, NOW), last)
    scene.play(Action.RESTORE, 6.0)
    assert not np.array_equal(scene.picture(6.0, NOW), last)


def test_light_is_switched_off_and_on() -> None:
    scene = Scene("cam")
    lit = float(scene.picture(0.0, NOW).mean())
    scene.play(Action.LIGHT, 1.0)
    assert float(scene.picture(1.0, NOW).mean()) < 0.55 * lit
    scene.play(Action.LIGHT, 2.0)
    assert float(scene.picture(2.0, NOW).mean()) > 0.95 * lit


def test_an_unknown_action_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"expected an action of cam \(person, cover.*came 'dance'"):
        SimulatedCamera("cam").play("dance")


def test_one_picture_a_frame_time_for_everybody() -> None:
    t = [0.0]
    camera = SimulatedCamera("cam", monotonic=lambda: t[0], now=lambda: NOW)
    first = camera.jpeg()
    t[0] = 0.08
    assert camera.jpeg() is first
    t[0] = 0.1
    assert camera.jpeg() != first


@pytest.fixture
def server() -> Iterator[CameraServer]:
    with serve(SimulatedCamera("cam")) as running:
        yield running


def get(server: CameraServer, path: str) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=5)
    connection.request("GET", path)
    return connection, connection.getresponse()


def test_a_still(server: CameraServer) -> None:
    connection, response = get(server, "/still.jpg")
    assert response.getheader("Content-Type") == "image/jpeg"
    image = cv2.imdecode(np.frombuffer(response.read(), np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    assert image.shape == (360, 640, 3)
    connection.close()


def test_the_stream_is_parts_with_lengths(server: CameraServer) -> None:
    connection, response = get(server, "/stream.mjpg")
    assert response.getheader("Content-Type") == f"multipart/x-mixed-replace; boundary={BOUNDARY}"
    for _ in range(2):
        assert response.readline() == f"--{BOUNDARY}\r\n".encode()
        assert response.readline() == b"Content-Type: image/jpeg\r\n"
        length = int(response.readline().removeprefix(b"Content-Length: "))
        assert response.readline() == b"\r\n"
        body = response.read(length)
        assert body.startswith(b"\xff\xd8")
        assert body.endswith(b"\xff\xd9")
        assert response.readline() == b"\r\n"
    connection.close()


def test_another_path_is_not_found(server: CameraServer) -> None:
    connection, response = get(server, "/etc/passwd")
    assert response.status == 404
    connection.close()


def test_closing_cuts_the_clients_and_frees_the_port(server: CameraServer) -> None:
    connection, response = get(server, "/")
    response.readline()
    server.close()
    while response.read1(65536):
        pass
    connection.close()
    with serve(server.camera, server.host, server.port) as again:
        assert again.port == server.port


def test_a_taken_port_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        serve(SimulatedCamera("cam"), "127.0.0.1", taken.getsockname()[1])
