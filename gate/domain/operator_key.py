"""Under which word the log keeps what an operator did, so that it can be asked for."""

from __future__ import annotations


def operator_key(user: str) -> str:
    """The subject of his audit rows; no id has a colon in it."""
    return f"operator:{user}"
