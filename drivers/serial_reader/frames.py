"""What a UART reader's bytes turn into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFrame:
    """A card's number, as its format writes it. ``format`` is empty where the profile names the format."""

    number: str
    facility: int | None = None
    format: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BitsFrame:
    """A card as bits, first bit first, for the profile's card formats. ``why`` says that none can apply."""

    bits: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysFrame:
    """Keys of a keypad in order, ``0``-``9``, ``*`` and ``#``. Not shown: they can be a PIN."""

    keys: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyFrame:
    """Any other good frame: ``name`` and what it says. ``from_host``: it is one that hosts send."""

    name: str
    data: tuple[tuple[str, int | str], ...] = ()
    from_host: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BadFrame:
    """Bytes that are no frame: what was expected and what came."""

    why: str


Frame = NumberFrame | BitsFrame | KeysFrame | ReplyFrame | BadFrame


class Framer(Protocol):
    """Bytes in, frames out, in bounded memory; finds the next good frame after any noise."""

    @property
    def pending(self) -> bool:
        """Whether bytes are kept that may become a frame, so that silence would mean something."""

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that ``data`` completes. Never raises for what comes."""

    def idle(self) -> list[Frame]:
        """The line has been quiet for the profile's gap: what is kept is complete, or never will be."""
