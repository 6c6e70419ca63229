"""What a simulated reader shows, sounds and switches. Instants are monotonic seconds, timers run by themselves."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from drivers.osdp.display import Blink, Buz, Colour, Led, LedControl, Temporary, Text
from drivers.osdp.outputs import Out, OutputCode, OutputControl

_UNIT_S = 0.1
_MOST_KEPT = 1000


@dataclass(slots=True)
class LedState:
    """One LED: a permanent look and, until its timer ends, a temporary one."""

    permanent: Blink = field(default_factory=lambda: Blink(on=Colour.RED, off=Colour.RED))
    temporary: Blink | None = None
    until: float = 0.0

    def apply(self, control: LedControl, now: float) -> None:
        """Carry out one record of an LED command."""
        if control.permanent is not None:
            self.permanent = control.permanent
        if control.temporary is Temporary.CANCEL:
            self.temporary = None
        elif control.temporary is Temporary.SET:
            self.temporary = control.blink
            self.until = now + control.timer * _UNIT_S if control.timer else float("inf")

    def look(self, now: float) -> Blink:
        """What shows at ``now``."""
        return self.temporary if self.temporary is not None and now < self.until else self.permanent


@dataclass(slots=True)
class OutputState:
    """One output and, while a pulse runs, what it overrides."""

    on: bool = False
    pulse: bool = False
    until: float = 0.0

    def apply(self, control: OutputControl, now: float) -> None:
        """Carry out one record of an OUT command."""
        match control.control:
            case OutputCode.OFF | OutputCode.ON:
                self.on, self.until = control.control is OutputCode.ON, 0.0
            case OutputCode.OFF_AFTER_TIMER | OutputCode.ON_AFTER_TIMER:
                self.on = control.control is OutputCode.ON_AFTER_TIMER
            case OutputCode.PULSE_ON | OutputCode.PULSE_OFF:
                self.pulse = control.control is OutputCode.PULSE_ON
                self.until = now + control.timer * _UNIT_S
            case OutputCode.NOP:
                pass

    def level(self, now: float) -> bool:
        """Whether the output is on at ``now``."""
        return self.pulse if now < self.until else self.on


class Panelware:
    """LEDs, buzzer, display and outputs of one reader; what is asked of them is kept for tests to look at."""

    def __init__(self, outputs: int, inputs: int) -> None:
        self.leds: dict[tuple[int, int], LedState] = {}
        self.buzzes: deque[Buz] = deque(maxlen=_MOST_KEPT)
        self.texts: deque[str] = deque(maxlen=_MOST_KEPT)
        self.outputs = [OutputState() for _ in range(outputs)]
        self.inputs = [0] * inputs

    def led(self, now: float, reader: int = 0, led: int = 0) -> Blink:
        """What an LED shows at ``now``."""
        return self.leds.setdefault((reader, led), LedState()).look(now)

    def perform(self, command: Led | Buz | Text, now: float) -> None:
        """Carry out what the person at the reader sees or hears."""
        match command:
            case Led():
                for control in command.leds:
                    self.leds.setdefault((control.reader, control.led), LedState()).apply(control, now)
            case Buz():
                self.buzzes.append(command)
            case Text():
                self.texts.append(command.text)

    def switch(self, command: Out, now: float) -> bool:
        """Carry out an OUT command; False, and nothing done, if it names an output that is not there."""
        if any(control.output >= len(self.outputs) for control in command.outputs):
            return False
        for control in command.outputs:
            self.outputs[control.output].apply(control, now)
        return True

    def levels(self, now: float) -> tuple[int, ...]:
        """Outputs as OSTATR reports them."""
        return tuple(int(output.level(now)) for output in self.outputs)
