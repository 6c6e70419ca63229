"""The two check fields that end a frame (SIA OSDP 2.2, 5.9 and annex C)."""

from __future__ import annotations

from binascii import crc_hqx

_CRC_INIT = 0x1D0F  # polynomial 1021h as crc_hqx has it; on the wire the low byte comes first


def crc(data: bytes) -> bytes:
    """CRC-16 of the frame from SOM to its last data byte: two bytes, low one first."""
    return crc_hqx(data, _CRC_INIT).to_bytes(2, "little")


def checksum(data: bytes) -> bytes:
    """Two's complement of the sum of all bytes: one byte."""
    return bytes((-sum(data) & 0xFF,))
