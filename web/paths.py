"""Where to go next: only ever to a page of our own."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request, url_for


def own_path(target: str) -> str:
    """The path if it is one of ours, else the start page: no form may send anybody elsewhere."""
    parts = urlsplit(target)
    own = target.startswith("/") and not target.startswith("//") and "\\" not in target
    return target if own and not parts.scheme and not parts.netloc else url_for("home.start")


def came_from() -> str:
    """The page of ours that sent this request, else the start page."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return url_for("home.start")
    return own_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)
