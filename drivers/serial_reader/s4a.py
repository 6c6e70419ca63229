"""S4A Wiegand-Ethernet converter: ten decimal digits and CR LF for a card; keys without any end.

A key is one ASCII character (from keypads with bursts of four bits) or the burst of eight bits as it is. A digit alone
is a key, the tenth of a line is not: only the silence after it tells, or the line's end.
"""

from __future__ import annotations

from drivers.serial_reader.frames import BadFrame, Frame, KeysFrame, NumberFrame
from drivers.wiegand.keys import key_of

DIGITS = 10
_MOST = 4 * DIGITS


class S4aFramer:
    """See :class:`drivers.serial_reader.frames.Framer`."""

    def __init__(self) -> None:
        self._digits = ""

    @property
    def pending(self) -> bool:
        """See :class:`drivers.serial_reader.frames.Framer`."""
        return bool(self._digits)

    def feed(self, data: bytes) -> list[Frame]:
        """See :class:`drivers.serial_reader.frames.Framer`."""
        frames: list[Frame] = []
        for byte in data:
            sign = chr(byte)
            if "0" <= sign <= "9":
                self._digits += sign
                if len(self._digits) > _MOST:
                    frames += self._bad(f"{len(self._digits)} digits without the end of a line")
            elif sign in "*#":
                frames += self._keys(sign)
            elif key := key_of(f"{byte:08b}"):
                frames += self._keys(key)
            elif sign == "\r":
                frames += self._line()
            elif sign != "\n":
                frames += self._bad(f"expected digits, * or #, came byte {byte:02X}")
        return _joined(frames)

    def idle(self) -> list[Frame]:
        """See :class:`drivers.serial_reader.frames.Framer`."""
        if len(self._digits) < DIGITS:
            return self._keys("")
        return self._bad(f"{len(self._digits)} digits without the end of a line, then silence")

    def _line(self) -> list[Frame]:
        keys, number = self._digits[:-DIGITS], self._digits[-DIGITS:]
        if len(number) < DIGITS:
            return self._bad(f"expected {DIGITS} digits before the end of a line, came {len(number)}")
        self._digits = keys
        return [*self._keys(""), NumberFrame(number=number)]

    def _keys(self, more: str) -> list[Frame]:
        keys, self._digits = self._digits + more, ""
        return [KeysFrame(keys=keys)] if keys else []

    def _bad(self, why: str) -> list[Frame]:
        self._digits = ""
        return [BadFrame(why=why)]


def encode_card(number: str) -> bytes:
    """The line of a card; raises ``ValueError`` for anything but ten digits."""
    if len(number) != DIGITS or not number.isdigit():
        raise ValueError(f"expected {DIGITS} digits, came {number!r}")
    return number.encode("ascii") + b"\r\n"


def _joined(frames: list[Frame]) -> list[Frame]:
    """Keys that follow each other as one frame."""
    joined: list[Frame] = []
    for frame in frames:
        last = joined[-1] if joined else None
        if isinstance(frame, KeysFrame) and isinstance(last, KeysFrame):
            joined[-1] = KeysFrame(keys=last.keys + frame.keys)
        else:
            joined.append(frame)
    return joined
