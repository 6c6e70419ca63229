"""Where pictures come from: a camera's URL, opened by OpenCV with time limits.

``rtsp://`` (over TCP), ``http://`` and ``https://`` (MJPEG), ``usb:0`` or ``/dev/video0``, and the path of a file,
which is played at its own speed. Credentials in a URL are used and never shown.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import cv2
from cv2.typing import MatLike

from drivers.camera.http_stream import NotMjpeg, open_http
from drivers.camera.rtsp_probe import probe_rtsp
from drivers.camera.stream import SourceError, Stream

OPEN_MS: Final = 5000
READ_MS: Final = 5000

# FFmpeg options that only the environment can give to OpenCV. Without analyzeduration an RTSP stream opens in 5 s.
_FFMPEG_OPTIONS: Final = "rtsp_transport;tcp|analyzeduration;500000|fflags;nobuffer"
_QUIET: Final = "-8"  # AV_LOG_QUIET: FFmpeg's own lines would show the URL with its credentials


def shown(url: str) -> str:
    """The URL without its credentials, for people."""
    return re.sub(r"//[^/@]*@", "//", url)


def quiet_opencv() -> None:
    """OpenCV and FFmpeg say nothing from the first picture on; before any is opened, or FFmpeg does not heed it.

    What is wrong is said here, in one line without credentials.
    """
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", _QUIET)


class CvStream:
    """A ``cv2.VideoCapture``. Its ``isOpened()`` stays true on a dead stream, so nothing here asks it later."""

    def __init__(self, capture: cv2.VideoCapture, *, paced: bool) -> None:
        self._capture = capture
        rate = capture.get(cv2.CAP_PROP_FPS) if paced else 0.0
        self.pace: float | None = 1.0 / (rate if 0.0 < rate <= 240.0 else 25.0) if paced else None

    def grab(self) -> bool:
        return self._capture.grab()

    def retrieve(self) -> MatLike | None:
        ok, image = self._capture.retrieve()
        return image if ok and image is not None and image.size else None

    def release(self) -> None:
        self._capture.release()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A camera's URL and its time limits in milliseconds. ``colours``: as :func:`open_http` has it."""

    url: str
    colours: int | None = None
    open_ms: int = OPEN_MS
    read_ms: int = READ_MS

    def __repr__(self) -> str:
        return f"Source({shown(self.url)!r})"

    def open(self) -> Stream:
        """Open it within ``open_ms``. Raises :class:`SourceError`."""
        quiet_opencv()
        scheme = urlsplit(self.url).scheme
        if usb := re.fullmatch(r"(?:usb:|/dev/video)(\d+)", self.url):
            return self._opened(cv2.VideoCapture(int(usb[1])), paced=False)
        if scheme in {"http", "https"}:
            return self._http()
        if scheme in {"rtsp", "rtsps"}:
            probe_rtsp(self.url, self.open_ms / 1000)
            return self._opened(self._network(), paced=False)
        path = Path(self.url.removeprefix("file://"))
        if not path.is_file():
            raise SourceError(f"expected rtsp, http, usb:N or a file, came {shown(self.url)}: no such file")
        return self._opened(cv2.VideoCapture(str(path), cv2.CAP_FFMPEG), paced=True)

    def _http(self) -> Stream:
        try:
            return open_http(self.url, self.open_ms / 1000, self.read_ms / 1000, self.colours)
        except NotMjpeg:  # HLS, or a whole video: OpenCV may know it
            return self._opened(self._network(), paced=False)

    def _network(self) -> cv2.VideoCapture:
        os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", _FFMPEG_OPTIONS)
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, self.open_ms, cv2.CAP_PROP_READ_TIMEOUT_MSEC, self.read_ms]
        return cv2.VideoCapture(self.url, cv2.CAP_FFMPEG, limits)

    def _opened(self, capture: cv2.VideoCapture, *, paced: bool) -> Stream:
        if not capture.isOpened():
            capture.release()
            raise SourceError(
                f"does not open: {shown(self.url)} (no video, or the user or password is wrong)"
            )
        return CvStream(capture, paced=paced)
