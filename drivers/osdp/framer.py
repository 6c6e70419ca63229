"""Bytes as they trickle in → frames and frame errors, in order.

Holds less than one longest frame whatever comes. After noise it finds the next good frame: a start byte whose
frame does not check costs that one byte, and the search goes on right behind it.
"""

from __future__ import annotations

from drivers.osdp.codes import MARK, SOM
from drivers.osdp.errors import FrameError, LengthError, NoiseError
from drivers.osdp.frame import MAX_LENGTH, MIN_LENGTH, Frame, length_of, parse_frame

Found = Frame | FrameError
_LENGTH_READ = 4  # bytes after which the length is known


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
        """Take what is complete; one cut of the buffer at the end, however many frames there were."""
        buffer, at, end = self._buffer, 0, len(self._buffer)
        while True:
            if at < end and buffer[at] != SOM:
                at = self._skip(at, found)
            if end - at < _LENGTH_READ:
                break
            length = buffer[at + 2] | buffer[at + 3] << 8
            if not MIN_LENGTH <= length <= self._max:
                found.append(LengthError(f"expected a length of {MIN_LENGTH}..{self._max}, came {length}"))
                at += 1
            elif end - at < length:
                break
            else:
                at += self._take(at, length, found)
        del buffer[:at]

    def _skip(self, at: int, found: list[Found]) -> int:
        """Where the next start byte is, or the end; what lies before it is noise, but for mark bytes."""
        buffer = self._buffer
        start = buffer.find(SOM, at)
        if start < 0:
            start = len(buffer)
        if noise := start - at - buffer.count(MARK, at, start):
            found.append(NoiseError(f"{noise} bytes that begin no frame"))
        return start

    def _take(self, at: int, length: int, found: list[Found]) -> int:
        """How many bytes are dealt with: a frame, or the one byte that only looked like the start of one."""
        try:
            found.append(parse_frame(bytes(self._buffer[at : at + length])))
        except FrameError as error:
            found.append(error)
            return 1
        return length
