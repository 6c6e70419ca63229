"""Digicon TX1500 (its protocol manual)::

    02 | size:2 LE | command … | BCC

``size`` counts from the command to the BCC, which is the exclusive or of the command's bytes. ``H`` frees one passage;
the manual contradicts itself on its direction. Answers: 06 done, 15 refused; 1A and 1B have no meaning in the manual.
"""

from __future__ import annotations

from drivers.panel.bad import Bad
from drivers.turnstile.codec import Answer, xor

_STX, _FREE = 0x02, b"H"
_ANSWERS = {b"\x06": Answer.DONE, b"\x15": Answer.REFUSED}
_MOST = 64


class Digicon:
    """A :class:`drivers.turnstile.codec.BarrierCodec`."""

    answers = True

    def free(self, output: int) -> bytes:
        """See :class:`drivers.turnstile.codec.BarrierCodec`."""
        if output != 1:
            raise ValueError(f"expected output 1, came {output}")
        return encode(_FREE)

    def size(self, head: bytes) -> int | None:
        """See :class:`drivers.turnstile.codec.BarrierCodec`."""
        if head[0] != _STX:
            return None
        if len(head) < 3:
            return 0
        size = int.from_bytes(head[1:3], "little")
        return 3 + size if 2 <= size <= _MOST else None

    def judge(self, frame: bytes) -> Answer | Bad:
        """See :class:`drivers.turnstile.codec.BarrierCodec`."""
        command = frame[3:-1]
        if (expected := xor(command)) != frame[-1]:
            return Bad(why=f"expected BCC {expected:02x}, came {frame[-1]:02x}")
        return _ANSWERS.get(command, Answer.OTHER)


def encode(command: bytes) -> bytes:
    """The frame of a command or an answer."""
    return bytes([_STX]) + (len(command) + 1).to_bytes(2, "little") + command + bytes([xor(command)])
