"""What a reader shows: LED and buzzer for each feedback. Lasting looks lie beneath those that pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from drivers.osdp.display import Blink, Buz, Colour, Led, LedControl, Temporary
from gate.domain.signals import Feedback


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An LED command and a sound. ``lasting``: shown again when the reader has been away."""

    led: Led
    buz: Buz | None = None
    lasting: bool = False


def lasting(on: Colour, off: Colour | None = None, buz: Buz | None = None) -> Look:
    """Steady, or blinking at 1 Hz between two colours; ends a passing look and, without ``buz``, the sound."""
    blink = Blink(on_for=5, off_for=5 if off is not None else 0, on=on, off=on if off is None else off)
    led = LedControl(temporary=Temporary.CANCEL, permanent=blink)
    return Look(led=Led(leds=(led,)), buz=buz or Buz(tone=1, on_for=0, off_for=0, count=0), lasting=True)


def passing(on: Colour, off: Colour, tenths: int, buz: Buz) -> Look:
    """For ``tenths`` × 100 ms, then the reader itself goes back to the lasting look."""
    led = LedControl(temporary=Temporary.SET, blink=Blink(on_for=2, off_for=2, on=on, off=off), timer=tenths)
    return Look(led=Led(leds=(led,)), buz=buz)


DEFAULT_LOOKS: Mapping[Feedback, Look] = MappingProxyType(
    {
        Feedback.IDLE: lasting(Colour.RED),
        Feedback.GRANTED: passing(Colour.GREEN, Colour.GREEN, 30, Buz(on_for=2, off_for=0, count=1)),
        Feedback.DENIED: passing(Colour.RED, Colour.OFF, 20, Buz(on_for=1, off_for=1, count=3)),
        Feedback.WAIT: passing(Colour.AMBER, Colour.OFF, 100, Buz(on_for=1, off_for=0, count=1)),
        Feedback.HELD_WARN: lasting(Colour.AMBER, Colour.RED, Buz(on_for=2, off_for=8, count=0)),
        Feedback.ALARM: lasting(Colour.RED, Colour.OFF, Buz(on_for=5, off_for=5, count=0)),
        Feedback.LOCKDOWN: lasting(Colour.RED, Colour.BLUE),
    }
)
