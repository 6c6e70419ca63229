"""Reads that were answered, so that a decision that comes twice counts once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

MOST = 20_000


class Answered:
    """Requests with their results; "" where an engine before this one decided. Bounded, the oldest go first."""

    def __init__(self, requests: Iterable[str] = ()) -> None:
        """``requests``: those that the store knows, newest first."""
        self._results: OrderedDict[str, str] = OrderedDict(
            (request, "") for request in reversed(list(requests))
        )

    def result(self, request: str) -> str | None:
        """What was decided; None if nothing was."""
        return self._results.get(request)

    def note(self, request: str, result: str) -> None:
        """This was decided."""
        self._results[request] = result
        if len(self._results) > MOST:
            self._results.popitem(last=False)
