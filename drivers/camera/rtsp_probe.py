"""A question to an RTSP server before OpenCV opens it.

OpenCV opens network streams one at a time in the whole process, so that a camera that is away would keep others from
opening for its whole time limit; and it does not say why it fails. Who does not answer ``DESCRIBE`` (RFC 2326 §10.2) is
not handed to OpenCV, and a refusal has its own words.
"""

from __future__ import annotations

import re
import secrets
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from drivers.camera.rtsp_auth import Credentials, answer_to
from drivers.camera.stream import SourceError

PORTS: Final = {"rtsp": 554, "rtsps": 322}
LONGEST: Final = 64 * 1024  # bytes of an answer
_HEADER: Final = re.compile(rb"^([\w-]+):[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    status: int
    challenges: tuple[str, ...]


def probe_rtsp(url: str, limit_s: float) -> None:
    """Back once the server would play the stream. Raises :class:`SourceError`; each wait is at most ``limit_s``."""
    split = urlsplit(url)
    host, port = split.hostname or "", split.port or PORTS[split.scheme]
    query = f"?{split.query}" if split.query else ""
    bare = f"{split.scheme}://{host}:{port}{split.path}{query}"
    who = Credentials(user=unquote(split.username or ""), password=unquote(split.password or ""))
    try:
        with socket.create_connection((host, port), limit_s) as wire:
            if split.scheme == "rtsps":
                return  # encrypted: that it takes the connection must do
            _judge(_described(wire, bare, who), bare)
    except TimeoutError:
        raise SourceError(f"does not answer: {bare}") from None
    except OSError as error:
        raise SourceError(f"does not open: {bare} ({error.strerror or error})") from None


def _described(wire: socket.socket, bare: str, who: Credentials) -> _Answer:
    """The answer to ``DESCRIBE``, asked again with credentials where the server wants them."""
    answer = _ask(wire, bare, 1, None)
    if answer.status != 401 or not who.user:
        return answer
    authorization = answer_to(answer.challenges, who, "DESCRIBE", bare, secrets.token_hex(8))
    return answer if authorization is None else _ask(wire, bare, 2, authorization)


def _ask(wire: socket.socket, bare: str, number: int, authorization: str | None) -> _Answer:
    lines = [f"DESCRIBE {bare} RTSP/1.0", f"CSeq: {number}", "Accept: application/sdp"]
    if authorization is not None:
        lines.append(f"Authorization: {authorization}")
    wire.sendall("\r\n".join([*lines, "", ""]).encode())
    head = _head(wire)
    if not head.startswith(b"RTSP/"):
        raise SourceError(f"expected an RTSP server at {bare}, came {head[:16]!r}")
    status = re.match(rb"RTSP/\d\.\d (\d{3})", head)
    headers = [(name.lower(), value.decode("latin-1")) for name, value in _HEADER.findall(head)]
    challenges = tuple(value for name, value in headers if name == b"www-authenticate")
    return _Answer(status=int(status[1]) if status else 0, challenges=challenges)


def _head(wire: socket.socket) -> bytes:
    """The headers; the body after them is read off, as far as one is announced."""
    data = b""
    while b"\r\n\r\n" not in data and len(data) < LONGEST:
        chunk = wire.recv(4096)
        if not chunk:
            return data
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(value) for name, value in _HEADER.findall(head) if _is_length(name, value)), 0)
    while len(body) < min(length, LONGEST):
        chunk = wire.recv(4096)
        if not chunk:
            break
        body += chunk
    return head


def _is_length(name: bytes, value: bytes) -> bool:
    return name.lower() == b"content-length" and value.isdigit()


def _judge(answer: _Answer, bare: str) -> None:
    match answer.status:
        case 401 | 403:
            raise SourceError(f"refuses the user name or password: {bare} (RTSP {answer.status})")
        case 404:
            raise SourceError(f"has no stream at this address: {bare} (RTSP 404)")
        case 200 | 301 | 302 | 303:
            return
        case status:
            raise SourceError(f"refuses: {bare} (RTSP {status})")
