"""The tree's two hashes (RFC 6962, 2.1): a leaf and a node never hash to the same by a shift of bytes."""

from __future__ import annotations

from hashlib import sha256

SIZE = 32
"""Bytes of a hash."""

LEAF = b"\x00"
NODE = b"\x01"
EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(content: bytes) -> bytes:
    """The hash of one entry."""
    return sha256(LEAF + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return sha256(NODE + left + right).digest()
