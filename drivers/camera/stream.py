"""What a source of pictures is, once it is open."""

from __future__ import annotations

from typing import Protocol

from drivers.camera.picture import Pixels


class SourceError(Exception):
    """A source that cannot be read, in words for a guard. Its text never holds credentials."""


class Stream(Protocol):
    """An open source. One thread uses it; ``grab`` and ``retrieve`` come back within the read limit."""

    @property
    def pace(self) -> float | None:
        """Seconds between pictures that the reader must keep itself (a file), None where the source does."""

    def grab(self) -> bool:
        """Take the next picture off the source; False where there is none, which ends the stream."""

    def retrieve(self) -> Pixels | None:
        """The picture that was grabbed last, or None where it cannot be decoded."""

    def release(self) -> None:
        """Close. Nothing else may be called after it."""
