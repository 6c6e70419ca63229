"""Keys typed after a card: joined to its read as a PIN, up to ``#``, the PIN's length, or 5 s.

Sans-IO, time in monotonic seconds. Digits stay in here until the read is complete; they never show in a
representation and are forgotten with the read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from gate.domain.pin import MOST_DIGITS
from gate.domain.signals import CardRead

WAIT_S = 5.0
END = "#"
CLEAR = "*"

Complete = Callable[[CardRead, str], bool]
"""True if these digits are a whole PIN of whoever owns the card: nothing more is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedRead:
    """A read with what was typed for it; ``digits`` None: nothing."""

    read: CardRead
    digits: str | None = field(default=None, repr=False)


@dataclass(slots=True)
class _Waiting:
    read: CardRead
    until: float
    digits: str = field(default="", repr=False)

    def done(self) -> PinnedRead:
        return PinnedRead(read=self.read, digits=self.digits or None)


class Keypad:
    """Reads that wait for their PIN, one at most for each reader."""

    def __init__(self, complete: Complete) -> None:
        self._complete = complete
        self._waiting: dict[str, _Waiting] = {}

    def hold(self, read: CardRead, now: float) -> PinnedRead | None:
        """Keep the read until its PIN is there. A read that still waits at the reader is given up, without a PIN."""
        before = self._waiting.get(read.device)
        self._waiting[read.device] = _Waiting(read, now + WAIT_S)
        return None if before is None else PinnedRead(read=before.read)

    def waits(self, reader: str) -> bool:
        """True if a read waits for its PIN at the reader."""
        return reader in self._waiting

    def typed(self, reader: str, keys: str, now: float) -> PinnedRead | None:
        """Keys at a reader; gives the read once its PIN is complete. Keys without a card mean nothing."""
        waiting = self._waiting.get(reader)
        if waiting is None or now >= waiting.until:
            return None
        for key in keys:
            if key == CLEAR:
                waiting.digits = ""
            elif key == END or self._add(waiting, key):
                return self._waiting.pop(reader).done()
        return None

    def due(self, now: float) -> tuple[PinnedRead, ...]:
        """Reads whose time is up, with what was typed so far."""
        late = [reader for reader, waiting in self._waiting.items() if now >= waiting.until]
        return tuple(self._waiting.pop(reader).done() for reader in late)

    def next_deadline(self) -> float | None:
        """When ``due`` has something to give."""
        return min((waiting.until for waiting in self._waiting.values()), default=None)

    def _add(self, waiting: _Waiting, key: str) -> bool:
        waiting.digits += key
        return len(waiting.digits) >= MOST_DIGITS or self._complete(waiting.read, waiting.digits)
