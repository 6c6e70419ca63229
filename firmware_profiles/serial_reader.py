"""What the UART reader driver takes from a profile."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class SerialReaderFacts(BaseModel):
    """Framing kind and timings in milliseconds.

    ``stx-hex-xor``: STX, hex digits of the number and of the XOR of its bytes, ``tail``, ETX.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    framing: Literal["stx-hex-xor"]
    number_bytes: int = Field(default=5, ge=1, le=32)
    tail_hex: str = Field(default="", pattern=r"^([0-9A-F]{2})*$", description="bytes before ETX")
    card_format: str = Field(description="the format's name in a credential")
    repeat_ms: int = Field(ge=0, le=5000, description="between frames while a card stays; 0: sent once")
    host_debounce_ms: int = Field(ge=0, le=5000, description="repeats closer than this are one read")
