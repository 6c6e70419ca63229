"""Pages of cameras, live pictures from the camera process's socket, clips on alarms; who may see them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest

from drivers.camera.avi import to_avi
from drivers.camera.picture import still_of
from gate.client.live import LiveAway, live_still, live_stream
from gate.domain.events import CameraSaw, ClipKept, DeviceHealthChanged, RecordsErased
from gate.roots.camera_live import LiveServer
from tests.web.desk import Desk
from web.cameras.clip import NoClip, read_clip
from web.cameras.seats import MOST_WATCHING


def picture(level: int) -> bytes:
    return still_of(np.full((36, 64, 3), level, np.uint8))


def level(jpeg: bytes) -> int:
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    return round(float(image.mean()))


@pytest.fixture
def live(desk: Desk) -> Iterator[LiveServer]:
    """The camera process's side, with one camera that has a picture and one that has none."""
    server = LiveServer(desk.console.live, {"cam-lab": lambda: picture(100), "cam-lobby": lambda: None})
    server.start()
    yield server
    server.stop()


def test_the_list_says_how_each_camera_is(desk: Desk) -> None:
    desk.engine.event(DeviceHealthChanged(device="cam-lab", online=False, why="no route to host"))
    page = desk.browser("wang.fang").get("/cameras").get_data(as_text=True)
    assert "cam-lab" in page
    assert "no route to host" in page
    assert "/cameras/cam-lobby/still.jpg" in page


def test_a_camera_says_what_it_watches_for_in_both_languages(desk: Desk) -> None:
    client = desk.browser("wang.fang")
    page = client.get("/cameras/cam-lobby").get_data(as_text=True)
    assert "more people than badges" in page
    assert "a lens covered" in page
    assert "/cameras/cam-lobby/stream.mjpg" in page
    assert "尾随进入" in desk.browser("wang.fang", "zh").get("/cameras/cam-lobby").get_data(as_text=True)
    assert client.get("/cameras/none").status_code == 404


def test_a_live_still(desk: Desk, live: LiveServer) -> None:
    client = desk.browser("wang.fang")
    answer = client.get("/cameras/cam-lab/still.jpg")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "no-store"
    assert level(answer.data) == 100
    assert client.get("/cameras/cam-lobby/still.jpg").status_code == 503
    assert client.get("/cameras/cam-none/still.jpg").status_code == 404


def test_no_camera_process_is_said(desk: Desk) -> None:
    client = desk.browser("wang.fang")
    answer = client.get("/cameras/cam-lab/still.jpg")
    assert (answer.status_code, answer.get_data(as_text=True)) == (503, "No picture now.")
    assert client.get("/cameras/cam-lab/stream.mjpg").data == b""


def test_live_pictures_one_after_the_other(desk: Desk, live: LiveServer) -> None:
    answer = desk.browser("wang.fang").get("/cameras/cam-lab/stream.mjpg", buffered=False)
    assert answer.mimetype == "multipart/x-mixed-replace"
    parts = answer.iter_encoded()
    for _ in range(2):
        part = next(parts)
        assert part.startswith(b"--gateframe\r\nContent-Type: image/jpeg\r\n")
        assert level(part.partition(b"\r\n\r\n")[2]) == 100
    answer.close()


def test_only_a_few_may_watch_at_once(desk: Desk, live: LiveServer) -> None:
    client = desk.browser("wang.fang")
    open_ = [client.get("/cameras/cam-lab/stream.mjpg", buffered=False) for _ in range(MOST_WATCHING)]
    refused = client.get("/cameras/cam-lab/stream.mjpg")
    assert (refused.status_code, "Close one" in refused.get_data(as_text=True)) == (503, True)
    open_.pop().close()
    again = client.get("/cameras/cam-lab/stream.mjpg", buffered=False)
    assert again.status_code == 200
    for each in (*open_, again):
        each.close()


def test_whoever_may_not_see_events_sees_no_pictures(desk: Desk) -> None:
    client = desk.browser("liu.yang")
    for path in (
        "/cameras",
        "/cameras/cam-lab",
        "/cameras/cam-lab/still.jpg",
        "/cameras/cam-lab/stream.mjpg",
    ):
        assert client.get(path).status_code == 403, path
    assert client.get(f"/evidence/{'a' * 64}/film").status_code == 403


def kept(desk: Desk, still: bytes, clip: bytes) -> tuple[str, str]:
    """An alarm with its still and clip; the alarm's id and the clip's hash."""
    names = [hashlib.sha256(each).hexdigest() for each in (still, clip)]
    (desk.console.evidence / f"{names[0]}.jpg").write_bytes(still)
    (desk.console.evidence / f"{names[1]}.avi").write_bytes(clip)
    desk.engine.event(CameraSaw(camera="cam-lab", rule="tamper", kind="covered", still=names[0]))
    told = ClipKept(camera="cam-lab", rule="tamper", still=names[0], clip=names[1], from_s=-6.0, to_s=6.0)
    desk.engine.event(told)
    alarm = next(each for each in desk.rig.facts.alarms.values() if each.still == names[0])
    return alarm.id, names[1]


def test_an_alarm_has_its_clip(desk: Desk) -> None:
    clip = to_avi([picture(level) for level in (50, 100, 150)], (64, 36), 200.0)
    alarm, sha = kept(desk, picture(30), clip)
    client = desk.browser("wang.fang")
    page = client.get(f"/alarms/{alarm}").get_data(as_text=True)
    assert f"/evidence/{sha}/film" in page
    assert "clip kept" in page, "in the story"
    film = client.get(f"/evidence/{sha}/film")
    shown = re.findall(rb"\r\n\r\n(\xff\xd8.*?\xff\xd9)\r\n", film.data, re.DOTALL)
    assert [level(each) for each in shown] == pytest.approx([50, 100, 150, 150], abs=2)
    file = client.get(f"/evidence/{sha}/clip.avi")
    assert (file.data, file.mimetype) == (clip, "video/x-msvideo")


def test_an_alarm_outlives_its_pictures_and_says_so(desk: Desk) -> None:
    alarm, sha = kept(desk, picture(30), to_avi([picture(50)], (64, 36), 5.0))
    still = desk.rig.facts.alarms[alarm].still
    client = desk.browser("wang.fang")
    (desk.console.evidence / f"{sha}.avi").unlink()
    page = client.get(f"/alarms/{alarm}").get_data(as_text=True)
    assert f'src="/evidence/{still}"' in page
    assert f"/evidence/{sha}/film" not in page
    assert "no record says that it was erased" in page, "somebody took the clip away"

    (desk.console.evidence / f"{still}.jpg").unlink()
    page = client.get(f"/alarms/{alarm}").get_data(as_text=True)
    assert f'src="/evidence/{still}"' not in page
    assert page.count("no record says that it was erased") == 1, "one sentence for both"

    raised = desk.rig.facts.alarms[alarm].raised_at
    desk.engine.event(RecordsErased(kind="images", before=raised, records=2))
    desk.engine.event(RecordsErased(kind="audit", before=raised + timedelta(days=9), records=2))
    assert "no record says" in client.get(f"/alarms/{alarm}").get_data(as_text=True), "neither was about it"
    desk.engine.event(RecordsErased(kind="images", before=raised + timedelta(seconds=1), records=2))
    page = client.get(f"/alarms/{alarm}").get_data(as_text=True)
    assert "Erased when its time was over" in page
    assert "no record says" not in page
    assert "保存期已满" in desk.browser("wang.fang", "zh").get(f"/alarms/{alarm}").get_data(as_text=True)


def test_a_clip_that_was_changed_is_not_shown(desk: Desk) -> None:
    _, sha = kept(desk, picture(30), to_avi([picture(50)], (64, 36), 5.0))
    path = desk.console.evidence / f"{sha}.avi"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    client = desk.browser("wang.fang")
    for what in ("film", "clip.avi"):
        assert client.get(f"/evidence/{sha}/{what}").status_code == 410
        assert client.get(f"/evidence/{'0' * 64}/{what}").status_code == 404
        assert client.get(f"/evidence/..%2f..%2fkeys/{what}").status_code == 404


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"RIFF\0\0\0\0AVI ", to_avi([b"\xff\xd8" * 50], (1, 1), 5.0)[:280]]
)
def test_what_is_no_clip_is_none(content: bytes) -> None:
    with pytest.raises(NoClip):
        read_clip(content)


def test_the_socket_is_its_users_alone_and_answers_nonsense_with_nothing(
    desk: Desk, live: LiveServer
) -> None:
    assert desk.console.live.stat().st_mode & 0o777 == 0o600
    for camera in ("cam-lobby", "none", "cam-lab\nstill cam-lab x"):
        with pytest.raises(LiveAway):
            live_still(desk.console.live, camera)
    stream = live_stream(desk.console.live, "cam-lab")
    assert level(next(stream)) == 100
    live.stop()
    assert list(stream) in ([], [picture(100)])


def test_a_socket_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    server = LiveServer(tmp_path / ("x" * 150) / "live.sock", {})
    server.start()
    server.stop()
    with pytest.raises(LiveAway, match="does not answer"):
        live_still(tmp_path / "live.sock", "cam")
