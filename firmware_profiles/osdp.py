"""What the OSDP driver takes from a profile (IEC 60839-11-5)."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class OsdpFacts(BaseModel):
    """Timings in milliseconds; keypad bytes as the reader sends them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    poll_ms: int = Field(default=50, ge=0, le=1000)
    reply_timeout_ms: int = Field(default=200, ge=20, le=2000)
    offline_after_ms: int = Field(default=8000, ge=500, le=60_000)
    star_bytes: tuple[int, ...] = Field(default=(0x2A,), description="bytes that mean *")
    hash_bytes: tuple[int, ...] = Field(default=(0x23,), description="bytes that mean #")
