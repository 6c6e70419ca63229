"""Pictures out of a ``multipart/x-mixed-replace`` body, as cameras send MJPEG over HTTP. Bytes in, JPEGs out.

::

    --boundary CRLF
    Content-Type: image/jpeg CRLF
    Content-Length: n CRLF          (many cameras; where it is missing the next boundary ends the picture)
    CRLF
    n bytes CRLF
    --boundary CRLF ...

RFC 2046 §5.1.1 for the parts; ``x-mixed-replace`` is Netscape's and has no standard. Some cameras write the two
dashes into the announced boundary as well, some announce it in quotes; both are taken.
"""

from __future__ import annotations

import re
from typing import Final

MAX_PART: Final = 8 * 1024 * 1024  # bytes of a picture with its headers; 8K at good quality stays below
_LENGTH: Final = re.compile(rb"^content-length:[ \t]*(\d{1,9})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_BLANK: Final = re.compile(rb"\r?\n\r?\n")


class MjpegError(Exception):
    """The body is no MJPEG: too long without an end, or of another type."""


def boundary_of(content_type: str) -> bytes:
    """The boundary in a ``Content-Type``, without dashes. Raises :class:`MjpegError` for another type."""
    found = re.match(
        r"multipart/[\w-]+\s*;.*?\bboundary=\"?([^\";]+)\"?", content_type.strip(), re.IGNORECASE
    )
    if not found:
        raise MjpegError(f"expected multipart/x-mixed-replace with a boundary, came {content_type[:80]!r}")
    return found[1].strip().removeprefix("--").encode("latin-1", "replace")


class MjpegParts:
    """A framer with a bounded buffer: what is between parts, or before the first, is skipped."""

    def __init__(self, boundary: bytes) -> None:
        self._mark = b"--" + boundary
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The pictures that are complete now, in order. Raises :class:`MjpegError` past :data:`MAX_PART`."""
        self._buffer += data
        parts: list[bytes] = []
        while (part := self._next()) is not None:
            parts.append(part)
        if len(self._buffer) > MAX_PART:
            raise MjpegError(
                f"expected a picture of at most {MAX_PART} bytes, came {len(self._buffer)} without an end"
            )
        return parts

    def _next(self) -> bytes | None:
        start = self._buffer.find(self._mark)
        if start < 0:
            del self._buffer[: max(0, len(self._buffer) - len(self._mark))]
            return None
        blank = _BLANK.search(self._buffer, start + len(self._mark))
        if blank is None:
            return None
        length = _LENGTH.search(self._buffer, start, blank.start() + 1)
        end = blank.end() + int(length[1]) if length else self._buffer.find(self._mark, blank.end())
        if end < 0 or end > len(self._buffer):
            return None
        body = bytes(self._buffer[blank.end() : end])
        del self._buffer[:end]
        return body if length else body.rstrip(b"\r\n")
