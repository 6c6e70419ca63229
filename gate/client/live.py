"""Live pictures from the camera process of this machine, over its socket (gate.roots.camera_live draws the wire)."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ANSWERS_S: Final = 3.0
MOST: Final = 16 * 1024 * 1024  # bytes of one picture


class LiveAway(Exception):
    """The camera process is not there, or it has no picture of that camera now."""


def live_still(path: Path, camera: str) -> bytes:
    """The newest picture as JPEG, privacy areas blackened. Raises :class:`LiveAway`."""
    with _asked(path, f"still {camera}") as wire:
        picture = _picture(wire)
    if not picture:
        raise LiveAway(f"no picture of {camera} now")
    return picture


def live_stream(path: Path, camera: str) -> Iterator[bytes]:
    """Pictures as JPEG until the process ends or the caller stops; nothing while the camera is away.

    Raises :class:`LiveAway` at the first picture where there is no process.
    """
    with _asked(path, f"stream {camera}") as wire:
        while True:
            try:
                picture = _picture(wire)
            except LiveAway:
                return
            if picture:
                yield picture


def _asked(path: Path, question: str) -> socket.socket:
    wire = socket.socket(socket.AF_UNIX)
    wire.settimeout(ANSWERS_S)
    try:
        wire.connect(str(path))
        wire.sendall(question.replace("\n", " ").encode() + b"\n")
    except OSError as error:
        wire.close()
        raise LiveAway(f"the camera process does not answer: {error.strerror or error}") from error
    return wire


def _picture(wire: socket.socket) -> bytes:
    size = int.from_bytes(_exactly(wire, 4), "big")
    if size > MOST:
        raise LiveAway(f"expected a picture of at most {MOST} bytes, came {size}")
    return _exactly(wire, size)


def _exactly(wire: socket.socket, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        try:
            part = wire.recv(min(65536, count - len(parts)))
        except OSError as error:
            raise LiveAway(f"the camera process stopped in the middle: {error}") from error
        if not part:
            raise LiveAway("the camera process ended")
        parts += part
    return bytes(parts)
