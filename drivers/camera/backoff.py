"""How long to wait before a camera is tried again."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Backoff:
    """Doubles from ``first`` to ``most`` seconds; a stream that lived for ``steady`` seconds starts it anew."""

    first: float = 0.5
    most: float = 8.0
    steady: float = 3.0
    _next: float = field(default=0.0, init=False)

    def after(self, lived: float) -> float:
        """Seconds to wait now. ``lived``: seconds for which pictures came before it ended, 0.0 for none."""
        if lived >= self.steady or self._next == 0.0:
            self._next = self.first
        wait = self._next
        self._next = min(self.most, wait * 2.0)
        return wait
