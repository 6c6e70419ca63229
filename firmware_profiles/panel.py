"""What the drivers of panels (controllers with readers of their own) take from a profile."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class PanelFacts(BaseModel):
    """Of the panel itself its timings, in milliseconds; of its readers how a number is made of a card."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: Literal["decimal-facility", "decimal10"] = Field(
        description="decimal-facility: facility times 100,000 plus number, Wiegand 26; decimal10: as it is"
    )
    poll_ms: int = Field(default=200, ge=50, le=5000)
    reply_ms: int = Field(default=300, ge=50, le=2000)
    misses: int = Field(default=3, ge=1, le=20, description="unanswered polls until offline")


class TurnstileFacts(BaseModel):
    """``framing``: which maker's commands."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    framing: Literal["digicon", "mach"]
    reply_ms: int = Field(default=300, ge=50, le=2000)
