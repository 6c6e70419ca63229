"""One decides at a time: the owner, or another while the disk holds the owner up."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from gate.engine import stand_in
from gate.engine.errors import EngineError
from gate.engine.stand_in import StandIn

PATIENCE_S = 30.0


class Office:
    """Who decides, as far as the stand-in goes."""

    def __init__(self) -> None:
        self.begun, self.nudged, self.ended = threading.Event(), threading.Event(), threading.Event()
        self.fault: Exception | None = None
        self.deciding = 0
        self.most = 0
        self.stand_in = StandIn(self.serve, self.nudged.set)

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Somebody decides."""
        self.deciding += 1
        self.most = max(self.most, self.deciding)
        yield
        self.deciding -= 1

    def serve(self, wanted: Callable[[], bool]) -> None:
        with self.one_more():
            self.begun.set()
            if self.fault is not None:
                self.deciding -= 1
                raise self.fault
            assert self.nudged.wait(PATIENCE_S)
            assert wanted()
        self.ended.set()


def test_while_the_owner_is_held_up_another_decides_until_it_is_back() -> None:
    office = Office()
    with office.stand_in:
        with office.one_more():
            assert not office.begun.is_set()
        with office.stand_in.meanwhile():
            assert office.begun.wait(PATIENCE_S)
            assert not office.ended.is_set()
        with office.one_more():
            assert office.ended.is_set(), "it had what was at hand done"
    assert office.most == 1


def test_it_can_be_needed_again_after_a_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stand_in, "QUIET_LOOKS", 1)
    office = Office()
    with office.stand_in:
        for _ in range(3):
            with office.stand_in.meanwhile():
                assert office.begun.wait(PATIENCE_S)
            for event in (office.begun, office.nudged, office.ended):
                event.clear()


def test_who_is_back_soon_is_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stand_in, "HELD_UP_S", PATIENCE_S)
    office = Office()
    with office.stand_in:
        for _ in range(100):
            with office.stand_in.meanwhile():
                pass
    assert not office.begun.is_set()


def test_what_ends_the_other_ends_the_owner() -> None:
    office = Office()
    office.fault = EngineError("the recorder cannot go on")
    with pytest.raises(EngineError, match="cannot go on"), office.stand_in, office.stand_in.meanwhile():
        assert office.begun.wait(PATIENCE_S)


def test_the_owners_own_fault_comes_through_and_ends_the_thread() -> None:
    office = Office()
    with pytest.raises(ValueError, match="of the owner"), office.stand_in:
        raise ValueError("of the owner")
    assert "stand-in" not in {thread.name for thread in threading.enumerate()}
