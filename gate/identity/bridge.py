"""The desk's card reader behind its maker's bridge: a small HTTP service on the machine that the console runs on.

``GET {url}/card`` answers 200 with the JSON that :func:`gate.identity.id_card.read_answer` reads, or 204 where no card
lies on the reader. What the bridge drives behind it is its own affair; loopback is the only place it may be.
"""

from __future__ import annotations

import http.client
from typing import Protocol
from urllib.parse import urlsplit

from gate.identity.id_card import IdCard, read_answer

TIMEOUT_S = 3.0
LARGEST = 64 * 1024
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class ReaderAway(Exception):
    """The bridge or its reader does not answer."""


class ReadsCards(Protocol):
    """What the console asks."""

    def read(self) -> IdCard | None:
        """The card on the reader, None for none; ReaderAway, or IdCardInvalid for an answer that does not fit."""


class Bridge:
    """Asks the bridge at a URL of this machine; ValueError for any other."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "http" or parts.hostname not in LOOPBACK or parts.port is None:
            raise ValueError(f"expected http://127.0.0.1:PORT for the card reader; got {url[:80]!r}")
        self._host, self._port, self._path = parts.hostname, parts.port, parts.path.rstrip("/")

    def read(self) -> IdCard | None:
        """The card that lies on the reader now."""
        connection = http.client.HTTPConnection(self._host, self._port, timeout=TIMEOUT_S)
        try:
            connection.request("GET", f"{self._path}/card")
            answer = connection.getresponse()
            content = answer.read(LARGEST)
        except (OSError, http.client.HTTPException) as fault:
            raise ReaderAway(
                f"the card reader at {self._host}:{self._port} does not answer: {fault}"
            ) from fault
        finally:
            connection.close()
        if answer.status == http.HTTPStatus.NO_CONTENT:
            return None
        if answer.status != http.HTTPStatus.OK:
            raise ReaderAway(f"the card reader answered {answer.status}")
        return read_answer(content.decode("utf-8", "replace"))
