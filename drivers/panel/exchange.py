"""One question at a time on a wire, and the answer that fits it; whatever else comes goes elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from drivers.panel.bad import Bad
from drivers.panel.errors import NoAnswer
from drivers.transport.stream import ByteStream, listen

F = TypeVar("F")


class Exchange(Generic[F]):
    """``split`` makes frames of bytes; ``other`` hears frames that answer nothing, ``bad`` of bytes that are none.

    ``open`` first; ``close`` gives the listening back, and not the stream.
    """

    def __init__(
        self,
        stream: ByteStream,
        split: Callable[[bytes], Iterable[F | Bad]],
        other: Callable[[F], None],
        bad: Callable[[str], None],
    ) -> None:
        self._stream, self._split = stream, split
        self._other, self._bad = other, bad
        self._turn = asyncio.Lock()
        self._fits: Callable[[F], bool] | None = None
        self._answer: asyncio.Future[F] | None = None
        self._listening: asyncio.Task[None] | None = None
        self._broken: Exception | None = None

    def open(self) -> None:
        """Begin to listen."""
        self._listening = asyncio.get_running_loop().create_task(self._listen())

    def close(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            self._listening.cancel()

    async def ask(self, data: bytes, fits: Callable[[F], bool], within: float, tries: int = 2) -> F:
        """The answer to ``data``; asked ``tries`` times, ``within`` seconds each.

        Raises :class:`NoAnswer`, or ``ConnectionError`` where the wire is lost.
        """
        async with self._turn:
            for _ in range(tries):
                try:
                    return await self._once(data, fits, within)
                except TimeoutError:
                    continue
            raise NoAnswer(f"no answer within {within:g} s" + (f", {tries} times" if tries > 1 else ""))

    async def tell(self, data: bytes) -> None:
        """Send what is never answered. ``ConnectionError`` where the wire is lost."""
        async with self._turn:
            self._send(data)

    def check(self) -> None:
        """Raise ``ConnectionError`` where the wire is lost."""
        if self._broken is not None:
            raise self._broken

    async def _once(self, data: bytes, fits: Callable[[F], bool], within: float) -> F:
        self._answer, self._fits = asyncio.get_running_loop().create_future(), fits
        try:
            self._send(data)
            async with asyncio.timeout(within):
                return await self._answer
        finally:
            self._answer = self._fits = None

    def _send(self, data: bytes) -> None:
        self.check()
        self._stream.write(data)

    async def _listen(self) -> None:
        try:
            await listen(self._stream, self._hear)
        except Exception as error:  # noqa: BLE001 - raised again by whoever asks next
            self._broken = error
            if self._answer is not None and not self._answer.done():
                self._answer.set_exception(error)

    def _hear(self, data: bytes) -> None:
        for frame in self._split(data):
            if isinstance(frame, Bad):
                self._bad(frame.why)
            elif self._fits is not None and self._fits(frame):
                if self._answer is not None and not self._answer.done():
                    self._answer.set_result(frame)
            else:
                self._other(frame)
