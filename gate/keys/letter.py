"""Letters: a value sealed to whoever asked for it, and to nobody who reads the answer on its way or where it is kept.

Who asks makes a key pair for one answer (X25519, RFC 7748), sends the public part with the question and forgets the
private part with the answer. The letter is ``base64url(public key of the writer) "." box`` under
HKDF-Expand(X25519(…), both public keys): ECIES as in SEC 1, 5.1, with Curve25519 and AES-256-GCM.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from gate.keys.box import Box, derive
from gate.keys.errors import SealError


class LetterBox:
    """One key pair for one answer. Its representation shows nothing."""

    __slots__ = ("_key",)

    def __init__(self) -> None:
        self._key = X25519PrivateKey.generate()

    @property
    def address(self) -> str:
        """The public key, base64url: what goes with the question."""
        return _spelt(self._key.public_key())

    def open(self, letter: str, context: str) -> bytes:
        """What was written; SealError if it is for somebody else, another context, or changed."""
        theirs, _, box = letter.partition(".")
        return _box(self._key, _public(theirs), theirs, self.address).open(box, context)


def write_letter(address: str, content: bytes, context: str) -> str:
    """The content for the holder of that key pair alone; SealError for what is no address."""
    once = X25519PrivateKey.generate()
    ours = _spelt(once.public_key())
    return f"{ours}.{_box(once, _public(address), ours, address).seal(content, context)}"


def _box(private: X25519PrivateKey, public: X25519PublicKey, writer: str, reader: str) -> Box:
    try:
        shared = private.exchange(public)
    except ValueError as fault:  # a point of small order
        raise SealError("expected a public key that leads to a shared secret") from fault
    return Box(derive(hashlib.sha256(shared).digest(), f"letter {writer} {reader}"))


def _public(spelt: str) -> X25519PublicKey:
    try:
        return X25519PublicKey.from_public_bytes(
            base64.b64decode(spelt.encode(), altchars=b"-_", validate=True)
        )
    except (binascii.Error, ValueError) as fault:
        raise SealError("expected a public key of X25519 in base64url") from fault


def _spelt(key: X25519PublicKey) -> str:
    return base64.urlsafe_b64encode(key.public_bytes_raw()).decode()
