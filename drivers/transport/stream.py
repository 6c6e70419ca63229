"""The one port between a line and its wire: bytes out, bytes in, and a loss that cannot be overlooked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol


class ByteStream(Protocol):
    """An open wire. All methods are called on one asyncio loop; one reader at a time."""

    def write(self, data: bytes) -> None:
        """Queue ``data`` to be sent in order. Never blocks; raises ``ConnectionError`` when the wire is lost
        or does not drain (see the implementation's bound)."""

    async def read(self) -> bytes:
        """The next bytes as they came, at least one. Raises ``ConnectionError`` on loss."""

    def close(self) -> None:
        """Give the wire back; safe to call twice. A waiting ``read`` then raises ``ConnectionError``."""


Opener = Callable[[], Awaitable[ByteStream]]
"""Opens the wire once, or raises ``ConnectionError`` saying where and why; trying again is for the caller."""
