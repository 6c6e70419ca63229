"""What the OSDP driver takes from a profile (IEC 60839-11-5)."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

InputLevel = Literal["off", "on", "short", "cut", "tamper"]


class OsdpFacts(BaseModel):
    """Timings in milliseconds; keypad bytes as the reader sends them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    poll_ms: int = Field(default=50, ge=10, le=1000)
    reply_timeout_ms: int = Field(default=200, ge=20, le=2000)
    offline_after_ms: int = Field(default=8000, ge=500, le=60_000)
    star_bytes: tuple[int, ...] = Field(default=(0x2A,), description="bytes that mean *")
    input_levels: dict[InputLevel, tuple[int, ...]] = Field(
        default={"off": (0,), "on": (1,)},
        description="what a byte of ISTATR means; of supervised inputs also short, cut and tamper. Others: unknown",
    )
    hash_bytes: tuple[int, ...] = Field(default=(0x23,), description="bytes that mean #")

    @model_validator(mode="after")
    def _a_byte_means_one_thing(self) -> Self:
        listed = [byte for meant in self.input_levels.values() for byte in meant]
        if len(listed) != len(set(listed)) or not all(0 <= byte <= 0xFF for byte in listed):
            raise ValueError("input_levels: expected bytes of 0 to 255, each with one meaning")
        return self
