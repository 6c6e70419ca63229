"""How a line's readers are reached, and its timings. Instants and durations here are monotonic seconds."""

from __future__ import annotations

from dataclasses import dataclass, field

from drivers.osdp.codes import BROADCAST, DEFAULT_KEY
from drivers.osdp.crypto import BLOCK
from drivers.osdp.errors import SetupError

FEW = 4
"""Readers of a short line."""
PACE = 0.9
"""Polls come by this much before the interval's end: a late one is still in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderSetup:
    """One reader of a line. With a ``key`` (16 bytes) nothing but the secure channel is ever used."""

    address: int  # 0..126
    key: bytes | None = field(default=None, repr=False)
    crc: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.address < BROADCAST:
            raise SetupError(f"expected an address of 0..{BROADCAST - 1}, came {self.address}")
        if self.key is None:
            return
        if len(self.key) != BLOCK:
            raise SetupError(f"reader {self.address}: expected a key of {BLOCK} bytes, came {len(self.key)}")
        if self.key == DEFAULT_KEY:
            raise SetupError(f"reader {self.address}: the default key (SCBK-D) is no key; give it its own")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Defaults from the standard and from the facts of the generic reader profile; all in seconds."""

    reply_timeout_s: float = 0.2  # a reader must begin its reply within it
    offline_after_s: float = 8.0  # without a good reply
    poll_interval_s: float = 0.05  # longest wish between polls of one reader, where the line is fast enough
    poll_slot_s: float = 0.002  # shortest time from one poll to the next on a line of few readers
    gap_characters: int = 2  # idle line before each command
    character_timeout_s: float = 0.02  # longest pause within a frame
    busy_wait_s: float = 0.05  # before a reader that said BUSY is asked again
    refused_wait_s: float = 0.8  # before a handshake that failed is tried again
    settle_s: float = 1.0  # after start, before a reader that never answered is called offline
    misses: int = 2  # replies missed in a row before a reader counts as silent and is only probed

    def slot_s(self, readers: int) -> float:
        """From one poll to the next on a line with so many readers.

        Half of it is what a card waits at a line's only reader, so lines of up to four readers are polled without
        regard to the CPU; longer ones a tenth faster than the interval asks, since a building has many of them.
        """
        longest = PACE * self.poll_interval_s / max(readers, 1)
        return min(self.poll_slot_s, longest) if readers <= FEW else longest


@dataclass(frozen=True, slots=True, kw_only=True)
class Probing:
    """What looking for silent readers may cost the living: shares of the line's time."""

    share: float = 0.06  # short probes, while any reader answers
    full_share: float = 0.015  # probes that wait the whole reply timeout, for readers slower than the others
    least_s: float = 0.01  # shortest wait of a short probe
    unknown_s: float = 0.025  # its wait while nobody on the line has shown how fast readers here are
    idle_full_s: float = 1.0  # between full probes while nobody answers
