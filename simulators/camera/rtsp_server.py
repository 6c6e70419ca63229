"""A simulated camera on the network by RTSP (RFC 2326): Motion JPEG in RTP over the requests' own connection.

``fault`` makes the wire misbehave as real cameras do: ``garbage`` sends pictures whose scan is rubbish, ``stall`` keeps
connections and sends nothing.
"""

from __future__ import annotations

import secrets
import select
import socket
import socketserver
import sys
import threading
import time
from typing import Any, Final

from drivers.camera.rtsp_auth import Credentials
from simulators.camera.camera import RATE, SimulatedCamera
from simulators.camera.rtp_jpeg import CLOCK, packets
from simulators.camera.rtsp_messages import Requests, RtspError, interleaved
from simulators.camera.rtsp_session import PATH, Session
from simulators.camera.server import WRITE_S, Fault

CHUNK: Final = 4096


class RtspServer:
    """Serves one camera until closed; a context manager. ``port`` 0 takes a free one."""

    def __init__(
        self, camera: SimulatedCamera, host: str = "127.0.0.1", port: int = 0, who: Credentials | None = None
    ) -> None:
        self.camera, self.who = camera, who
        self.fault = Fault.NONE
        self.closing = threading.Event()
        self._tcp = _Server((host, port), self)
        self.host, self.port = host, int(self._tcp.server_address[1])
        self._thread = threading.Thread(
            target=self._tcp.serve_forever, args=(0.05,), name=f"{camera.name}-rtsp", daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """Where the stream is, without credentials."""
        return f"rtsp://{self.host}:{self.port}{PATH}"

    def close(self) -> None:
        """Stop; connections end within a picture's time."""
        self.closing.set()
        self._tcp.shutdown()
        self._tcp.server_close()
        self._thread.join(2.0)

    def __enter__(self) -> RtspServer:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], owner: RtspServer) -> None:
        self.owner = owner
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in the middle is a camera's daily bread; anything else is told as usual."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(socketserver.BaseRequestHandler):
    server: _Server
    request: socket.socket

    def handle(self) -> None:
        owner = self.server.owner
        self.request.settimeout(WRITE_S)
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        session = Session(owner.camera.name, RATE, owner.who, secrets.token_hex(16))
        requests, video = Requests(), _Video(owner)
        due = time.monotonic()
        while not (session.over or owner.closing.is_set()):
            if select.select([self.request], [], [], max(0.0, due - time.monotonic()))[0]:
                if not self._answered(session, requests):
                    return
                continue
            due = max(due, time.monotonic() - 1.0 / RATE) + 1.0 / RATE
            if session.playing and session.channel is not None:
                self.request.sendall(video.next(session.channel))

    def _answered(self, session: Session, requests: Requests) -> bool:
        """False once the client has left, or talks something else."""
        data = self.request.recv(CHUNK)
        try:
            for request in requests.feed(data):
                self.request.sendall(session.answer(request))
        except RtspError:
            return False
        return bool(data)


class _Video:
    """The packets of one client."""

    def __init__(self, owner: RtspServer) -> None:
        self._owner = owner
        self._ssrc = secrets.randbits(32)
        self._number, self._begun = secrets.randbits(16), time.monotonic()

    def next(self, channel: int) -> bytes:
        """This moment's picture, or what the fault makes of it."""
        if self._owner.fault is Fault.STALL:
            return b""
        timestamp = round((time.monotonic() - self._begun) * CLOCK)
        wire = b""
        for packet in packets(self._owner.camera.jpeg(), self._number, timestamp, self._ssrc):
            sent = packet if self._owner.fault is Fault.NONE else _spoilt(packet)
            wire += interleaved(channel, sent)
            self._number = (self._number + 1) & 0xFFFF
        return wire


def _spoilt(packet: bytes) -> bytes:
    """The RTP header as it was, the payload rubbish."""
    return packet[:12] + bytes(255 for _ in packet[12:])
