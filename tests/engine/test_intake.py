"""How the deciding thread gets its items: from other threads at once, and what it reads itself before all else."""

import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from gate.engine.inbox import Came, Connected, Item, StoreCame
from gate.engine.intake import Intake

LONG_S = 30.0


@pytest.fixture
def intake() -> Iterator[Intake]:
    made = Intake()
    yield made
    made.close()


def test_items_come_in_their_order(intake: Intake) -> None:
    items: list[Item] = [Connected(), StoreCame(), Came("t", b"1")]
    for item in items:
        intake.put(item)
    assert [intake.get(0) for _ in items] == items
    assert intake.get(0) is None


def test_an_item_of_another_thread_ends_the_wait(intake: Intake) -> None:
    threading.Timer(0.05, intake.put, [Connected()]).start()
    started = time.monotonic()
    while (item := intake.get(LONG_S)) is None:
        continue
    assert isinstance(item, Connected)
    assert time.monotonic() - started < LONG_S


def test_what_is_there_to_read_is_read_before_an_item_is_given(intake: Intake) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:

        def read() -> None:
            intake.put(Came("t", ours.recv(1)))

        intake.watch(os.dup(ours.fileno()), read)
        theirs.send(b"abc")
        intake.put(Connected())
        assert isinstance(intake.get(LONG_S), Connected)
        ours.setblocking(False)
        with pytest.raises(BlockingIOError):  # nothing is left of it in the kernel
            ours.recv(1)
        assert [intake.get(0) for _ in range(3)] == [Came("t", each) for each in (b"a", b"b", b"c")]


def test_what_may_wait_waits_until_the_item_is_decided(intake: Intake) -> None:
    steps: list[str] = []
    ours, theirs = socket.socketpair()
    with ours, theirs:

        def read() -> None:
            ours.recv(1)
            intake.put(Connected())
            intake.soon(lambda: steps.append("acknowledged"))

        intake.watch(os.dup(ours.fileno()), read)
        theirs.send(b"x")
        while intake.get(LONG_S) is None:
            continue
        steps.append("decided")
        intake.get(0)
    assert steps == ["decided", "acknowledged"]


def test_a_forgotten_descriptor_is_closed_and_not_read(intake: Intake) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        descriptor = os.dup(ours.fileno())
        intake.watch(descriptor, lambda: pytest.fail("nobody may read it"))
        intake.forget(descriptor)
        theirs.send(b"x")
        intake.get(0)
        intake.get(0)
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(descriptor)
