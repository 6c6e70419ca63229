"""Pages of cameras, live pictures and clips. Live pictures are right-checked like everything else, never kept here."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from http import HTTPStatus

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from gate.client import EventFilter
from gate.client.live import LiveAway, live_still, live_stream
from gate.domain.hardware import CameraConfig
from gate.domain.rights import Right
from web import access
from web.cameras.clip import Film, NoClip, read_clip
from web.cameras.multipart import film
from web.cameras.seats import Seat, Seats
from web.console import console
from web.live.views import feed
from web.texts import _
from web.words.causes import CAUSES
from web.words.checks import WORDS

pages = Blueprint("cameras", __name__)
LONGEST_S = 300.0
EVENTS = 20
_SHA256 = re.compile(r"[0-9a-f]{64}")


@pages.get("/cameras")
@access.needs(Right.SEE_EVENTS)
def index() -> ResponseReturnValue:
    """All cameras with how they are and their newest picture."""
    health = {device.device: device for device in console().queries.devices()}
    cameras = console().site.cameras.values()
    return render_template("cameras/index.html", cameras=cameras, health=health, checks_title=WORDS["title"])


@pages.get("/cameras/<id>")
@access.needs(Right.SEE_EVENTS)
def camera(id: str) -> ResponseReturnValue:
    """One camera: live, its rules, what it told."""
    known = _known(id)
    names, rows = feed(EventFilter(subject=id), EVENTS)
    health = {device.device: device for device in console().queries.devices()}
    return render_template(
        "cameras/camera.html", camera=known, health=health.get(id), causes=CAUSES, names=names, rows=rows
    )


@pages.get("/cameras/<id>/still.jpg")
@access.watches(Right.SEE_EVENTS)
def still(id: str) -> ResponseReturnValue:
    """The newest picture; 503 where the camera or its process is away."""
    try:
        picture = live_still(console().live, _known(id).id)
    except LiveAway:
        return Response(_("No picture now."), HTTPStatus.SERVICE_UNAVAILABLE, mimetype="text/plain")
    return Response(picture, mimetype="image/jpeg")


@pages.get("/cameras/<id>/stream.mjpg")
@access.watches(Right.SEE_EVENTS)
def stream(id: str) -> ResponseReturnValue:
    """Live pictures, for five minutes at most; 503 where too many look already."""
    return _one_of_few(live_stream(console().live, _known(id).id))


@pages.get("/evidence/<sha>/film")
@access.needs(Right.SEE_EVENTS)
def kept(sha: str) -> ResponseReturnValue:
    """A clip, played at its own speed."""
    try:
        clip = read_clip(_content(sha))
    except NoClip:
        abort(404)
    return _one_of_few(_paced(clip))


@pages.get("/evidence/<sha>/clip.avi")
@access.needs(Right.SEE_EVENTS)
def download(sha: str) -> ResponseReturnValue:
    """A clip as the file whose SHA-256 the log holds."""
    headers = {"Content-Disposition": f'attachment; filename="{sha[:16]}.avi"'}
    return Response(_content(sha), mimetype="video/x-msvideo", headers=headers)


def _content(sha: str) -> bytes:
    """The clip's bytes; 404 for none, 410 for one that was changed."""
    path = console().evidence / f"{sha}.avi"
    if not _SHA256.fullmatch(sha) or not path.is_file():
        abort(404)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha:
        abort(410)
    return content


def _paced(clip: Film) -> Iterator[bytes]:
    for picture in clip.pictures:
        yield picture
        time.sleep(clip.period_s)
    yield clip.pictures[-1]  # a browser shows a part when the next one begins


def _one_of_few(pictures: Iterator[bytes]) -> Response:
    seat = Seats.take()
    if seat is None:
        text = _("Too many films are being watched. Close one.")
        return Response(text, HTTPStatus.SERVICE_UNAVAILABLE, mimetype="text/plain")
    shown = film(_for_a_while(pictures, seat))
    shown.call_on_close(seat.leave)  # also where nobody took the first picture
    return shown


def _for_a_while(pictures: Iterator[bytes], seat: Seat) -> Iterator[bytes]:
    until = time.monotonic() + LONGEST_S
    try:
        for picture in pictures:
            yield picture
            if time.monotonic() > until:
                return
    except LiveAway:
        return  # the film ends; the page says how the camera is
    finally:
        seat.leave()


def _known(id: str) -> CameraConfig:
    found = console().site.cameras.get(id)
    if found is None:
        abort(404)
    return found
