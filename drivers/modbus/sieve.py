"""Which of the bytes that came are the answer to what was asked, and what the others were.

Taken by its parse alone, an answer to the question before, from another function, or of
another length would pass for ours. The sieve lets through the one frame that fits the request, and remembers
in words what else came. Sans-IO; memory is bounded by the caller's buffer.

RTU answer:  ``unit | function | data | CRC16 lo hi``     TCP: ``tid:2 | 0:2 | length:2 | unit | function | data``
"""

from __future__ import annotations

from typing import Protocol

from drivers.modbus.crc import crc16

_SHOWN = 16
"""Bytes of rubbish that are quoted in a report."""


class Sieve(Protocol):
    """Call ``sent`` with each packet that leaves, then ``came`` with all bytes received since."""

    other: str
    """What came instead of or beside the answer, in words; empty if nothing did."""

    def sent(self, packet: bytes) -> None:
        """A request leaves; what came before is forgotten."""

    def came(self, buffer: bytes) -> bytes:
        """The answer's frame out of ``buffer``, or ``b""`` while there is none."""


def answer_length(request: bytes) -> int:
    """Bytes of the good answer's PDU to a request's PDU (function code included)."""
    function, count = request[0], int.from_bytes(request[3:5], "big")
    if function in {1, 2}:
        return 2 + (count + 7) // 8
    if function in {3, 4}:
        return 2 + 2 * count
    return 5  # the writes 5, 6, 15, 16 are echoed


def quoted(data: bytes) -> str:
    """The first bytes in hex, for a report."""
    return data[:_SHOWN].hex(" ") + (" …" if len(data) > _SHOWN else "")


class RtuSieve:
    """Finds the answer anywhere in the buffer: noise before it costs nothing."""

    def __init__(self) -> None:
        self.other = ""
        self._unit = self._function = self._length = 0

    def sent(self, packet: bytes) -> None:
        """See :class:`Sieve`."""
        self.other = ""
        self._unit, self._function, self._length = packet[0], packet[1], answer_length(packet[1:-2])

    def came(self, buffer: bytes) -> bytes:
        """See :class:`Sieve`."""
        for start in range(len(buffer) - 4):
            if frame := self._frame_at(buffer, start):
                if frame[0] == self._unit:
                    self.other = f"{start} bytes before the answer: {quoted(buffer[:start])}" if start else ""
                    return frame
                self.other = f"an answer from address {frame[0]} to a request for {self._unit}"
                return b""
        self.other = f"{len(buffer)} bytes that are no answer: {quoted(buffer)}"
        return b""

    def _frame_at(self, buffer: bytes, start: int) -> bytes:
        function = buffer[start + 1]
        if function not in {self._function, self._function | 0x80}:
            return b""
        length = 2 if function & 0x80 else self._length
        frame = buffer[start : start + 1 + length + 2]
        good = len(frame) == length + 3 and crc16(frame[:-2]) == frame[-2:] and _counts(frame[1:-2])
        return frame if good else b""


class TcpSieve:
    """Walks the frames of the stream; late answers (another transaction) are passed over."""

    def __init__(self) -> None:
        self.other = ""
        self._tid = self._unit = self._function = self._length = 0
        self._head = self._tail = self._request = b""
        self._whole = 0

    def sent(self, packet: bytes) -> None:
        """See :class:`Sieve`."""
        self.other = ""
        self._tid = int.from_bytes(packet[:2], "big")
        if packet[6:] != self._request:  # mostly the same question again
            self._asks(packet[6:])
        self._head = packet[:4] + self._tail

    def _asks(self, request: bytes) -> None:
        self._request, self._unit, self._function = request, request[0], request[1]
        self._length = answer_length(request[1:])
        self._whole = 7 + self._length
        self._tail = (1 + self._length).to_bytes(2, "big") + request[:2]

    def came(self, buffer: bytes) -> bytes:
        """See :class:`Sieve`."""
        if len(buffer) == self._whole and buffer.startswith(self._head) and _counts(buffer[7:]):
            return buffer  # the good answer and nothing else, as nearly always
        at = 0
        while len(buffer) - at >= 8:
            protocol, length = (
                int.from_bytes(buffer[at + 2 : at + 4], "big"),
                int.from_bytes(buffer[at + 4 : at + 6], "big"),
            )
            if protocol or not 3 <= length <= 254:
                self.other = f"{len(buffer) - at} bytes that are no Modbus TCP: {quoted(buffer[at:])}"
                return b""
            frame = buffer[at : at + 6 + length]
            if len(frame) < 6 + length:
                return b""
            if self._fits(frame):
                return frame
            at += len(frame)
        return b""

    def _fits(self, frame: bytes) -> bool:
        tid, unit, function, length = int.from_bytes(frame[:2], "big"), frame[6], frame[7], len(frame) - 7
        if tid != self._tid:
            self.other = "a late answer to an earlier request"
        elif unit != self._unit:
            self.other = f"an answer from address {unit} to a request for {self._unit}"
        elif (function, length) not in {(self._function, self._length), (self._function | 0x80, 2)}:
            self.other = (
                f"an answer of function {function} with {length} bytes to a request of {self._function}"
            )
        else:
            return _counts(frame[7:])
        return False


def _counts(pdu: bytes) -> bool:
    """Whether the byte count in the answer to a read is that of its bytes."""
    return pdu[0] not in {1, 2, 3, 4} or pdu[1] == len(pdu) - 2
