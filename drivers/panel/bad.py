"""What a framer says of bytes that are no frame."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """Bytes that are no frame: what was expected and what came."""

    why: str
