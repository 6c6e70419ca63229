"""MJPEG over HTTP, read here and not by OpenCV.

OpenCV opens network streams one at a time in the whole process: a camera that does not answer keeps all others from
opening for its whole time limit (measured with OpenCV 5.0). Here every camera waits for itself only, a refusal has
its own words, and pictures that nobody wants are not decoded.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from collections import deque
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

from drivers.camera.jpeg import Jpeg, read_jpeg
from drivers.camera.mjpeg import MjpegError, MjpegParts, boundary_of
from drivers.camera.picture import SIZE
from drivers.camera.stream import SourceError

CHUNK: Final = 64 * 1024
WAITING: Final = 64  # pictures of one chunk that wait to be grabbed; a chunk holds a few at most


class NotMjpeg(Exception):
    """The camera answers, with something else: another reader may know it."""


class HttpStream:
    """One open response. ``read_s``: the longest that ``grab`` takes, however slowly bytes drip in."""

    pace: float | None = None

    def __init__(
        self, response: http.client.HTTPResponse, parts: MjpegParts, read_s: float, colours: int | None
    ) -> None:
        self._response, self._parts, self._read_s, self._colours = response, parts, read_s, colours
        self._waiting: deque[bytes] = deque(maxlen=WAITING)
        self._grabbed = b""

    def grab(self) -> bool:
        """The next picture's bytes; False at the end, at the limit, and for what is no MJPEG."""
        until = time.monotonic() + self._read_s
        try:
            while not self._waiting:
                data = self._response.read1(CHUNK)
                if not data or time.monotonic() > until:
                    return False
                self._waiting.extend(self._parts.feed(data))
        except (OSError, http.client.HTTPException, MjpegError):
            return False
        self._grabbed = self._waiting.popleft()
        return True

    def retrieve(self) -> Jpeg | None:
        return read_jpeg(self._grabbed, self._colours or SIZE[0], colour=self._colours is not None)

    def release(self) -> None:
        self._response.close()


def open_http(url: str, open_s: float, read_s: float, colours: int | None = None) -> HttpStream:
    """Ask for the stream; each wait on the wire is at most ``open_s``, later ``read_s``.

    ``colours``: the width at which pictures will be wanted in colour, None where grey ones do.

    Raises :class:`SourceError` in a guard's words, :class:`NotMjpeg` where what comes is of another type.
    """
    bare, opener = _opener(url)
    try:
        response: http.client.HTTPResponse = opener.open(bare, timeout=max(open_s, read_s))
    except urllib.error.HTTPError as error:
        with error:
            raise SourceError(_refusal(error.code, bare)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise SourceError(f"does not open: {bare} ({_reason(error)})") from None
    try:
        parts = MjpegParts(boundary_of(response.headers.get("Content-Type", "")))
    except MjpegError as error:
        response.close()
        raise NotMjpeg(str(error)) from None
    return HttpStream(response, parts, read_s, colours)


def _opener(url: str) -> tuple[str, urllib.request.OpenerDirector]:
    """The URL without credentials, and who asks it: Basic or Digest as the camera wants, never through a proxy."""
    split = urlsplit(url)
    bare = urlunsplit(split._replace(netloc=split.netloc.rpartition("@")[2]))
    known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    if split.username is not None:
        known.add_password(None, bare, unquote(split.username), unquote(split.password or ""))
    return bare, urllib.request.build_opener(
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPDigestAuthHandler(known),
        urllib.request.HTTPBasicAuthHandler(known),
    )


def _reason(error: Exception) -> str:
    inner = getattr(error, "reason", error)
    return str(getattr(inner, "strerror", None) or inner or type(inner).__name__)


def _refusal(code: int, bare: str) -> str:
    match code:
        case 401 | 403:
            return f"refuses the user name or password: {bare} (HTTP {code})"
        case 404:
            return f"has no stream at this address: {bare} (HTTP 404)"
        case _:
            return f"refuses: {bare} (HTTP {code})"
