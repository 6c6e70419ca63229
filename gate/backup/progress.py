"""How far a long step is: told to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""(what is being done, done, of how many): bytes or pages, whatever the step counts. The last call has both equal."""


def silent(what: str, done: int, total: int) -> None:
    """Tells nobody."""
