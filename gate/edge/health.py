"""Devices that come and go, and bad bytes: told once, not a hundred times a second. Monotonic seconds."""

from __future__ import annotations

from dataclasses import dataclass

from gate.domain.events import DeviceHealthChanged, WireFaulted

WINDOW_S = 10.0


class DeviceHealth:
    """The last word on each device."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[bool, str]] = {}

    def seen(self, device: str, online: bool, why: str) -> DeviceHealthChanged | None:
        """An event where the device came, went, or is away for another reason; None where that is known."""
        if self._known.get(device) == (online, why):
            return None
        self._known[device] = (online, why)
        return DeviceHealthChanged(device=device, online=online, why=why)

    def online(self, device: str) -> bool | None:
        """None: nothing was heard of it."""
        known = self._known.get(device)
        return None if known is None else known[0]


@dataclass(slots=True)
class _Count:
    until: float
    count: int = 0
    why: str = ""


class WireFaults:
    """The first fault of a device is told at once, what follows within 10 s is counted and told in one."""

    def __init__(self) -> None:
        self._counts: dict[str, _Count] = {}

    def seen(self, device: str, why: str, now: float) -> WireFaulted | None:
        """A fault on the wire."""
        counting = self._counts.get(device)
        if counting is None:
            self._counts[device] = _Count(now + WINDOW_S)
            return WireFaulted(device=device, count=1, why=why)
        counting.count += 1
        counting.why = why
        return None

    def due(self, now: float) -> tuple[WireFaulted, ...]:
        """Counts whose window is over; a quiet window ends the counting."""
        events = []
        for device, counting in list(self._counts.items()):
            if now < counting.until:
                continue
            if counting.count:
                events.append(WireFaulted(device=device, count=counting.count, why=counting.why))
                self._counts[device] = _Count(now + WINDOW_S)
            else:
                del self._counts[device]
        return tuple(events)

    def next_deadline(self) -> float | None:
        """When ``due`` has something to say or to forget."""
        return min((counting.until for counting in self._counts.values()), default=None)
