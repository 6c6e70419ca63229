"""Message tags: HMAC-SHA256 between one agent and the engine, for what is sent at every badge read.

A tag proves the sender to the one who shares the key, not to third parties: statements that must stand later
(revocations, packs, freshness) are signed instead.
"""

from __future__ import annotations

import base64
import hmac


class Tagger:
    """Makes and checks tags under one key, one for each direction. Its representation shows nothing."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        """``key``: 32 bytes."""
        self._key = key

    def tag(self, content: bytes) -> str:
        """The tag, base64."""
        return base64.b64encode(hmac.digest(self._key, content, "sha256")).decode()

    def check(self, content: bytes, tag: str) -> bool:
        """True if ``tag`` is this key's over exactly this content."""
        return hmac.compare_digest(self.tag(content).encode(), tag.encode())
