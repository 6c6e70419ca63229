"""A barrier: it counts the passages that were freed, and answers where its protocol does."""

from __future__ import annotations

from dataclasses import dataclass, field

from drivers.turnstile import digicon, mach

_ACK, _NAK = b"\x06", b"\x15"


@dataclass(slots=True)
class SimulatedBarrier:
    """``framing``: ``digicon`` or ``mach``; ``jammed``: it refuses (a Digicon says so, a Mach says nothing ever)."""

    framing: str
    address: int
    jammed: bool = False
    freed: dict[int, int] = field(default_factory=lambda: {1: 0, 2: 0})
    _buffer: bytes = b""

    def answers(self, data: bytes) -> bytes:
        """What is answered to these bytes."""
        self._buffer += data
        return self._digicon() if self.framing == "digicon" else self._mach()

    def _digicon(self) -> bytes:
        wanted = digicon.encode(b"H")
        said, count = b"", self._buffer.count(wanted)
        self._buffer = self._buffer.rpartition(wanted)[2][-len(wanted) + 1 :]
        for _ in range(count):
            self.freed[1] += not self.jammed
            said += digicon.encode(_NAK if self.jammed else _ACK)
        return said

    def _mach(self) -> bytes:
        for output in (1, 2):
            wanted = mach.encode(self.address, 0x3F + output)
            if not self.jammed:
                self.freed[output] += self._buffer.count(wanted)
            self._buffer = self._buffer.replace(wanted, b"")
        self._buffer = self._buffer[-4:]
        return b""
