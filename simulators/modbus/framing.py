"""The server's side of the two framings. Sans-IO: bytes in, requests out, in bounded memory.

RTU: ``unit | pdu | CRC16``    TCP: ``tid:2 | 0:2 | length:2 | unit | pdu``
"""

from __future__ import annotations

from dataclasses import dataclass

from drivers.modbus.crc import crc16

_LONGEST = 260


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request: whom it is for, and what the answer must repeat."""

    unit: int
    pdu: bytes
    tid: int = 0


class RtuServer:
    """Requests are found by length and checksum; bytes that make none are dropped one by one."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Request]:
        """The requests that ``data`` completes, for whatever address."""
        self._buffer += data
        requests = []
        while len(self._buffer) >= 4:
            length = _request_length(self._buffer)
            if length and len(self._buffer) < length:
                break
            frame = bytes(self._buffer[:length])
            if length and crc16(frame[:-2]) == frame[-2:]:
                requests.append(Request(unit=frame[0], pdu=frame[1:-2]))
                del self._buffer[:length]
            else:
                del self._buffer[0]
        return requests

    def answer(self, request: Request, unit: int, pdu: bytes) -> bytes:
        """The frame of an answer."""
        frame = bytes([unit]) + pdu
        return frame + crc16(frame)


class TcpServer:
    """Frames follow each other without gaps; a stream that is no Modbus TCP yields nothing from there on."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Request]:
        """The requests that ``data`` completes."""
        self._buffer += data
        requests = []
        while len(self._buffer) >= 8:
            length = 6 + int.from_bytes(self._buffer[4:6], "big")
            if self._buffer[2:4] != b"\0\0" or length > _LONGEST:
                self._buffer.clear()
                break
            if len(self._buffer) < length:
                break
            frame = bytes(self._buffer[:length])
            del self._buffer[:length]
            requests.append(Request(unit=frame[6], pdu=frame[7:], tid=int.from_bytes(frame[:2], "big")))
        return requests

    def answer(self, request: Request, unit: int, pdu: bytes) -> bytes:
        """The frame of an answer."""
        return (
            request.tid.to_bytes(2, "big") + b"\0\0" + (len(pdu) + 1).to_bytes(2, "big") + bytes([unit]) + pdu
        )


def _request_length(buffer: bytearray) -> int:
    """Bytes of the request that starts the buffer; 0 if none can start so; more than there is: wait."""
    function = buffer[1]
    if 1 <= function <= 6:
        return 8
    if function in {15, 16}:
        return 9 + buffer[6] if len(buffer) > 6 else 9
    return 0
