"""Where pictures come from: a camera's URL, opened by OpenCV with time limits.

``rtsp://`` (over TCP), ``http://`` and ``https://`` (MJPEG), ``usb:0`` or ``/dev/video0``, and the path of a file,
which is played at its own speed. Credentials in a URL are used and never shown.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

import cv2
from cv2.typing import MatLike

OPEN_MS: Final = 5000
READ_MS: Final = 5000

# FFmpeg options that only the environment can give to OpenCV. Without analyzeduration an RTSP stream opens in 5 s.
_FFMPEG_OPTIONS: Final = "rtsp_transport;tcp|analyzeduration;500000|fflags;nobuffer"
_QUIET: Final = "-8"  # AV_LOG_QUIET: FFmpeg's own lines would show the URL with its credentials


class SourceError(Exception):
    """A source that cannot be read, in words for a guard. Its text never holds credentials."""


class Stream(Protocol):
    """An open source. One thread uses it; ``grab`` and ``retrieve`` come back within the read limit."""

    @property
    def pace(self) -> float | None:
        """Seconds between pictures that the reader must keep itself (a file), None where the source does."""

    def grab(self) -> bool:
        """Take the next picture off the source; False where there is none, which ends the stream."""

    def retrieve(self) -> MatLike | None:
        """The picture that was grabbed last, as BGR, or None where it cannot be decoded."""

    def release(self) -> None:
        """Close. Nothing else may be called after it."""


def shown(url: str) -> str:
    """The URL without its credentials, for people."""
    return re.sub(r"//[^/@]*@", "//", url)


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
    """A camera's URL and its time limits in milliseconds."""

    url: str
    open_ms: int = OPEN_MS
    read_ms: int = READ_MS

    def __repr__(self) -> str:
        return f"Source({shown(self.url)!r})"

    def open(self) -> Stream:
        """Open it within ``open_ms``. Raises :class:`SourceError`."""
        usb = re.fullmatch(r"(?:usb:|/dev/video)(\d+)", self.url)
        if usb:
            return self._opened(cv2.VideoCapture(int(usb[1])), paced=False)
        scheme = urlsplit(self.url).scheme
        if scheme in {"rtsp", "rtsps", "http", "https"}:
            return self._opened(self._network(), paced=False)
        path = Path(self.url.removeprefix("file://"))
        if not path.is_file():
            raise SourceError(f"expected rtsp, http, usb:N or a file, came {shown(self.url)}: no such file")
        return self._opened(cv2.VideoCapture(str(path), cv2.CAP_FFMPEG), paced=True)

    def _network(self) -> cv2.VideoCapture:
        os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", _FFMPEG_OPTIONS)
        os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", _QUIET)
        limits = [
            cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
            self.open_ms,
            cv2.CAP_PROP_READ_TIMEOUT_MSEC,
            self.read_ms,
        ]
        return cv2.VideoCapture(self.url, cv2.CAP_FFMPEG, limits)

    def _opened(self, capture: cv2.VideoCapture, *, paced: bool) -> Stream:
        if not capture.isOpened():
            capture.release()
            raise SourceError(f"does not open: {shown(self.url)} (away, refused, or no video)")
        return CvStream(capture, paced=paced)
