"""What a barrier's protocol must know for :class:`drivers.turnstile.talk.TurnstileTalk`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from drivers.panel.bad import Bad


class Answer(Enum):
    """What a barrier says to a command."""

    DONE = "done"
    REFUSED = "refused"
    OTHER = "other"  # a frame whose meaning no source gives


class BarrierCodec(Protocol):
    """Stateless."""

    answers: bool
    """Whether a command is answered; where no source says so, nothing is waited for."""

    def free(self, output: int) -> bytes:
        """The command that frees one passage through output 1 (and 2: the other way)."""

    def size(self, head: bytes) -> int | None:
        """Bytes of the frame that ``head`` starts; 0 while more are needed to tell; None if none starts so."""

    def judge(self, frame: bytes) -> Answer | Bad:
        """What a whole frame says."""


@dataclass(slots=True)
class Framer:
    """Bytes in, answers out, in bounded memory; after a bad frame it looks on from that frame's second byte."""

    codec: BarrierCodec
    _buffer: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> Iterable[Answer | Bad]:
        """The frames that ``data`` completes. Never raises for what comes."""
        self._buffer += data
        while self._buffer:
            size = self.codec.size(bytes(self._buffer))
            if size == 0 or (size is not None and len(self._buffer) < size):
                return
            came = self._outside() if size is None else self.codec.judge(bytes(self._buffer[:size]))
            del self._buffer[: 1 if size is None or isinstance(came, Bad) else size]
            yield came

    def _outside(self) -> Bad:
        return Bad(why=f"a byte outside of a frame: {self._buffer[0]:02x}")


def xor(data: bytes) -> int:
    """Exclusive or of all bytes."""
    value = 0
    for byte in data:
        value ^= byte
    return value
