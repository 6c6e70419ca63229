"""A wire with something wrong: what a device says is dropped, bent, repeated, cut or late. For any simulated device."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.transport.stream import ByteStream

NOISE = b"\x00\xff\x5a\xa5\x02\x7e"
HALF_DELAY_S = 0.02
"""Between the two halves of a frame that is split."""


@dataclass(slots=True, kw_only=True)
class WireFaults:
    """Every so many frames one is spoiled (0: none, 1: each): ``drop``, ``flip`` (a bit), ``split`` (in two pieces),
    ``duplicate``, ``noise`` (before it), ``cut`` (its first half alone).

    ``echo``: the host hears itself, as through an adapter on two wires. ``silent``: nothing leaves. ``delay``: seconds
    before each frame.
    """

    drop: int = 0
    flip: int = 0
    split: int = 0
    duplicate: int = 0
    noise: int = 0
    cut: int = 0
    echo: bool = False
    silent: bool = False
    delay: float = 0.0
    _frames: int = field(default=0, init=False)

    def spoil(self, data: bytes) -> list[tuple[float, bytes]]:
        """What gets onto the wire of one frame: pieces and the seconds before each."""
        self._frames += 1
        if self.silent or self._hits(self.drop):
            return []
        if self._hits(self.flip):
            middle = len(data) // 2
            data = data[:middle] + bytes([data[middle] ^ 0x10]) + data[middle + 1 :]
        if self._hits(self.cut):
            data = data[: len(data) // 2]
        if self._hits(self.noise):
            data = NOISE + data
        pieces = [(self.delay, data)]
        if self._hits(self.split):
            middle = len(data) // 2
            pieces = [(self.delay, data[:middle]), (HALF_DELAY_S, data[middle:])]
        return pieces + pieces if self._hits(self.duplicate) else pieces

    def _hits(self, every: int) -> bool:
        return every > 0 and self._frames % every == 0


class FaultyStream:
    """Wraps the device's end of a wire. See :class:`drivers.transport.stream.ByteStream`."""

    def __init__(self, inner: ByteStream, faults: WireFaults) -> None:
        self._inner, self._faults = inner, faults
        self._later = 0.0

    def write(self, data: bytes) -> None:
        """See :class:`drivers.transport.stream.ByteStream`."""
        loop = asyncio.get_running_loop()
        for seconds, piece in self._faults.spoil(data):
            self._later = max(self._later, loop.time()) + seconds
            if self._later <= loop.time():
                self._inner.write(piece)
            else:
                loop.call_at(self._later, self._write_late(piece))

    async def read(self) -> bytes:
        """See :class:`drivers.transport.stream.ByteStream`."""
        data = await self._inner.read()
        if self._faults.echo:
            self._inner.write(data)
        return data

    def close(self) -> None:
        """See :class:`drivers.transport.stream.ByteStream`."""
        self._inner.close()

    def _write_late(self, piece: bytes) -> Callable[[], None]:
        def write() -> None:
            try:
                self._inner.write(piece)
            except ConnectionError:
                return  # the wire went away while the frame waited: reading says so

        return write
