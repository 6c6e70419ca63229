"""A prover that fails: it is said that nothing is known, each order has its answer, the whole site is tried again."""

from __future__ import annotations

from datetime import timedelta
from queue import SimpleQueue

import pytest

from gate.domain.commands import Actor, CommandRequest
from gate.domain.policy_commands import PublishConfiguration
from gate.domain.rights import Role
from gate.engine import readyroom
from gate.engine.inbox import MadeReady, Proved, Unproved
from gate.engine.proving import AGAIN, FIRST, Proving
from gate.engine.readyroom import Made, ReadyOrder, ReadyRoom
from gate.engine.watching import ChangeOrder, ProofOrder, Watching
from gate.policy.proofs import LastProof, Proofs
from gate.service.prepared import Unusable
from tests.engine.bus import PATIENCE_S
from tests.engine.conftest import Setup
from tests.service.rig import MORNING, example_site

WHOLE = ProofOrder(site=example_site(), people=(), now=MORNING)
NOBODY = ChangeOrder(people={}, now=MORNING)


class Broken(Watching):
    """As if the prover had a bug that some people bring out."""

    def change(self, order: ChangeOrder) -> None:
        raise ZeroDivisionError("a bug")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> SimpleQueue[Made]:
    """What a room with that prover answers, once each, to: the whole site, a change, a change, the whole site."""
    monkeypatch.setattr(readyroom, "Watching", Broken)
    answers: SimpleQueue[Made] = SimpleQueue()
    room = ReadyRoom(example_site, answers.put)
    room.start()
    for order in (WHOLE, NOBODY, NOBODY, WHOLE):
        room.order(order)
    room.stop()
    return answers


def test_every_order_has_its_answer_also_after_one_that_failed(made: SimpleQueue[Made]) -> None:
    first, failed, without, again = (made.get(timeout=PATIENCE_S) for _ in range(4))
    assert isinstance(first, Proved)
    assert isinstance(failed, Unproved)
    assert "a bug" in failed.why
    assert isinstance(without, Unproved), "what was proved before is not to be gone on with"
    assert isinstance(again, Proved)


def test_who_publishes_hears_of_a_fault_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(readyroom, "make_ready", fails)
    answers: SimpleQueue[Made] = SimpleQueue()
    room = ReadyRoom(example_site, answers.put)
    room.start()
    command = PublishConfiguration(version="ab" * 32, reason="new door")
    request = CommandRequest(id="1", client="c", actor=Actor(user="li", role=Role.MANAGER), command=command)
    room.order(ReadyOrder(request=request, people=(), revision=0))
    room.stop()
    answer = answers.get(timeout=PATIENCE_S)
    assert isinstance(answer, MadeReady)
    assert isinstance(answer.ready, Unusable)
    assert "a bug" in answer.ready.why


def test_the_engine_decides_on_and_says_that_nothing_is_known(
    setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: SimpleQueue[str] = SimpleQueue()
    original = Proofs.forget

    def forget(proofs: Proofs) -> None:
        original(proofs)
        heard.put("forgotten")

    monkeypatch.setattr(Proofs, "forget", forget)
    monkeypatch.setattr("gate.engine.watching.compile_site", None)
    setup.start()
    setup.at(MORNING + FIRST)
    assert heard.get(timeout=PATIENCE_S) == "forgotten"
    setup.stop()
    assert setup.errors == []


def test_the_whole_site_is_tried_again_in_time() -> None:
    proving = Proving(MORNING)
    proving.begun("one", MORNING + FIRST)
    proving.failed(MORNING + FIRST)
    due = MORNING + FIRST + AGAIN
    assert not proving.due("one", due - timedelta(microseconds=1), changed=True)
    assert proving.due("one", due, changed=False)
    assert proving.whole("one")


def test_what_was_forgotten_is_gone_from_the_store_too() -> None:
    proofs = Proofs()
    proofs.note("one", LastProof(at=0, people=3, breached={}))
    list(proofs.drain())
    proofs.forget()
    assert proofs.of("one") is None
    assert [(row.key, row.value) for row in proofs.drain()] == [("one", None)]
