"""What is known of one panel, and the signals that follow from what it says. Sans-IO.

A panel is one device of a site file (locks, contacts, buttons), and each of its readers another: reader 2 n - 1 is on
the way in through door n, reader 2 n on the way out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drivers.panel.numbers import NumberRule, card_of
from gate.domain.signals import (
    CardRead,
    DeviceOffline,
    DeviceOnline,
    InputSensed,
    OutputSensed,
    Sense,
    Signal,
    WireFault,
)


@dataclass(slots=True, kw_only=True)
class Panel:
    """``readers``: device by reader number. ``ValueError`` for a reader of a door that the panel does not have."""

    device: str
    inputs: int
    outputs: int
    readers: Mapping[int, str] = field(default_factory=dict)
    number: NumberRule = "decimal10"
    online: bool | None = field(default=None, init=False)
    _inputs: list[Sense] = field(init=False)
    _outputs: list[Sense] = field(init=False)

    def __post_init__(self) -> None:
        if wrong := [number for number in self.readers if not 1 <= number <= 2 * self.outputs]:
            raise ValueError(f"{self.device}: expected readers 1 to {2 * self.outputs}, came {wrong[0]}")
        self._inputs = [Sense.UNKNOWN] * self.inputs
        self._outputs = [Sense.UNKNOWN] * self.outputs

    @property
    def devices(self) -> tuple[str, ...]:
        """The panel and its readers: they come and go together."""
        return (self.device, *self.readers.values())

    def output(self, number: int) -> Sense:
        """An output as last read back."""
        return self._outputs[number - 1]

    def came_up(self, detail: str) -> list[Signal]:
        """It answers, and is set up as it must be."""
        if self.online:
            return []
        self.online = True
        return [DeviceOnline(device=device, detail=detail) for device in self.devices]

    def went_down(self, why: str) -> list[Signal]:
        """It cannot be used: all its points are unknown from now on."""
        if self.online is False:
            return []
        self.online = False
        nothing = [Sense.UNKNOWN]
        return [
            *(DeviceOffline(device=device, why=why) for device in self.devices),
            *self.inputs_are(nothing * self.inputs),
            *self.outputs_are(nothing * self.outputs),
        ]

    def inputs_are(self, levels: Sequence[Sense]) -> list[Signal]:
        """The inputs that changed."""
        changed = _update(self._inputs, levels)
        return [InputSensed(device=self.device, input=at + 1, level=levels[at]) for at in changed]

    def outputs_are(self, levels: Sequence[Sense]) -> list[Signal]:
        """The outputs that changed, as read back."""
        changed = _update(self._outputs, levels)
        return [OutputSensed(device=self.device, output=at + 1, level=levels[at]) for at in changed]

    def card(self, reader: int, number: int) -> list[Signal]:
        """A card at a reader; one that the site file does not know is a fault, and no read of another."""
        device = self.readers.get(reader)
        if device is None:
            return [WireFault(device=self.device, why=f"a card at reader {reader}, which no site file names")]
        found, why = card_of(self.number, number)
        bits = "" if found else f"{number:032b}"
        return [CardRead(device=device, card=found, bits=bits, why=why)]


def _update(levels: list[Sense], now: Sequence[Sense]) -> list[int]:
    changed = list(_changed(levels, now))
    levels[: len(now)] = now
    return changed


def _changed(was: Sequence[Sense], now: Sequence[Sense]) -> Iterator[int]:
    return (at for at, (old, new) in enumerate(zip(was, now, strict=True)) if old is not new)
