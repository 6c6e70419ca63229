"""Keys that sign the heads of the record: numbered, the newest signs; each is introduced by the one before."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gate.keys.errors import KeyRingError
from gate.keys.signing import Signer


class SealKeys:
    """The private halves that the engine holds, by number from 1. Its representation shows nothing."""

    __slots__ = ("_signers",)

    def __init__(self, signers: Mapping[int, Signer]) -> None:
        """KeyRingError without any."""
        if not signers:
            raise KeyRingError(
                "expected a key that signs heads of the record (seal-1.ed25519); there is none"
            )
        self._signers = dict(signers)

    @property
    def newest(self) -> int:
        """The number of the key that signs, or is to be introduced."""
        return max(self._signers)

    def public(self, number: int) -> bytes:
        """A key's public half, 32 bytes; KeyRingError for a number that is not held."""
        return self._signer(number).public

    def sign(self, number: int, content: bytes) -> bytes:
        """A signature, 64 bytes; KeyRingError for a number that is not held."""
        return base64.b64decode(self._signer(number).sign(content))

    def holds(self, number: int, public: bytes) -> bool:
        """True if key ``number`` is held and is this one."""
        return number in self._signers and self._signers[number].public == public

    def _signer(self, number: int) -> Signer:
        try:
            return self._signers[number]
        except KeyError:
            raise KeyRingError(f"expected seal key {number}; the ring has {sorted(self._signers)}") from None


def verify_raw(public: bytes, content: bytes, signature: bytes) -> bool:
    """Ed25519 (RFC 8032): True if the signature is that key's over exactly this content."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True
