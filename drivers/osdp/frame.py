"""One frame of the wire, and back.

    0    1     2    3    4     5                          n       -3   -2   -1
    53h  ADDR  LEN  LEN  CTRL  [SCB: len, type, data..]  CODE  DATA..  [MAC x 4]  CRC CRC | checksum
               low  high

ADDR: 7 bits, and 80h in replies. LEN counts everything from SOM to the check. CTRL: 03h sequence, 04h CRC
(else checksum), 08h a security block follows. Four MAC bytes: in SCS_15 to SCS_18 only (SIA OSDP 2.2, 5.9).
"""

from __future__ import annotations

from typing import NamedTuple, Self

from drivers.osdp.check import checksum, crc
from drivers.osdp.codes import SOM, Scs
from drivers.osdp.errors import CheckError, FrameError, LengthError

MAX_LENGTH = 1440
"""Longest frame the standard allows, in bytes."""
MIN_LENGTH = 7
MAC_LENGTH = 4
_HEADER = 5
_REPLY, _SEQUENCE, _CRC, _SECURITY = 0x80, 0x03, 0x04, 0x08


class _Fields(NamedTuple):
    address: int
    reply: bool
    sequence: int
    code: int
    payload: bytes
    crc: bool
    scb: bytes
    mac: bytes


class Frame(_Fields):
    """A frame without its check. ``scb``: the security block behind its length byte (type, data), or empty;
    ``mac``: four bytes in SCS_15 to SCS_18, else empty. A tuple, since one is made for each frame of a line:
    a frozen dataclass takes five times as long to make.
    """

    __slots__ = ()

    def __new__(
        cls,
        *,
        address: int,
        reply: bool,
        sequence: int,
        code: int,
        payload: bytes = b"",
        crc: bool = True,
        scb: bytes = b"",
        mac: bytes = b"",
    ) -> Self:
        """Address 0..126 or 127 for broadcast, sequence 0..3, code 0..255; ``ValueError`` for others."""
        if not (0 <= address <= 0x7F and 0 <= sequence <= 3 and 0 <= code <= 0xFF):
            raise ValueError(
                f"expected address 0..127, sequence 0..3, code 0..255; came {address}, {sequence}, {code}"
            )
        return super().__new__(cls, address, reply, sequence, code, payload, crc, scb, mac)

    @property
    def scs(self) -> int | None:
        """Type of the security block; None in clear text."""
        return self.scb[0] if self.scb else None

    def signed(self) -> bytes:
        """Everything before the MAC: what the MAC is made over."""
        block = bytes((len(self.scb) + 1,)) + self.scb if self.scb else b""
        tail = MAC_LENGTH if self.scb and self.scb[0] >= Scs.COMMAND_MAC else 0
        length = _HEADER + len(block) + 1 + len(self.payload) + tail + (2 if self.crc else 1)
        if length > MAX_LENGTH:
            raise LengthError(f"expected a frame of at most {MAX_LENGTH} bytes, came {length}")
        ctrl = self.sequence | (_CRC if self.crc else 0) | (_SECURITY if self.scb else 0)
        address = self.address | (_REPLY if self.reply else 0)
        head = bytes((SOM, address, length & 0xFF, length >> 8, ctrl))
        return head + block + bytes((self.code,)) + self.payload

    def encode(self) -> bytes:
        """The frame as it goes onto the wire, without a mark byte."""
        return closed(self.signed() + self.mac, crc16=self.crc)


def closed(body: bytes, *, crc16: bool) -> bytes:
    """Everything from SOM to the MAC, and its check."""
    return body + (crc(body) if crc16 else checksum(body))


def length_of(header: bytes | bytearray) -> int:
    """The length that bytes 2 and 3 of a frame claim."""
    return header[2] | header[3] << 8


def parse_frame(raw: bytes) -> Frame:
    """The frame in exactly these bytes. Raises :class:`FrameError`."""
    if len(raw) < MIN_LENGTH or raw[0] != SOM or length_of(raw) != len(raw):
        raise LengthError(f"expected 53h and a length that fits, came {raw[:5].hex()} in {len(raw)} bytes")
    ctrl = raw[4]
    end = len(raw) - (2 if ctrl & _CRC else 1)
    expected = crc(raw[:end]) if ctrl & _CRC else checksum(raw[:end])
    if raw[end:] != expected:
        raise CheckError(f"expected check {expected.hex()}, came {raw[end:].hex()} in {raw[:6].hex()}…")
    scb, start, end = _security(raw, end) if ctrl & _SECURITY else (b"", _HEADER, end)
    if start >= end:
        raise LengthError(f"expected a code byte after the header, came none in {raw[:8].hex()}…")
    mac = raw[end : end + MAC_LENGTH] if scb and scb[0] >= Scs.COMMAND_MAC else b""
    # in the order of the fields; masked, hence in range
    address, reply, sequence = raw[1] & 0x7F, raw[1] >= _REPLY, ctrl & _SEQUENCE
    return Frame._make(
        (address, reply, sequence, raw[start], raw[start + 1 : end], ctrl & _CRC > 0, scb, mac)
    )


def _security(raw: bytes, end: int) -> tuple[bytes, int, int]:
    """The security block, where the code stands, and where the data ends (before a MAC)."""
    size = raw[_HEADER]
    if size < 2 or _HEADER + size >= end:
        raise LengthError(f"expected a security block of 2 bytes or more inside the frame, came {size}")
    scb = raw[_HEADER + 1 : _HEADER + size]
    if not Scs.CHLNG <= scb[0] <= Scs.REPLY_SECRET:
        raise FrameError(f"expected a security block of type 11h..18h, came {scb[0]:02x}h")
    return scb, _HEADER + size, end - MAC_LENGTH if scb[0] >= Scs.COMMAND_MAC else end
