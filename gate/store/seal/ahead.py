"""The next rows are asked for while these are hashed: the server works meanwhile, not after."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from gate.seal.block import Block

Blocks = Callable[[int, int], Block | None]
"""The rows with greater numbers than the one, up to the other, as one block; None where it cannot be had."""


class Ahead:
    """Blocks of a connection that more than one thread may use, one at a time. Ends with its ``with``."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="audit")
        self._next: tuple[tuple[int, int], Future[Block | None]] | None = None

    def __enter__(self) -> Ahead:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def __call__(self, after: int, upto: int) -> Block | None:
        asked, coming = self._next or (None, None)
        found = coming.result() if coming and asked == (after, upto) else self._blocks(after, upto)
        behind = (upto, 2 * upto - max(after, 0))
        self._next = (behind, self._pool.submit(self._blocks, *behind)) if found else None
        return found
