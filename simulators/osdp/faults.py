"""What can be wrong with a simulated reader; set at any time, in force from the next command."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class Faults:
    """``silent``: no answers. ``wrong_check``: so many answers with a wrong CRC or checksum. ``answer_as``:
    answers carry this address. ``noise``: these bytes before each answer. ``busy``: so many commands put off.
    """

    silent: bool = False
    wrong_check: int = 0
    answer_as: int | None = None
    noise: bytes = b""
    busy: int = 0

    def spoil(self, answer: bytes) -> bytes:
        """The answer as it gets onto the wire."""
        if self.wrong_check > 0:
            self.wrong_check -= 1
            answer = answer[:-1] + bytes((answer[-1] ^ 0x5A,))
        return self.noise + answer
