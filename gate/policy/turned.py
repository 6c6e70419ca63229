"""Parts of the moving state that orders are written from, and how they say that those do not hold any more."""

from __future__ import annotations

from collections.abc import Callable


def _nobody() -> None:
    """Nobody keeps anything that was made of this."""


class Turned:
    """``turned`` is called after each change; whoever keeps what was made of this sets it."""

    turned: Callable[[], None] = staticmethod(_nobody)
