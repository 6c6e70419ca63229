"""Passwords by Argon2id (RFC 9106), checked in the same time for a name that nobody has."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 8, 256  # NIST SP 800-63B: at least 8 characters, no rules of composition


class PasswordUnfit(ValueError):
    """Too short or too long."""


class Passwords:
    """Hashes and checks; ``hasher`` sets the cost."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobodys = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """The hash to keep. PasswordUnfit says what is wrong, never the password."""
        if not LEAST <= len(password) <= MOST:
            raise PasswordUnfit(f"expected {LEAST} to {MOST} characters; got {len(password)}")
        return self._hasher.hash(password)

    def fits(self, kept: str | None, password: str) -> bool:
        """True if it is the password; ``kept`` None (no such operator) takes as long and is False."""
        try:
            right = self._hasher.verify(kept or self._nobodys, password[: MOST + 1])
        except (VerificationError, InvalidHashError):
            return False
        return right and kept is not None
