"""What is wrong with a message."""

from __future__ import annotations


class UhppoteError(ValueError):
    """Bytes that are no message, or values that fit into none; says what was expected, what came, and where."""
