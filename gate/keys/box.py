"""Authenticated encryption: AES-256-GCM (NIST SP 800-38D) with random nonces, bound to a context.

Box = base64url(nonce, 12 bytes ‖ ciphertext ‖ tag, 16 bytes). The context (who, what for) is authenticated but not
inside: a box moved to another context does not open. One key seals at most 2^32 boxes (SP 800-38D, 8.3).
"""

from __future__ import annotations

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from gate.keys.errors import SealError

NONCE = 12
TAG = 16
KEY_SIZE = 32


def derive(secret: bytes, purpose: str) -> bytes:
    """A key of its own for one purpose: HKDF-Expand with SHA-256 (RFC 5869, 2.3) of a uniformly random secret."""
    return HKDFExpand(algorithm=SHA256(), length=KEY_SIZE, info=f"gate 1 {purpose}".encode()).derive(secret)


class Box:
    """Seals and opens under one key. Its representation shows nothing."""

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes) -> None:
        """``key``: 32 bytes."""
        self._cipher = AESGCM(key)

    def seal(self, content: bytes, context: str) -> str:
        """The box; twice the same content gives two boxes."""
        nonce = os.urandom(NONCE)
        return base64.urlsafe_b64encode(
            nonce + self._cipher.encrypt(nonce, content, context.encode())
        ).decode()

    def open(self, box: str, context: str) -> bytes:
        """What was sealed; SealError if it was sealed elsewhere, for something else, or changed."""
        try:
            raw = base64.b64decode(box.encode(), altchars=b"-_", validate=True)
            if base64.urlsafe_b64encode(raw) != box.encode():
                # The last letter has bits to spare (RFC 4648, 3.5): one box, one spelling.
                raise ValueError("not spelt as it was sealed")
            return self._cipher.decrypt(raw[:NONCE], raw[NONCE:], context.encode())
        except (InvalidTag, binascii.Error, ValueError) as fault:
            raise SealError("the box does not open under this key and context") from fault
