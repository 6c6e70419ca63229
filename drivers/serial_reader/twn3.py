"""ELATEC TWN3, transparent (TWN3 Mifare manual p25).

HID Prox: ``1A808001C0`` CR: two hex digits count the bits, then the bits themselves, left-aligned.
IndiTag: ``:112233445501`` CR LF: five bytes and the two's complement of their sum.
"""

from __future__ import annotations

from drivers.serial_reader.frames import BitsFrame, Frame, NumberFrame
from drivers.serial_reader.lines import LineFramer, hex_bytes

LONGEST = 68  # 255 bits


def framer() -> LineFramer:
    """A framer of both kinds of line: the colon tells them apart."""
    return LineFramer(_parse, LONGEST)


def encode_bits(bits: str) -> bytes:
    """The line of a card's bits."""
    padded = bits + "0" * (-len(bits) % 8)
    data = int(padded, 2).to_bytes(len(padded) // 8, "big")
    return f"{len(bits):02X}{data.hex().upper()}\r".encode("ascii")


def encode_inditag(number: str) -> bytes:
    """The line of an IndiTag number in hex digits."""
    check = -sum(bytes.fromhex(number)) & 0xFF
    return f":{number.upper()}{check:02X}\r\n".encode("ascii")


def _parse(line: bytes) -> Frame:
    return _inditag(hex_bytes(line[1:])) if line.startswith(b":") else _bits(hex_bytes(line))


def _inditag(data: bytes) -> Frame:
    *number, check = data
    if len(number) != 5:
        raise ValueError(f"expected five bytes and their check, came {len(data)} bytes")
    if (expected := -sum(number) & 0xFF) != check:
        raise ValueError(f"checksum {check:02X}, expected {expected:02X}")
    return NumberFrame(number=bytes(number).hex().upper(), format="IndiTag")


def _bits(data: bytes) -> Frame:
    length, bits = data[0], "".join(f"{byte:08b}" for byte in data[1:])
    if not length or len(bits) != -(-length // 8) * 8:
        raise ValueError(f"expected {length} bits in {-(-length // 8)} bytes, came {len(bits) // 8} bytes")
    if "1" in bits[length:]:
        raise ValueError(f"expected {length} bits and zeros after them, came ones")
    return BitsFrame(bits=bits[:length])
