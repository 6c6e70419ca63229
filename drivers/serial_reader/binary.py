"""Frames with a length inside: one way of finding them again after noise, for all such protocols."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from drivers.serial_reader.frames import BadFrame, Frame

SHOWN = 8
"""Bytes of rubbish that are quoted."""


class BinaryCodec(Protocol):
    """What a protocol must know for :class:`BinaryFramer`. Stateless."""

    longest: int
    """Bytes of its longest frame."""
    filler: bytes
    """Bytes that may stand between frames and mean nothing."""

    def size(self, head: bytes) -> int | str | None:
        """Bytes of the frame that ``head`` starts: a number of 1 up to ``longest``; 0 while more bytes are needed
        to tell; None if no frame starts so; in words what is wrong with a head that is nearly right."""

    def judge(self, frame: bytes) -> Sequence[Frame]:
        """What a whole frame says; a single :class:`BadFrame` makes the framer look for a frame inside of it."""


class BinaryFramer:
    """See :class:`drivers.serial_reader.frames.Framer`. After a bad frame it looks on from its second byte, so that
    a good frame that begins inside is found; memory is one frame of the protocol's longest and what came at once."""

    def __init__(self, codec: BinaryCodec) -> None:
        self._codec = codec
        self._buffer = bytearray()
        self._noise = bytearray()
        self._noise_length = 0
        self._told = False  # the bytes that are being skipped belong to a bad frame that was reported

    @property
    def pending(self) -> bool:
        """See :class:`drivers.serial_reader.frames.Framer`."""
        return bool(self._buffer)

    def feed(self, data: bytes) -> list[Frame]:
        """See :class:`drivers.serial_reader.frames.Framer`."""
        self._buffer += data
        frames: list[Frame] = []
        while self._buffer and self._step(frames):
            continue
        return frames + self._loose()

    def idle(self) -> list[Frame]:
        """See :class:`drivers.serial_reader.frames.Framer`."""
        frames: list[Frame] = []
        if not self._buffer.strip(self._codec.filler):
            self._buffer.clear()
        if self._buffer and not self._told:
            start = bytes(self._buffer[:SHOWN]).hex(" ")
            frames.append(BadFrame(why=f"half a frame: {len(self._buffer)} bytes ({start} …), then silence"))
            self._told = True
        while self._buffer:
            if not self._step(frames):
                self._skip()
        self._told = False
        return frames + self._loose()

    def _step(self, frames: list[Frame]) -> bool:
        """One move at the start of the buffer; False while bytes are missing."""
        size = self._codec.size(bytes(self._buffer[: self._codec.longest]))
        if isinstance(size, str):
            self._report(frames, BadFrame(why=size))
        elif size is None:
            self._skip()
        elif size == 0 or len(self._buffer) < size:
            return False
        else:
            self._take(frames, size)
        return True

    def _take(self, frames: list[Frame], size: int) -> None:
        came = self._codec.judge(bytes(self._buffer[:size]))
        if len(came) == 1 and isinstance(came[0], BadFrame):
            self._report(frames, came[0])
            return
        frames += [*self._loose(), *came]
        self._told = False
        del self._buffer[:size]

    def _report(self, frames: list[Frame], bad: BadFrame) -> None:
        if not self._told:
            frames += [*self._loose(), bad]
        self._told = True
        self._skip()

    def _skip(self) -> None:
        byte = self._buffer[0]
        del self._buffer[0]
        if self._told or byte in self._codec.filler:
            return
        self._noise_length += 1
        if len(self._noise) < SHOWN:
            self._noise.append(byte)

    def _loose(self) -> list[Frame]:
        # Told at once and not with the next frame: at a wrong baud rate there never is one.
        length, start = self._noise_length, self._noise.hex(" ")
        if not length:
            return []
        self._noise.clear()
        self._noise_length = 0
        return [BadFrame(why=f"{length} bytes outside of a frame: {start}{' …' if length > SHOWN else ''}")]
