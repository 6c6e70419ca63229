"""The one port between a line and its wire: bytes out, bytes in, and a loss that cannot be overlooked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, runtime_checkable


class ByteStream(Protocol):
    """An open wire. All methods are called on one asyncio loop; one reader at a time."""

    def write(self, data: bytes) -> None:
        """Queue ``data`` to be sent in order. Never blocks; raises ``ConnectionError`` when the wire is lost
        or does not drain (see the implementation's bound)."""

    async def read(self) -> bytes:
        """The next bytes as they came, at least one. Raises ``ConnectionError`` on loss."""

    def close(self) -> None:
        """Give the wire back; safe to call twice. A waiting ``read`` then raises ``ConnectionError``."""


Hear = Callable[[bytes], None]


@runtime_checkable
class DirectStream(ByteStream, Protocol):
    """A stream that can hand its bytes over as they come, which saves a turn of the loop for each piece."""

    async def listen(self, hear: Hear) -> None:
        """Call ``hear`` with each piece, until loss (``ConnectionError``) or until it raises."""


async def listen(stream: ByteStream, hear: Hear) -> None:
    """Each piece that comes, to ``hear``; ends by ``ConnectionError`` on loss, or by what ``hear`` raises."""
    if isinstance(stream, DirectStream):
        await stream.listen(hear)
    while True:
        hear(await stream.read())


Opener = Callable[[], Awaitable[ByteStream]]
"""Opens the wire once, or raises ``ConnectionError`` saying where and why; trying again is for the caller."""
