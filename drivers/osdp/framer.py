"""Bytes as they trickle in → frames and frame errors, in order.

Holds less than one longest frame whatever comes. After noise it finds the next good frame: a start byte whose
frame does not check costs that one byte, and the search goes on right behind it.
"""

from __future__ import annotations

from drivers.osdp.codes import MARK, SOM
from drivers.osdp.errors import FrameError, LengthError, NoiseError
from drivers.osdp.frame import MAX_LENGTH, MIN_LENGTH, Frame, length_of, parse_frame

Found = Frame | FrameError


class Framer:
    """Feed it; call :meth:`flush` when the line has been quiet for longer than a frame may pause."""

    def __init__(self, *, max_length: int = MAX_LENGTH) -> None:
        self._buffer = bytearray()
        self._max = max_length

    @property
    def pending(self) -> bool:
        """Whether the beginning of a frame waits for its end."""
        return bool(self._buffer)

    def feed(self, data: bytes) -> list[Found]:
        """Frames that are complete now, and what was wrong between them."""
        found: list[Found] = []
        for start in range(0, len(data), self._max):  # in slices: memory stays bounded
            self._buffer += data[start : start + self._max]
            self._scan(found)
        return found

    def flush(self) -> list[Found]:
        """Give up the frame that never ended; good frames that its false length swallowed come out."""
        found: list[Found] = []
        while self._buffer:
            came = len(self._buffer)
            found.append(LengthError(f"expected {self._claimed()} bytes, came {came}, then silence"))
            del self._buffer[:1]
            self._scan(found)
        return found

    def reset(self) -> None:
        """Forget what was begun."""
        self._buffer.clear()

    def _claimed(self) -> str:
        return str(length_of(self._buffer)) if len(self._buffer) >= 4 else "a header's 5"

    def _scan(self, found: list[Found]) -> None:
        while self._align(found):
            length = length_of(self._buffer)
            if not MIN_LENGTH <= length <= self._max:
                found.append(LengthError(f"expected a length of {MIN_LENGTH}..{self._max}, came {length}"))
                del self._buffer[:1]
            elif len(self._buffer) < length:
                return
            else:
                self._take(length, found)

    def _align(self, found: list[Found]) -> bool:
        """Drop what precedes the next start byte; whether a length can be read behind it."""
        buffer = self._buffer
        if buffer and buffer[0] != SOM:
            start = buffer.find(SOM)
            junk = buffer[: start if start >= 0 else len(buffer)]
            del buffer[: len(junk)]
            if noise := len(junk) - junk.count(MARK):
                found.append(NoiseError(f"{noise} bytes that begin no frame"))
        return len(buffer) >= 4

    def _take(self, length: int, found: list[Found]) -> None:
        try:
            found.append(parse_frame(bytes(self._buffer[:length])))
        except FrameError as error:
            found.append(error)
            del self._buffer[:1]
        else:
            del self._buffer[:length]
