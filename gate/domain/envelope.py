"""What wraps every message: who, in which order, when. (src, boot, seq) is an event's identity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

Body = TypeVar("Body", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope(Generic[Body]):
    """``boot`` is a persisted counter of the source's starts; ``at`` aware UTC by the source's clock."""

    site: str
    src: str
    boot: int
    seq: int
    at: datetime
    body: Body
    v: int = 1
    sig: str = ""

    @property
    def identity(self) -> str:
        """``src/boot/seq``: a repeat of it is dropped."""
        return f"{self.src}/{self.boot}/{self.seq}"
