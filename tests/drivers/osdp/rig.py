"""A panel and simulated readers on a null modem, with a clock that the test moves."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

from drivers.osdp.events import PanelEvent
from drivers.osdp.panel import Panel
from drivers.osdp.setup import ReaderSetup, Timing
from simulators.osdp.peripheral import Peripheral

KEY = bytes(range(16))
BITS = "00111101100010001110101110"[:26]
UNHURRIED = Timing(poll_slot_s=0.02)
"""Fewer polls than in the field, where a test is not about their number: they are most of what it costs."""
E = TypeVar("E", bound=PanelEvent)
Tap = Callable[[bytes], bytes]


def numbers(seed: int) -> Callable[[int], bytes]:
    """Random bytes that are the same in every run."""
    return random.Random(seed).randbytes


class Rig:
    """``turnaround_s``: from the end of a command to the whole reply. ``tap`` sees and may change each reply."""

    def __init__(
        self,
        setups: Sequence[ReaderSetup],
        peripherals: Sequence[Peripheral],
        *,
        turnaround_s: float = 0.002,
        tap: Tap = lambda reply: reply,
        timing: Timing = UNHURRIED,
    ) -> None:
        self.now = 0.0
        self.panel = Panel(setups, numbers(1), self.now, timing=timing)
        self.peripherals = list(peripherals)
        self.turnaround_s = turnaround_s
        self.tap = tap
        self.events: list[tuple[float, PanelEvent]] = []
        self.sent: list[tuple[float, bytes]] = []
        self._coming: list[tuple[float, bytes]] = []

    def run(self, seconds: float) -> list[PanelEvent]:
        """Let so much time pass; returns the events of it."""
        end, first, turns = self.now + seconds, len(self.events), 0
        while True:
            turns += 1
            assert turns < 200_000, "the panel spins"
            self._send()
            then = min([self.panel.wake_at(self.now), *(at for at, _ in self._coming)])
            if then > end:
                self.now = end
                return [event for _, event in self.events[first:]]
            self.now = max(self.now, then)
            self._deliver()
            self._note(self.panel.tick(self.now))

    def of(self, kind: type[E]) -> list[E]:
        """All events of a kind so far."""
        return [event for _, event in self.events if isinstance(event, kind)]

    def at(self, kind: type[E]) -> list[float]:
        """When they came."""
        return [at for at, event in self.events if isinstance(event, kind)]

    def inject(self, data: bytes) -> list[PanelEvent]:
        """Bytes from nobody's reader."""
        events = self.panel.receive(data, self.now)
        self._note(events)
        return events

    def _send(self) -> None:
        data = self.panel.next_frame(self.now)
        if data is None:
            return
        self.sent.append((self.now, data))
        for peripheral in self.peripherals:
            if reply := peripheral.receive(data, self.now):
                self._coming.append((self.now + self.turnaround_s, self.tap(reply)))

    def _deliver(self) -> None:
        due = [item for item in self._coming if item[0] <= self.now]
        self._coming = [item for item in self._coming if item[0] > self.now]
        for _, data in due:
            self._note(self.panel.receive(data, self.now))

    def _note(self, events: list[PanelEvent]) -> None:
        self.events += [(self.now, event) for event in events]
