"""A connection to a broker that delivers what a test hands it."""

from collections.abc import Callable
from typing import Any

from gate.bus.client import BusClient


class FakeBus(BusClient):
    """``answer`` is called with what is published."""

    def __init__(self, answer: Callable[[str, bytes], None] | None = None) -> None:
        self.there = False
        self.published: list[tuple[str, bytes]] = []
        self._answer = answer
        self._patterns: dict[str, Callable[[str, bytes], None]] = {}
        self._come: list[Callable[[], None]] = []
        self._go: list[Callable[[], None]] = []

    def subscribe(self, pattern: str, callback: Callable[[str, bytes], None]) -> None:
        self._patterns[pattern] = callback

    def on_connected(self, callback: Callable[[], None]) -> None:
        self._come.append(callback)

    def on_disconnected(self, callback: Callable[[], None]) -> None:
        self._go.append(callback)

    def publish(self, topic: str, payload: bytes, retain: bool = False, sure: bool = True) -> bool:
        if self.there:
            self.published.append((topic, payload))
            if self._answer is not None:
                self._answer(topic, payload)
        return self.there

    def come(self) -> None:
        """The connection stands."""
        self.there = True
        for callback in self._come:
            callback()

    def go(self) -> None:
        """It is lost."""
        self.there = False
        for callback in self._go:
            callback()

    def deliver(self, topic: str, payload: bytes) -> Any:
        """A message came."""
        for pattern, callback in self._patterns.items():
            if topic == pattern or (pattern.endswith("/+") and topic.rsplit("/", 1)[0] == pattern[:-2]):
                callback(topic, payload)
