"""How often one address may try: Flask-Limiter over all requests, tighter for signing in."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter, RequestLimit
from flask_limiter.util import get_remote_address

from web import access
from web.console import console

LOGIN = "20 per minute; 100 per hour"
EVERYTHING = "1200 per minute"

limiter = Limiter(
    get_remote_address,
    default_limits=[EVERYTHING],
    storage_uri="memory://",  # one process serves all: its memory is the whole truth
    strategy="fixed-window",
    headers_enabled=False,
)


def set_up(app: Flask) -> None:
    """Count from zero, and record who went over."""
    app.config["RATELIMIT_ON_BREACH_CALLBACK"] = None
    limiter.init_app(app)
    limiter.reset()


def record_breach(limit: RequestLimit) -> None:
    """Once for each window: a flood must not become a flood of records."""
    del limit
    console().refusals.note("rate_limited", "sign-in", origin=access.origin(), subject=access.origin())
