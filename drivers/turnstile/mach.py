"""Mach AC-ATRI-018 (its manual)::

    EB | address | command | 00 | XOR of the four bytes

40 opens to the left, 41 to the right. The manual names 42 and 43 without a meaning and prints a wrong XOR for both.
No source says that a command is answered.
"""

from __future__ import annotations

from drivers.panel.bad import Bad
from drivers.turnstile.codec import Answer, xor

_START, _LEFT = 0xEB, 0x40
_SIZE = 5


class Mach:
    """A :class:`drivers.turnstile.codec.BarrierCodec` for the barrier at ``address``. Output 1 is left, 2 right."""

    answers = False

    def __init__(self, address: int) -> None:
        self._address = address

    def free(self, output: int) -> bytes:
        """See :class:`drivers.turnstile.codec.BarrierCodec`."""
        if output not in {1, 2}:
            raise ValueError(f"expected output 1 or 2, came {output}")
        return encode(self._address, _LEFT + output - 1)

    def size(self, head: bytes) -> int | None:
        """See :class:`drivers.turnstile.codec.BarrierCodec`."""
        return _SIZE if head[0] == _START else None

    def judge(self, frame: bytes) -> Answer | Bad:
        """See :class:`drivers.turnstile.codec.BarrierCodec`."""
        if (expected := xor(frame[:-1])) != frame[-1]:
            return Bad(why=f"expected XOR {expected:02x}, came {frame[-1]:02x}")
        return Answer.OTHER


def encode(address: int, command: int) -> bytes:
    """The frame of a command."""
    body = bytes([_START, address, command, 0])
    return body + bytes([xor(body)])
