"""One client of a simulated RTSP camera: what it asks, what it is told. No sockets, no clock.

``OPTIONS``, ``DESCRIBE``, ``SETUP``, ``PLAY``, ``GET_PARAMETER`` and ``TEARDOWN`` (RFC 2326 §10) of one video whose
pictures go over the requests' own connection (``RTP/AVP/TCP``); over UDP a firewall stands between most cameras and us.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from drivers.camera.rtsp_auth import Credentials, pairs_of, response_to
from simulators.camera.rtsp_messages import Request, response

METHODS: Final = "OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN"
REALM: Final = "simulated camera"
PATH: Final = "/stream"
TRACK: Final = "track1"
TIMEOUT_S: Final = 60


class Session:
    """``who``: who may look, None for everybody. ``nonce``: random text of this connection."""

    def __init__(self, name: str, rate: float, who: Credentials | None, nonce: str) -> None:
        self._name, self._rate, self._who, self._nonce = name, rate, who, nonce
        self._id = nonce[:16]
        self.channel: int | None = None  # set up; RTP goes on it
        self.playing = self.over = False

    def answer(self, request: Request) -> bytes:
        """The response to a request."""
        cseq = request.headers.get("cseq", "0")
        if request.method != "OPTIONS" and not self._known(request):
            challenge = f'Digest realm="{REALM}", nonce="{self._nonce}"'
            return response(401, cseq, [("WWW-Authenticate", challenge)])
        if request.method != "OPTIONS" and not urlsplit(request.uri).path.startswith(PATH):
            return response(404, cseq)
        match request.method:
            case "OPTIONS":
                return response(200, cseq, [("Public", METHODS)])
            case "DESCRIBE":
                headers = [("Content-Base", f"{request.uri}/"), ("Content-Type", "application/sdp")]
                return response(200, cseq, headers, self._description())
            case "SETUP":
                return self._set_up(request, cseq)
            case "PLAY" | "TEARDOWN" | "GET_PARAMETER":
                return self._within(request, cseq)
            case _:
                return response(405, cseq, [("Allow", METHODS)])

    def _within(self, request: Request, cseq: str) -> bytes:
        if request.headers.get("session", "").partition(";")[0] != self._id:
            return response(454, cseq)
        if request.method == "PLAY" and self.channel is None:
            return response(455, cseq)
        self.playing = self.playing or request.method == "PLAY"
        self.over = request.method == "TEARDOWN"
        return response(200, cseq, [("Session", self._id)])

    def _set_up(self, request: Request, cseq: str) -> bytes:
        wanted = request.headers.get("transport", "")
        channels = re.search(r"interleaved=(\d{1,3})-(\d{1,3})", wanted)
        if not wanted.startswith("RTP/AVP/TCP") or (channels and int(channels[1]) > 254):
            return response(461, cseq)
        self.channel = int(channels[1]) if channels else 0
        transport = f"RTP/AVP/TCP;unicast;interleaved={self.channel}-{self.channel + 1}"
        session = f"{self._id};timeout={TIMEOUT_S}"
        return response(200, cseq, [("Transport", transport), ("Session", session)])

    def _known(self, request: Request) -> bool:
        if self._who is None:
            return True
        said = pairs_of(request.headers.get("authorization", ""))
        asked = {key: said.get(key, "") for key in ("qop", "nc", "cnonce")}
        asked |= {"realm": REALM, "nonce": self._nonce}
        wanted = response_to(asked, self._who, request.method, said.get("uri", ""))
        return said.get("username") == self._who.user and said.get("response") == wanted

    def _description(self) -> bytes:
        lines = [
            "v=0", "o=- 0 0 IN IP4 127.0.0.1", f"s={self._name}", "c=IN IP4 0.0.0.0", "t=0 0",
            "a=control:*", "m=video 0 RTP/AVP 26", f"a=control:{TRACK}", f"a=framerate:{self._rate:g}",
        ]  # fmt: skip
        return "\r\n".join([*lines, ""]).encode()
