"""A question to an RTSP server before OpenCV opens it.

OpenCV opens network streams one at a time in the whole process, so that a camera that is away would keep others
from opening for its whole time limit. Who does not answer ``OPTIONS`` (RFC 2326 §10.1; it needs no credentials) is
not handed to OpenCV.
"""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from drivers.camera.stream import SourceError

PORTS = {"rtsp": 554, "rtsps": 322}


def probe_rtsp(url: str, limit_s: float) -> None:
    """Come back once the server has answered. Raises :class:`SourceError`; each wait is at most ``limit_s``."""
    split = urlsplit(url)
    host, port = split.hostname or "", split.port or PORTS[split.scheme]
    bare = f"{split.scheme}://{host}:{port}{split.path}"
    try:
        with socket.create_connection((host, port), limit_s) as wire:
            if split.scheme == "rtsps":
                return  # encrypted: that it takes the connection must do
            wire.sendall(f"OPTIONS {bare} RTSP/1.0\r\nCSeq: 1\r\n\r\n".encode())
            answer = wire.recv(64)
    except TimeoutError:
        raise SourceError(f"does not answer: {bare}") from None
    except OSError as error:
        raise SourceError(f"does not open: {bare} ({error.strerror or error})") from None
    if not answer.startswith(b"RTSP/"):
        raise SourceError(f"expected an RTSP server at {bare}, came {answer[:16]!r}")
