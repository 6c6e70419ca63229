"""Pictures one after the other in one answer: ``multipart/x-mixed-replace``, which an ``img`` shows as a film."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from flask import Response

BOUNDARY: Final = "gateframe"


def film(pictures: Iterable[bytes]) -> Response:
    """JPEGs as they come."""
    return Response(_parts(pictures), mimetype=f"multipart/x-mixed-replace; boundary={BOUNDARY}")


def _parts(pictures: Iterable[bytes]) -> Iterator[bytes]:
    for picture in pictures:
        head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
        yield head.encode() + picture + b"\r\n"
