"""The thread that moves rows to another search key, stopped at the worst moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import cast

import pytest

from gate.domain.erasure import MoveHashes
from gate.engine.inbox import HashesFound, HashesMoved
from gate.engine.mover import Mover
from gate.engine.rehashing import Rehashing

LONG_S = 30.0


class Overtaken(threading.Event):
    """Somebody else does something right before it is cleared."""

    def __init__(self, before: Callable[[], None]) -> None:
        super().__init__()
        self._before = before

    def clear(self) -> None:
        self._before()
        super().clear()


class Pages:
    """Of Rehashing what is asked here."""

    def pages(self) -> Iterator[MoveHashes]:
        while True:
            yield MoveHashes(documents=(("old", "new"),))


def test_a_stop_between_two_pages_is_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[HashesFound | HashesMoved] = []
    mover = Mover(cast("Rehashing", Pages()), "k2", handed.append)

    def stops() -> None:
        mover._stopping.set()
        mover._recorded.set()

    monkeypatch.setattr(mover, "_recorded", Overtaken(stops))
    mover.start()
    mover._thread.join(LONG_S)
    assert not mover._thread.is_alive()
    assert handed == []
