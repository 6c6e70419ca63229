"""``gate camera watch``: what a site file's camera rules see, drawn into a video."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from gate.roots.camera_model import installed_model
from gate.roots.options import SiteOption, load_site_or_stop
from gate.roots.shape import UserError

if TYPE_CHECKING:
    from drivers.camera.analysis import Analysis
    from drivers.camera.signals import CameraSignal
    from drivers.camera.stream import Stream

RATE: Final = 5.0
SLACK_S: Final = 0.05  # by which a picture may come early
SHOWN_S: Final = 3.0  # how long a signal stays written in the picture


def watch(
    source: Annotated[
        str, typer.Argument(metavar="URL|CLIP", help="rtsp://…, http://…, usb:0, or a video file")
    ],
    site: SiteOption,
    camera: Annotated[str, typer.Option(metavar="ID", help="the site file's camera whose rules are meant")],
    out: Annotated[Path, typer.Option(metavar="FILE.avi", help="the video to write")],
    seconds: Annotated[float, typer.Option(min=1.0, max=3600.0, help="how long at most")] = 60.0,
    model: Annotated[
        Path | None, typer.Option(metavar="FILE", help="the person model; the installed one if unset")
    ] = None,
) -> None:
    """Draw lines, areas, people and alarms into a video; print each alarm with its second."""
    from drivers.camera.analysis import Analysis
    from drivers.camera.catalogue import build_rules
    from drivers.camera.rule import NotRunning, always
    from drivers.camera.source import Source
    from drivers.camera.stream import SourceError
    from gate.roots.camera_run import counted, detector_for

    loaded = load_site_or_stop(site)
    if camera not in loaded.cameras:
        raise UserError(f"expected a camera of {site} ({', '.join(loaded.cameras)}); came {camera!r}")
    config = counted(loaded.cameras[camera], loaded)
    detector = detector_for(config, model or installed_model())
    rules = build_rules(config, lambda _rule: always, model=detector is not None)
    for rule in rules:
        if isinstance(rule, NotRunning):
            typer.echo(rule.why, err=True)
    running = [rule for rule in rules if not isinstance(rule, NotRunning)]
    analysis = Analysis(camera, running, config.privacy, detector)
    try:
        stream = Source(url=source).open()
    except SourceError as error:
        raise UserError(str(error)) from error
    try:
        count = _film(stream, analysis, out, seconds, _Overlay(config.rules))
    finally:
        stream.release()
    typer.echo(f"{out}: {count} pictures")


class _Overlay:
    """Draws one camera's rules and what they told of late."""

    def __init__(self, rules: tuple[object, ...]) -> None:
        self._rules = rules
        self._told: list[tuple[float, str]] = []

    def tell(self, t: float, signal: CameraSignal) -> None:
        """Write it into the pictures of the next seconds, and print it."""
        from gate.roots.camera_said import in_words

        text = in_words(signal)
        self._told.append((t, text))
        typer.echo(f"{t:7.1f} s  {text}")

    def draw(self, image: object, t: float, analysis: Analysis) -> None:
        """In place."""
        import cv2
        import numpy as np

        from gate.domain.hardware import CameraRule

        picture = np.asarray(image)
        height, width = picture.shape[:2]

        def at(point: tuple[float, float]) -> tuple[int, int]:
            return round(point[0] * width), round(point[1] * height)

        for rule in self._rules:
            if isinstance(rule, CameraRule) and rule.line is not None:
                cv2.arrowedLine(picture, at(rule.line[0]), at(rule.line[1]), (0, 200, 255), 2, tipLength=0.03)
            if isinstance(rule, CameraRule) and rule.polygon:
                corners = np.array([at(point) for point in rule.polygon], np.int32)
                cv2.polylines(picture, [corners], True, (255, 200, 0), 1)
        for track in analysis.people:
            box = track.box
            corner = at((box.x + box.w, box.y + box.h))
            cv2.rectangle(picture, at((box.x, box.y)), corner, (0, 255, 0), 2)
            cv2.putText(
                picture, str(track.id), at((box.x, box.y)), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 255, 0), 1
            )
        recent = [text for since, text in self._told if t - since <= SHOWN_S]
        for line, text in enumerate(recent[-6:]):
            place = (8, 20 + 18 * line)
            cv2.putText(picture, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 255), 1, cv2.LINE_AA)


def _film(stream: Stream, analysis: Analysis, out: Path, seconds: float, overlay: _Overlay) -> int:
    """How many pictures were written. A file is played as fast as it goes, in its own time."""
    import cv2

    from drivers.camera.clip import instant
    from drivers.camera.picture import Frame
    from drivers.camera.source import quiet_opencv

    film, count, number, due = None, 0, 0, 0.0
    begun = time.monotonic()
    while stream.grab():
        t = number * stream.pace if stream.pace is not None else time.monotonic() - begun
        number += 1
        if t > seconds:
            break
        if t < due - SLACK_S:
            continue
        due += 1.0 / RATE
        pixels = stream.retrieve()
        if pixels is None:
            continue
        frame = Frame(image=pixels, at=instant(t), t=t)
        if film is None:
            quiet_opencv()
            film = cv2.VideoWriter(str(out), cv2.VideoWriter.fourcc(*"MJPG"), RATE, frame.size)
            if not film.isOpened():
                raise UserError(f"{out}: cannot be written as an .avi")
        for signal in analysis.step(frame):
            overlay.tell(t, signal)
        image = frame.image.copy()
        overlay.draw(image, t, analysis)
        film.write(image)
        count += 1
    if film is not None:
        film.release()
    return count
