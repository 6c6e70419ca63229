"""What the Modbus driver takes from a profile: where the points are, how a pulse is made, what must be set.

Addresses are wire addresses from 0; output n of the terminals is ``first + n - 1``.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Address = Field(ge=0, le=0xFFFF)


class _Facts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BitArea(_Facts):
    """A run of bits: ``coil`` (functions 1 and 5), ``discrete`` (2), or the bits of registers from the lowest on:
    ``holding-bits`` (3), ``input-bits`` (4)."""

    area: Literal["coil", "discrete", "holding-bits", "input-bits"]
    first: int = Address


class Window(_Facts):
    """What the loop of a supervised input says between two shares of full scale, both included."""

    level: Literal["on", "off", "short", "cut"] = Field(description="on: its contact is closed")
    least: float = Field(ge=0, le=1)
    most: float = Field(ge=0, le=1)


class SupervisedArea(_Facts):
    """Inputs with end-of-line resistors: one register each, ``holding`` (function 3) or ``input`` (4).

    The windows hold for the resistors and the supply that the wiring notes name. What lies between them is tampering.
    """

    area: Literal["holding", "input"]
    first: int = Address
    full_scale: int = Field(ge=1, le=0xFFFF, description="the register's value at the supply's voltage")
    windows: tuple[Window, ...]

    @model_validator(mode="after")
    def _windows_are_apart(self) -> Self:
        if sorted(window.level for window in self.windows) != ["cut", "off", "on", "short"]:
            raise ValueError("expected one window each for on, off, short and cut")
        ordered = sorted(self.windows, key=lambda window: window.least)
        if any(window.least >= window.most for window in ordered):
            raise ValueError("expected windows with least below most")
        if any(low.most >= high.least for low, high in pairwise(ordered)):
            raise ValueError("expected windows with room between them: what lies there is tampering")
        return self


class Commands(_Facts):
    """Outputs that are switched by function 06 at ``first + n`` with a word for on and one for off."""

    first: int = Address
    on: int = Field(ge=0, le=0xFFFF)
    off: int = Field(ge=0, le=0xFFFF)


class Pulse(_Facts):
    """How a pulse is made, and what ends it.

    ``flash-value``: function 05 at ``on_first + n`` with the length in ``unit_ms`` as the value.
    ``start-coil``: a coil at ``on_first + n`` starts a pulse whose width is a setting of the device.
    ``value-register``: function 06 at ``on_first + n`` with ``base`` plus the length.
    ``timer-registers``: mode ``mode_pulse`` to ``mode_first + n``, the length to ``on_first + n``, then the coil;
    mode ``mode_hold`` takes the timer away again.
    ``host``: Gate switches on and off, and the device's watchdog ends it where the host dies.
    """

    method: Literal["flash-value", "start-coil", "value-register", "timer-registers", "host"]
    on_first: int = Address
    off_first: int | None = Field(default=None, ge=0, le=0xFFFF, description="the same for an off pulse")
    base: int = Field(default=0, ge=0, le=0xFFFF)
    mode_first: int | None = Field(default=None, ge=0, le=0xFFFF)
    mode_pulse: int = Field(default=0, ge=0, le=0xFFFF)
    mode_hold: int = Field(default=0, ge=0, le=0xFFFF)
    unit_ms: int = Field(ge=1, le=10_000)
    most_units: int = Field(ge=1, le=0xFFFF)
    width: Literal["order", "installer"]

    @model_validator(mode="after")
    def _width_fits(self) -> Self:
        if (self.width == "installer") != (self.method == "start-coil"):
            raise ValueError(f"method {self.method!r} does not go with width {self.width!r}")
        if (self.method == "timer-registers") != (self.mode_first is not None):
            raise ValueError("expected mode_first with method 'timer-registers', and only there")
        if self.base + self.most_units > (0x7FFF if self.method == "flash-value" else 0xFFFF):
            raise ValueError("the longest pulse does not fit into the value")
        return self


class RequiredSetting(_Facts):
    """A run of holding registers or coils that must all hold ``value``; put right where they do not, and read back.

    ``write``: what is written to get there, if not the value itself (a status that 1 clears to 0). ``read_only``:
    nothing is written, the device is refused. ``single``: one by one, for devices without function 16.
    """

    name: str = Field(min_length=3)
    area: Literal["holding", "coil"] = "holding"
    first: int = Address
    count: int = Field(default=1, ge=1, le=123)
    value: int = Field(ge=0, le=0xFFFF)
    write: int | None = Field(default=None, ge=0, le=0xFFFF)
    read_only: bool = False
    single: bool = False
    why: str = Field(min_length=10, description="what goes wrong otherwise, for a guard to read")
    linkage: int | None = Field(default=None, description="the value with which input n switches output n")


class ModbusFacts(_Facts):
    """Register map and timings (milliseconds) of one controller."""

    inputs: BitArea | None = None
    supervised: SupervisedArea | None = Field(default=None, description="in place of inputs")
    outputs: BitArea | None = Field(default=None, description="coils that switch")
    commands: Commands | None = Field(default=None, description="registers that switch, in their place")
    readback: BitArea | None = None
    pulse: Pulse | None = None
    hold: Literal["renewed-pulse", "watchdog", "none"] = Field(
        description="what ends a longer hold when the host dies; none: the device may not hold"
    )
    no_lock: str = Field(default="", description="why no lock may hang on its outputs; empty: one may")
    required_settings: tuple[RequiredSetting, ...] = ()
    gap_ms: int = Field(default=0, ge=0, le=1000, description="between two requests to the device")
    reply_timeout_ms: int = Field(default=300, ge=20, le=1000)
    poll_ms: int = Field(default=100, ge=10, le=5000)
    misses: int = Field(default=3, ge=1, le=20, description="unanswered requests until offline")

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if self.inputs is not None and self.supervised is not None:
            raise ValueError("expected inputs or supervised, not both")
        if self.outputs is not None and self.outputs.area != "coil":
            raise ValueError("outputs are coils; registers that switch are commands")
        switched = (self.outputs is not None) + (self.commands is not None)
        if switched != (self.readback is not None):
            raise ValueError("expected outputs or commands, with their readback, or none of them")
        if self.pulse is not None and self.pulse.method == "host" and self.hold != "watchdog":
            raise ValueError(
                "a pulse that the host ends needs hold = 'watchdog': something must end it if the host dies"
            )
        return self
