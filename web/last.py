"""The last action and its result: shown until the next one, not for three seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import session

from web.console import console

KEY = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """``url`` leads to what came of it."""

    text: str
    tone: str
    at: datetime
    url: str


def remember(text: str, tone: str = "ok", url: str = "") -> None:
    """Show this on the pages that follow."""
    session[KEY] = {"text": text, "tone": tone, "at": console().now().isoformat(), "url": url}


def forget() -> None:
    """Take it off the pages."""
    session.pop(KEY, None)


def shown() -> Last | None:
    """The last action, if there was one in this session."""
    kept = session.get(KEY)
    if not kept:
        return None
    return Last(text=kept["text"], tone=kept["tone"], at=datetime.fromisoformat(kept["at"]), url=kept["url"])
