"""Ed25519 identities (RFC 8032): who signed this?"""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_SIZE = 32


class Signer:
    """A private key. Its representation shows nothing."""

    __slots__ = ("_key",)

    def __init__(self, seed: bytes) -> None:
        """``seed``: 32 random bytes; ValueError for another size."""
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    def sign(self, content: bytes) -> str:
        """The signature, base64."""
        return base64.b64encode(self._key.sign(content)).decode()

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self._key.public_key().public_bytes_raw()


class Verifier:
    """A public key."""

    __slots__ = ("_key",)

    def __init__(self, public: bytes) -> None:
        """ValueError for what is no public key."""
        self._key = Ed25519PublicKey.from_public_bytes(public)

    @property
    def public(self) -> bytes:
        """The key itself, 32 bytes."""
        return self._key.public_bytes_raw()

    def verify(self, content: bytes, signature: str) -> bool:
        """True if the signature (base64) is this key's over exactly this content."""
        try:
            self._key.verify(base64.b64decode(signature, validate=True), content)
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True
