"""The check sums that readers use."""

from __future__ import annotations

import binascii


def crc_8408(data: bytes) -> bytes:
    """CRC-16, polynomial 8408 (reflected 1021), start FFFF, low byte first: TWN4 and Chafon."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x8408 if crc & 1 else 0)
    return crc.to_bytes(2, "little")


def epc_crc(data: bytes) -> bytes:
    """CRC-16 of an EPC Gen2 tag over its PC and EPC: polynomial 1021, start FFFF, complemented, high byte first."""
    return (binascii.crc_hqx(data, 0xFFFF) ^ 0xFFFF).to_bytes(2, "big")
