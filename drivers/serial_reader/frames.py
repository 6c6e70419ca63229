"""What a UART reader's bytes turn into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFrame:
    """A card number, as hex digits in upper case."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadFrame:
    """Bytes that are no frame: what was expected and what came."""

    why: str


Frame = NumberFrame | BadFrame


class Framer(Protocol):
    """Bytes in, frames out, in bounded memory; finds the next good frame after any noise."""

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that ``data`` completes. Never raises for what comes."""
