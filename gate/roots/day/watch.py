"""Everything the bus carries, kept in order, so that an act can wait for what it caused."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeVar, cast

from gate.domain.envelope import Envelope
from gate.domain.events import Event

E = TypeVar("E")


class Watch:
    """A growing list of events; :meth:`mark` names a place in it, :meth:`wait` looks on from there."""

    def __init__(self) -> None:
        """Empty; feed it with :meth:`seen` from any thread."""
        self._events: list[Envelope[Event]] = []
        self._grown = threading.Condition()

    def seen(self, envelope: Envelope[Event]) -> None:
        """One more event."""
        with self._grown:
            self._events.append(envelope)
            self._grown.notify_all()

    def mark(self) -> int:
        """The place behind the newest event."""
        with self._grown:
            return len(self._events)

    def since(self, mark: int, kind: type[E]) -> Iterator[E]:
        """Events of a kind from the mark on, as far as they have come."""
        with self._grown:
            found = self._events[mark:]
        return (event.body for event in found if isinstance(event.body, kind))

    def wait(self, mark: int, kind: type[E], fits: Callable[[E], bool], seconds: float = 15.0) -> E | None:
        """The first fitting event from the mark on, waiting for it; None when it does not come in time."""
        found = self.wait_envelope(mark, kind, fits, seconds)
        return found.body if found else None

    def wait_envelope(
        self, mark: int, kind: type[E], fits: Callable[[E], bool], seconds: float = 15.0
    ) -> Envelope[E] | None:
        """The same with who said it."""
        deadline = time.monotonic() + seconds
        place = mark
        with self._grown:
            while True:
                for envelope in self._events[place:]:
                    place += 1
                    if isinstance(envelope.body, kind) and fits(envelope.body):
                        return cast("Envelope[E]", envelope)
                if not self._grown.wait(deadline - time.monotonic()) and time.monotonic() >= deadline:
                    return None
