"""What the guide waits for: events of the agent's wires, lines that the person types, and time."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass

from gate.domain.envelope import Envelope


@dataclass(frozen=True, slots=True)
class Happened:
    """An event that the agent told live."""

    envelope: Envelope[object]

    @property
    def identity(self) -> str:
        """``src/boot/seq``."""
        return f"{self.envelope.src}/{self.envelope.boot}/{self.envelope.seq}"


@dataclass(frozen=True, slots=True)
class Typed:
    """A line of the person's."""

    line: str


@dataclass(frozen=True, slots=True)
class HungUp:
    """Nothing more will be typed."""


Item = Happened | Typed | HungUp


class Inbox:
    """A queue that any thread may fill. ``monotonic`` measures; waiting itself is real time.

    Once nobody types any more, that is all there is: events alone end no point that a person must judge.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self.monotonic = monotonic
        self._items: queue.Queue[Item] = queue.Queue()
        self._hung_up = False

    def put(self, item: Item) -> None:
        """One more."""
        self._items.put(item)

    def next(self, until: float | None) -> Item | None:
        """The next one; None where nothing comes until that monotonic instant."""
        if self._hung_up:
            return HungUp()
        try:
            item = self._items.get(timeout=None if until is None else max(0.0, until - self.monotonic()))
        except queue.Empty:
            return None
        self._hung_up = isinstance(item, HungUp)
        return item
