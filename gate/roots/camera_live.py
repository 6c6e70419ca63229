"""Live pictures for the console, over a socket that only this machine's user can open.

::

    client → server   still CAMERA LF    |    stream CAMERA LF
    server → client   length (4 bytes, big endian), JPEG; length 0: no picture now, or no such camera

``still`` is answered once, ``stream`` until the client leaves, at most :data:`RATE` pictures a second. A picture is
coded only while somebody looks. The doors' bus carries none of it.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)
RATE: Final = 5.0
MOST_CLIENTS: Final = 16
PATIENCE_S: Final = 5.0  # a client that asks nothing, or takes nothing, for so long is dropped
LONGEST: Final = 256  # bytes of a question

Still = Callable[[], bytes | None]


class LiveServer:
    """Serves ``stills`` by camera, in a thread for each client."""

    def __init__(self, path: Path, stills: Mapping[str, Still]) -> None:
        self._path, self._stills = path, stills
        self._stop = threading.Event()
        self._room = threading.BoundedSemaphore(MOST_CLIENTS)
        self._socket: socket.socket | None = None

    def start(self) -> None:
        """Where the socket cannot be made, that is logged, and there are no live pictures; alarms do not need them."""
        try:
            self._socket = _listening(self._path)
        except OSError as error:
            log.warning("%s: no live pictures: %s", self._path, error)
            return
        threading.Thread(target=self._accept, args=(self._socket,), name="live", daemon=True).start()

    def stop(self) -> None:
        """Clients are cut at their next picture."""
        self._stop.set()
        listening, self._socket = self._socket, None
        if listening is not None:
            listening.shutdown(socket.SHUT_RDWR)  # wakes who waits in accept()
            listening.close()
            self._path.unlink(missing_ok=True)

    def _accept(self, listening: socket.socket) -> None:
        while not self._stop.is_set():
            try:
                client, _ = listening.accept()
            except OSError:
                return  # closed by stop()
            if not self._room.acquire(blocking=False):
                client.close()
                continue
            threading.Thread(target=self._serve, args=(client,), name="live-client", daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            with client:
                client.settimeout(PATIENCE_S)
                self._answer(client, _line(client))
        except OSError as error:
            log.debug("a client of live pictures left: %s", error)
        finally:
            self._room.release()

    def _answer(self, client: socket.socket, asked: str) -> None:
        what, _, camera = asked.partition(" ")
        still = self._stills.get(camera)
        if still is None or what not in {"still", "stream"}:
            client.sendall(_framed(None))
            return
        client.sendall(_framed(still()))
        while what == "stream" and not self._stop.wait(1.0 / RATE):
            client.sendall(_framed(still()))


def _listening(path: Path) -> socket.socket:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        listening.bind(str(path))
        listening.listen(MOST_CLIENTS)
    except OSError:
        listening.close()
        raise
    finally:
        os.umask(before)
    return listening


def _line(client: socket.socket) -> str:
    data = b""
    while b"\n" not in data and len(data) <= LONGEST:
        chunk = client.recv(LONGEST)
        if not chunk:
            break
        data += chunk
    return data.partition(b"\n")[0].decode("utf-8", "replace")


def _framed(jpeg: bytes | None) -> bytes:
    content = jpeg or b""
    return len(content).to_bytes(4, "big") + content
