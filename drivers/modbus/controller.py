"""What is known of one controller on a line, and the signals that follow from each answer. Sans-IO."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from drivers.modbus.pdu import Request, bits_in, read_bits, read_loops, words_in
from drivers.modbus.pulse_watch import PulseWatch
from drivers.modbus.supervised import Loops
from firmware_profiles.modbus import ModbusFacts
from firmware_profiles.schema import Profile
from gate.domain.signals import (
    DeviceOffline,
    DeviceOnline,
    InputSensed,
    OutputSensed,
    Sense,
    Signal,
)

READ_BACK_EVERY_S = 1.0
"""Outputs that are all off are read back this often; with each poll while one is on or was just written.

Half the requests of a line that is quiet, and a pulse's end is still seen within a poll period.
"""


@dataclass(slots=True, kw_only=True)
class Controller:
    """One device: its site id, its address on the line, its profile, and what was last read.

    Raises ``ValueError`` for a profile that is no Modbus device's or an address outside of its range.
    """

    device: str
    address: int
    profile: Profile
    facts: ModbusFacts = field(init=False)
    watch: PulseWatch = field(init=False)
    online: bool | None = field(default=None, init=False)
    ask_inputs: Request | None = field(default=None, init=False)
    ask_outputs: Request | None = field(default=None, init=False)
    reply_timeout: float = field(default=0.0, init=False)
    _last_answer: bytes = field(default=b"", init=False)
    _misses: int = field(default=0, init=False)
    _look: bool = field(default=True, init=False)
    _looked: float = field(default=0.0, init=False)
    _loops: Loops | None = field(default=None, init=False)
    _inputs: list[Sense] = field(init=False)
    _outputs: list[Sense] = field(init=False)

    def __post_init__(self) -> None:
        first, last = self.profile.addresses or (1, 247)
        if self.profile.modbus is None:
            raise ValueError(
                f"{self.device}: profile {self.profile.id} is {self.profile.protocol}, not modbus"
            )
        if not first <= self.address <= last:
            raise ValueError(f"{self.device}: expected an address {first} to {last}, came {self.address}")
        self.facts = self.profile.modbus
        self.reply_timeout = self.facts.reply_timeout_ms / 1000
        self.watch = PulseWatch(pulse=self.facts.pulse)
        if self.facts.readback is not None and self.profile.outputs:
            self.ask_outputs = read_bits(self.address, self.facts.readback, self.profile.outputs)
        if self.facts.inputs is not None and self.profile.inputs:
            self.ask_inputs = read_bits(self.address, self.facts.inputs, self.profile.inputs)
        if self.facts.supervised is not None:
            self.ask_inputs = read_loops(self.address, self.facts.supervised, self.profile.inputs)
            self._loops = Loops(self.facts.supervised, self.profile.inputs)
        self._inputs = [Sense.UNKNOWN] * self.profile.inputs
        self._outputs = [Sense.UNKNOWN] * self.profile.outputs

    @property
    def outputs_on(self) -> list[bool]:
        """Which outputs are on, as last read back."""
        return [level is Sense.ON for level in self._outputs]

    def came_up(self, detail: str) -> list[Signal]:
        """A whole poll was answered, and the required settings are verified."""
        self._misses = 0
        if self.online:
            return []
        self.online = True
        return [DeviceOnline(device=self.device, detail=detail)]

    def inputs_answered(self, answer: bytes) -> list[Signal]:
        """The inputs that changed, from the answer's PDU to ``ask_inputs``. The same answer again costs nothing."""
        if self._loops is not None:
            return self._inputs_are(self._loops.read(words_in(answer)))
        area = self.facts.inputs
        if area is None or answer == self._last_answer:
            return []
        self._last_answer = answer
        return self.inputs_read(bits_in(answer, area, self.profile.inputs))

    def outputs_answered(self, answer: bytes, now: float) -> list[Signal]:
        """The outputs that changed, from the answer's PDU to ``ask_outputs``."""
        area = self.facts.readback
        return [] if area is None else self.outputs_read(bits_in(answer, area, self.profile.outputs), now)

    def inputs_read(self, bits: Sequence[bool]) -> list[Signal]:
        """The inputs that changed."""
        return self._inputs_are(_levels(bits[: len(self._inputs)]))

    def _inputs_are(self, levels: Sequence[Sense]) -> list[Signal]:
        changed = _update(self._inputs, levels)
        return [InputSensed(device=self.device, input=n + 1, level=self._inputs[n]) for n in changed]

    def wrote(self) -> None:
        """An output was, or may have been, written: read it back with the next poll."""
        self._look = True

    def outputs_wanted(self, now: float) -> bool:
        """Whether this poll reads the outputs back."""
        if not self._outputs:
            return False
        if not self._inputs:
            return True  # nothing else would show that the device is still there
        on = Sense.ON in self._outputs
        return not self.online or self._look or on or now - self._looked >= READ_BACK_EVERY_S

    def outputs_read(self, bits: Sequence[bool], now: float) -> list[Signal]:
        """The outputs that changed, as read back."""
        self._look, self._looked = False, now
        changed = _update(self._outputs, _levels(bits[: len(self._outputs)]))
        return [OutputSensed(device=self.device, output=n + 1, level=self._outputs[n]) for n in changed]

    def missed(self, why: str) -> list[Signal]:
        """A request was not answered as it must be; offline after ``misses`` of them in a row."""
        self._misses += 1
        if self.online and self._misses < self.facts.misses:
            return []
        return self.went_down(why)

    def went_down(self, why: str) -> list[Signal]:
        """The device cannot be used: all its points are unknown from now on."""
        if self.online is False:
            return []
        self.online = False
        self._misses, self._last_answer = 0, b""
        if self._loops is not None:
            self._loops.forget()
        device, unknown = self.device, Sense.UNKNOWN
        return [
            DeviceOffline(device=device, why=why),
            *(InputSensed(device=device, input=n + 1, level=unknown) for n in _forget(self._inputs)),
            *(OutputSensed(device=device, output=n + 1, level=unknown) for n in _forget(self._outputs)),
        ]


def _levels(bits: Sequence[bool]) -> list[Sense]:
    return [Sense.ON if bit else Sense.OFF for bit in bits]


def _update(levels: list[Sense], now: Sequence[Sense]) -> list[int]:
    """Which of them changed; UNKNOWN that stays UNKNOWN is no change."""
    changed = [n for n, level in enumerate(now) if levels[n] != level]
    levels[: len(now)] = now
    return changed


def _forget(levels: list[Sense]) -> list[int]:
    known = [n for n, level in enumerate(levels) if level != Sense.UNKNOWN]
    levels[:] = [Sense.UNKNOWN] * len(levels)
    return known
