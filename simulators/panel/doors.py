"""What any simulated panel has: doors with a contact, a button and a relay that a timer lets go."""

from __future__ import annotations

from dataclasses import dataclass, field

FOR_EVER = float("inf")


@dataclass(slots=True)
class PanelDoor:
    """``until``: when its relay falls off, in seconds of a clock that never falls."""

    open: bool = False
    pressed: bool = False
    until: float = field(default=float("-inf"))

    def relay(self, now: float) -> bool:
        """Whether the relay is on."""
        return now < self.until

    def release(self, now: float, seconds: float) -> None:
        """On for so long, counted from now; 0 lets go."""
        self.until = now + seconds if seconds else float("-inf")


def number_between(name: str, value: object, most: int) -> int:
    """A door's or reader's number from a request. ``ValueError``."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise ValueError(f"expected {name} 1 to {most}, came {value!r}")
    return value
