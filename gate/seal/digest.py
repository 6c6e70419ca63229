"""What the rows between two heads are, as one hash: heads say it, so that a verifier need not hash each row by itself.

::

    publics   of each row  * where something of it is hidden, its public part, a newline
    hiddens   the hidden part of each of those with a *
    leaves    the leaf hash of each row
    digest    SHA-256(SHA-256(publics) ‖ SHA-256(hiddens) ‖ SHA-256(leaves))

The parts are those of :mod:`gate.seal.leaf`. No public part holds a newline or begins with a star.
"""

from __future__ import annotations

from hashlib import sha256

MARK = b"*"
"""Before the public part of a row that has a hidden one."""
END = b"\n"
"""Behind each public part."""


class Digest:
    """Grows with rows, as many at once as the caller has; mutable."""

    __slots__ = ("_hiddens", "_leaves", "_publics")

    def __init__(self) -> None:
        self._publics, self._hiddens, self._leaves = sha256(), sha256(), sha256()

    def add(self, publics: bytes, hiddens: bytes, leaves: bytes) -> None:
        """The next rows: the public part of each with MARK and END, and what is hidden of them, and their leaves."""
        self._publics.update(publics)
        self._hiddens.update(hiddens)
        self._leaves.update(leaves)

    def value(self) -> bytes:
        """Of all rows so far, 32 bytes."""
        return sha256(self._publics.digest() + self._hiddens.digest() + self._leaves.digest()).digest()
