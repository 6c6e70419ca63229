"""RTSP requests out of bytes, and responses into them (RFC 2326 §6, §7, §10.12). Bytes in, messages out; no sockets.

A client sends RTCP between its requests on the same connection: ``$``, channel, length in two bytes, and so many bytes.
They are skipped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

MOST: Final = 16 * 1024  # bytes of a request
REASONS: Final = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    454: "Session Not Found",
    455: "Method Not Valid in This State",
    461: "Unsupported Transport",
}


class RtspError(Exception):
    """What came is no RTSP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """``headers``: names in small letters. They may hold credentials."""

    method: str
    uri: str
    headers: Mapping[str, str] = field(repr=False)


class Requests:
    """A framer with a bounded buffer."""

    def __init__(self) -> None:
        self._buffer = b""

    def feed(self, data: bytes) -> list[Request]:
        """The requests that are complete now. Raises :class:`RtspError`."""
        self._buffer += data
        found: list[Request] = []
        while self._buffer:
            if self._buffer[:1] == b"$":
                if not self._skipped():
                    break
                continue
            head, end, rest = self._buffer.partition(b"\r\n\r\n")
            if not end:
                break
            request = _request(head)
            length = request.headers.get("content-length", "0")
            if not length.isdigit() or len(rest) < int(length):
                break
            self._buffer = rest[int(length) :]
            found.append(request)
        if len(self._buffer) > MOST + 65_540:
            raise RtspError(f"expected a request of at most {MOST} bytes")
        return found

    def _skipped(self) -> bool:
        length = int.from_bytes(self._buffer[2:4], "big")
        if len(self._buffer) < 4 + length:
            return False
        self._buffer = self._buffer[4 + length :]
        return True


def response(status: int, cseq: str, headers: Sequence[tuple[str, str]] = (), body: bytes = b"") -> bytes:
    """A response; ``cseq`` is the request's."""
    lines = [f"RTSP/1.0 {status} {REASONS[status]}", f"CSeq: {cseq}"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def interleaved(channel: int, packet: bytes) -> bytes:
    """A packet on the connection of its requests, RFC 2326 §10.12."""
    return b"$" + bytes((channel,)) + len(packet).to_bytes(2, "big") + packet


def _request(head: bytes) -> Request:
    first, *lines = head.decode("utf-8", "replace").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[2].startswith("RTSP/"):
        raise RtspError(f"expected METHOD URI RTSP/1.0, came {first[:80]!r}")
    pairs = [line.partition(":") for line in lines]
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return Request(method=words[0], uri=words[1], headers=headers)
