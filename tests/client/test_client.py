"""Commands and their receipts."""

import threading

import pytest

from gate.bus.codec import decode, encode
from gate.bus.sender import Sender
from gate.client import Client, EngineSilent
from gate.domain.commands import Actor, CommandRequest, MomentaryUnlock, Outcome, Receipt
from gate.domain.rights import Role
from tests.client.fake_bus import FakeBus

GUARD = Actor(user="wang.fang", role=Role.GUARD)
UNLOCK = MomentaryUnlock(portal="lab-door", reason="delivery")
ENGINE = Sender("hq", "engine", 1)


def engine(bus: FakeBus, delay: float = 0.0) -> None:
    """Answer every command."""

    def answer(topic: str, payload: bytes) -> None:
        request = decode(payload).envelope.body
        assert isinstance(request, CommandRequest)
        receipt = Receipt(id=request.id, outcome=Outcome.DONE, subject="lab-door")
        message = encode(ENGINE.wrap(receipt))
        threading.Timer(delay, bus.deliver, (topic.replace("/do/", "/receipt/"), message)).start()

    bus._answer = answer


def test_a_command_gets_its_receipt() -> None:
    bus = FakeBus()
    client = Client(bus, "hq", "console", timeout=5)
    engine(bus)
    bus.come()
    receipt = client.send(UNLOCK, GUARD, id="k1")
    assert (receipt.id, receipt.outcome) == ("k1", Outcome.DONE)
    topic, payload = bus.published[0]
    assert topic == "gate/1/hq/do/console"
    request = decode(payload).envelope.body
    assert (request.id, request.client, request.actor, request.command) == ("k1", "console", GUARD, UNLOCK)


def test_two_threads_get_their_own_receipts() -> None:
    bus = FakeBus()
    client = Client(bus, "hq", "console", timeout=5)
    engine(bus, delay=0.02)
    bus.come()
    got: list[str] = []

    def send(key: str) -> None:
        got.append(client.send(UNLOCK, GUARD, key).id)

    threads = [threading.Thread(target=send, args=(key,)) for key in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == ["a", "b", "c"]


def test_no_connection_says_that_nothing_was_sent() -> None:
    client = Client(FakeBus(), "hq", "console", timeout=5)
    with pytest.raises(EngineSilent) as silence:
        client.send(UNLOCK, GUARD, id="k1")
    assert not silence.value.sent


def test_a_silent_engine_says_that_it_may_have_been_done() -> None:
    bus = FakeBus()
    client = Client(bus, "hq", "console", timeout=0.01)
    bus.come()
    with pytest.raises(EngineSilent, match="does not answer") as silence:
        client.send(UNLOCK, GUARD, id="k1")
    assert silence.value.sent
    assert silence.value.id == "k1"


def test_rubbish_and_strangers_receipts_are_left_alone() -> None:
    bus = FakeBus()
    client = Client(bus, "hq", "console", timeout=0.05)

    def answer(_topic: str, _payload: bytes) -> None:
        bus.deliver("gate/1/hq/receipt/console", b"rubbish")
        other = Receipt(id="another", outcome=Outcome.DONE)
        bus.deliver("gate/1/hq/receipt/console", encode(ENGINE.wrap(other)))

    bus._answer = answer
    bus.come()
    with pytest.raises(EngineSilent):
        client.send(UNLOCK, GUARD, id="k1")
