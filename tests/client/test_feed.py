"""Hints for many listeners: in order, bounded, with what was lost made known."""

from gate.bus.codec import encode
from gate.bus.messages import Health, Hint, HintRow
from gate.bus.sender import Sender
from gate.client import Feed, Hinted, Missed
from gate.client.feed import KEPT, QUEUED
from tests.client.fake_bus import FakeBus

SENDER = Sender("hq", "engine", 1)


def subjects(feed: Feed, after: int | None) -> list[str]:
    with feed.listen(after) as listener:
        found = []
        while (signal := listener.next(0)) is not None:
            found.append(signal.subject if isinstance(signal, Hinted) else "missed")
        return found


def test_listeners_get_hints_in_order() -> None:
    feed = Feed()
    with feed.listen() as one, feed.listen() as other:
        for name in ("a", "b"):
            feed.tell("AlarmRaised", name)
        for listener in (one, other):
            signals = [listener.next(0), listener.next(0), listener.next(0)]
            assert [signal.subject for signal in signals if isinstance(signal, Hinted)] == ["a", "b"]
            assert signals[2] is None


def test_coming_back_with_the_newest_number_gets_nothing_and_with_an_older_one_the_rest() -> None:
    feed = Feed()
    for name in ("a", "b", "c"):
        feed.tell("AlarmRaised", name)
    assert subjects(feed, 3) == []
    assert subjects(feed, 1) == ["b", "c"]
    assert subjects(feed, 0) == ["a", "b", "c"]
    assert subjects(feed, None) == []
    assert subjects(feed, 4) == ["missed"], "a number that was never given"


def test_what_is_no_longer_kept_is_said_to_be_missed() -> None:
    feed = Feed()
    for _ in range(KEPT + 1):
        feed.tell("ContactChanged")
    assert subjects(feed, 0) == ["missed"]


def test_a_listener_that_does_not_keep_up_costs_no_memory() -> None:
    feed = Feed()
    with feed.listen() as slow:
        for _ in range(QUEUED + 1):
            feed.tell("ContactChanged")
        assert slow.next(0) == Missed(number=QUEUED + 1)
        assert slow.next(0) is None


def test_hints_and_health_come_from_the_bus() -> None:
    feed, bus = Feed(), FakeBus()
    feed.attach(bus, "hq")
    bus.come()
    assert feed.connected
    assert feed.online("engine") is None
    with feed.listen() as listener:
        hint = Hint(rows=(HintRow(event=7, kind="AlarmRaised", subject="a1"),))
        bus.deliver("gate/1/hq/hint", encode(SENDER.wrap(hint)))
        hinted = listener.next(0)
        assert isinstance(hinted, Hinted)
        assert (hinted.event, hinted.kind, hinted.subject) == (7, "AlarmRaised", "a1")
        bus.deliver("gate/1/hq/health/engine", encode(SENDER.wrap(Health(online=False))))
        assert feed.online("engine") is False
        bus.deliver(
            "gate/1/hq/health/engine", encode(SENDER.wrap(Health(online=True, why="the store is away")))
        )
        assert (feed.online("engine"), feed.trouble("engine")) == (True, "the store is away")
        assert isinstance(listener.next(0), Hinted)
        bus.deliver("gate/1/hq/hint", b"rubbish")
        assert isinstance(listener.next(0), Hinted)
        bus.go()
        assert isinstance(listener.next(0), Missed)
    assert feed.online("engine") is None, "nothing is known while the bus is away"
