"""A reader for identity cards behind its bridge: what a desk without hardware, and its tests, lay cards on."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class IdReader:
    """``card``: what lies on it, as the bridge's JSON has it; None for nothing. ``broken``: it answers 503."""

    def __init__(self) -> None:
        self.card: Mapping[str, str] | None = None
        self.broken = False

    def answer(self) -> tuple[HTTPStatus, bytes]:
        """What the bridge says now."""
        if self.broken:
            return HTTPStatus.SERVICE_UNAVAILABLE, b""
        if self.card is None:
            return HTTPStatus.NO_CONTENT, b""
        return HTTPStatus.OK, json.dumps(dict(self.card), ensure_ascii=False).encode()


@contextmanager
def served(reader: IdReader, port: int = 0) -> Iterator[str]:
    """``http://127.0.0.1:PORT`` while it is served; a port of its own choice for 0."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = reader.answer() if self.path == "/card" else (HTTPStatus.NOT_FOUND, b"")
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Numbers of identity cards belong into no log."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
