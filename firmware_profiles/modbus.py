"""What the Modbus driver takes from a profile: where the points are, how a pulse is made, what must be set.

Addresses are wire addresses from 0; output n of the terminals is ``first + n - 1``.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Address = Field(ge=0, le=0xFFFF)


class _Facts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BitArea(_Facts):
    """A run of bits: ``coil`` (functions 1 and 5) or ``discrete`` (function 2)."""

    area: Literal["coil", "discrete"]
    first: int = Address


class Pulse(_Facts):
    """How the device itself ends a pulse.

    ``flash-value``: function 05 at ``on_first + n`` with the length in ``unit_ms`` as the value.
    ``start-coil``: a coil at ``on_first + n`` starts a pulse whose width is a setting of the device.
    """

    method: Literal["flash-value", "start-coil"]
    on_first: int = Address
    off_first: int | None = Field(default=None, ge=0, le=0xFFFF, description="the same for an off pulse")
    unit_ms: int = Field(ge=1, le=10_000)
    most_units: int = Field(ge=1, le=0x7FFF)
    width: Literal["order", "installer"]

    @model_validator(mode="after")
    def _width_fits(self) -> Self:
        if (self.width == "order") != (self.method == "flash-value"):
            raise ValueError(f"method {self.method!r} does not go with width {self.width!r}")
        return self


class RequiredSetting(_Facts):
    """A run of holding registers that must all hold ``value``; written when they do not, and read back."""

    name: str = Field(min_length=3)
    first: int = Address
    count: int = Field(ge=1, le=123)
    value: int = Field(ge=0, le=0xFFFF)
    why: str = Field(min_length=10, description="what goes wrong otherwise, for a guard to read")
    linkage: int | None = Field(default=None, description="the value with which input n switches output n")


class ModbusFacts(_Facts):
    """Register map and timings (milliseconds) of one controller."""

    inputs: BitArea | None = None
    outputs: BitArea
    readback: BitArea
    pulse: Pulse | None = None
    hold: Literal["renewed-pulse", "watchdog", "none"] = Field(
        description="what ends a longer hold when the host dies; none: the device may not hold"
    )
    required_settings: tuple[RequiredSetting, ...] = ()
    reply_timeout_ms: int = Field(default=300, ge=20, le=1000)
    poll_ms: int = Field(default=100, ge=10, le=5000)
    misses: int = Field(default=3, ge=1, le=20, description="unanswered requests until offline")
