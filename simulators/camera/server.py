"""A simulated camera on the network: MJPEG over HTTP (``multipart/x-mixed-replace``) and stills.

``/stream.mjpg`` and ``/`` stream until the client leaves; ``/still.jpg`` is one picture. ``fault`` makes the wire
misbehave as real cameras do: ``garbage`` sends parts that are no JPEG, ``stall`` keeps connections and sends nothing.
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from enum import StrEnum
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from simulators.camera.camera import RATE, SimulatedCamera

BOUNDARY: Final = "gateframe"
WRITE_S: Final = 5.0  # a client that takes nothing for so long is dropped


class Fault(StrEnum):
    """What the wire does."""

    NONE = "none"
    GARBAGE = "garbage"
    STALL = "stall"


class CameraServer:
    """Serves one camera until closed; a context manager. ``port`` 0 takes a free one."""

    def __init__(self, camera: SimulatedCamera, host: str, port: int) -> None:
        self.camera = camera
        self.fault = Fault.NONE
        self.closing = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._http = _Server((host, port), self)
        self.host, self.port = host, int(self._http.server_address[1])
        self._thread = threading.Thread(
            target=self._http.serve_forever, args=(0.05,), name=f"{camera.name}-http", daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """Where the stream is."""
        return f"http://{self.host}:{self.port}/stream.mjpg"

    def close(self) -> None:
        """Stop and cut every connection, as a camera does that loses power."""
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        with self._lock:
            for connection in self._open:
                _cut(connection)
        self._thread.join(2.0)

    def __enter__(self) -> CameraServer:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def opened(self, connection: socket.socket) -> None:
        """A client came."""
        with self._lock:
            self._open.add(connection)

    def gone(self, connection: socket.socket) -> None:
        """A client left."""
        with self._lock:
            self._open.discard(connection)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], owner: CameraServer) -> None:
        self.owner = owner
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in the middle is a camera's daily bread; anything else is told as usual."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = WRITE_S

    def log_message(self, format: str, *args: Any) -> None:
        """Said by nobody: a line for each client would bury the demo's own."""

    def do_GET(self) -> None:
        owner = self.server.owner
        match self.path.partition("?")[0]:
            case "/still.jpg":
                self._still(owner.camera.jpeg())
            case "/" | "/stream.mjpg":
                owner.opened(self.connection)
                try:
                    self._stream(owner)
                finally:
                    owner.gone(self.connection)
            case _:
                self.send_error(HTTPStatus.NOT_FOUND, "this camera has /stream.mjpg and /still.jpg")

    def _still(self, jpeg: bytes) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(len(jpeg)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(jpeg)

    def _stream(self, owner: CameraServer) -> None:
        self.close_connection = True
        if owner.fault is not Fault.STALL:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={BOUNDARY}")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
        due = time.monotonic()
        while not owner.closing.wait(max(0.0, due - time.monotonic())):
            due = max(due, time.monotonic() - 1.0 / RATE) + 1.0 / RATE
            if owner.fault is not Fault.STALL:
                self.wfile.write(_part(owner.camera.jpeg(), owner.fault))


def serve(camera: SimulatedCamera, host: str = "127.0.0.1", port: int = 0) -> CameraServer:
    """Serve a camera in threads of its own. Raises OSError where the port is taken."""
    return CameraServer(camera, host, port)


def _part(jpeg: bytes, fault: Fault) -> bytes:
    return to_part(bytes(len(jpeg)) if fault is Fault.GARBAGE else jpeg)


def to_part(body: bytes) -> bytes:
    """One picture in a ``multipart/x-mixed-replace`` stream."""
    head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body + b"\r\n"


def _cut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the client was quicker
