"""What the UART reader driver takes from a profile."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Framing = Literal[
    "stx-hex-xor",
    "twn3-line",
    "twn4-ascii",
    "twn4-binary",
    "twn4-binary-crc",
    "pn532",
    "m100",
    "r2000",
    "chafon-18",
    "chafon-288",
    "hex-line",
    "s4a",
    "text-line",
    "key-burst",
    "codatex",
]
POLLED = frozenset(
    {"twn4-ascii", "twn4-binary", "twn4-binary-crc", "pn532", "m100", "r2000", "chafon-18", "chafon-288"}
)
"""Framings of readers that answer and do not talk by themselves."""


class SerialReaderFacts(BaseModel):
    """Framing kind and timings in milliseconds. ``drivers.serial_reader`` says what each kind looks like."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    framing: Framing
    number_bytes: int = Field(default=5, ge=1, le=32, description="stx-hex-xor: bytes of the number")
    tail_hex: str = Field(default="", pattern=r"^([0-9A-F]{2})*$", description="stx-hex-xor: before ETX")
    sizes: tuple[int, ...] = Field(default=(), description="hex-line: bytes that a number may have")
    facility_bytes: int = Field(
        default=0, ge=0, le=4, description="hex-line: how many of them are the facility"
    )
    reverse: bool = Field(default=False, description="hex-line: the last byte is sent first")
    longest: int = Field(default=128, ge=8, le=1024, description="text-line: characters of a code")
    card_format: str = Field(
        default="", description="the format's name in a credential; empty: the frame says"
    )
    repeat_ms: int = Field(
        default=0, ge=0, le=5000, description="between frames while a card stays; 0: sent once"
    )
    host_debounce_ms: int = Field(ge=0, le=5000, description="repeats closer than this are one read")
    gap_ms: int = Field(default=100, ge=5, le=1000, description="silence after which no frame goes on")
    address: int = Field(default=0, ge=0, le=255, description="of a polled reader")
    poll_ms: int | None = Field(
        default=None, ge=20, le=5000, description="between questions to a polled reader"
    )
    reply_ms: int = Field(default=300, ge=20, le=5000, description="an answer is given up after this")
    misses: int = Field(default=3, ge=1, le=20, description="unanswered questions until offline")

    @model_validator(mode="after")
    def _fits_its_framing(self) -> Self:
        if (self.framing in POLLED) != (self.poll_ms is not None):
            raise ValueError(
                f"framing {self.framing!r}: expected poll_ms with a polled framing, and only there"
            )
        if (self.framing == "hex-line") != bool(self.sizes):
            raise ValueError("expected sizes with framing 'hex-line', and only there")
        return self
