"""Serves the app by gunicorn: one process, many threads, since each open page holds a stream."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

THREADS = 128
GRACE_S = 2  # open streams would keep a worker for ever


def run(make: Callable[[], Flask], stop: Callable[[], None], host: str, port: int) -> None:
    """Serve until TERM or Ctrl-C. ``make`` is called in the process that serves, ``stop`` at its end.

    Threads and sockets do not survive a fork: whatever the app needs is opened by ``make``, not before.
    """
    _Server(make, stop, host, port).run()


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """Gunicorn started from Python, with the settings that server-sent events need."""

    def __init__(self, make: Callable[[], Flask], stop: Callable[[], None], host: str, port: int) -> None:
        self._make = make
        self._stop = stop
        self._bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """No file, no environment: these settings alone."""
        for name, value in _settings(self._bind).items():
            self.cfg.set(name, value)
        self.cfg.set("worker_exit", lambda _server, _worker: self._stop())

    def load(self) -> Any:
        """The app, made in the worker."""
        return self._make()


def _settings(bind: str) -> dict[str, Any]:
    return {
        "bind": bind,
        "workers": 1,  # rate limits and the feed live in one memory
        "worker_class": "gthread",
        "threads": THREADS,
        "graceful_timeout": GRACE_S,
        "timeout": 60,
        "keepalive": 5,
        "control_socket_disable": True,
        "loglevel": "warning",
        "accesslog": None,
        "proc_name": "gate-console",
    }
