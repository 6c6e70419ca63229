"""The store silent, away, back: doors go on, nothing is lost, nobody is fooled."""

import sqlite3
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gate.bus.messages import Ack, Fresh, Health, SealedHead
from gate.domain.card import CardNumber
from gate.domain.commands import MomentaryUnlock, Outcome, Receipt
from gate.domain.door_commands import ReleaseLock, ShowAnswer
from gate.domain.events import CredentialPresented
from gate.keys.ring import KeyRing
from gate.store import Store
from gate.store.line import WritingLine
from gate.store.redo.file import RedoFile
from tests.engine.bus import PATIENCE_S, ask
from tests.engine.conftest import Setup
from tests.service.rig import CHEN, GUARD

READ = CredentialPresented(reader="rdr-front-in", card=CHEN)


def answers(request: str, answer: ReleaseLock) -> bool:
    return answer.request == request


def database(setup: Setup) -> sqlite3.Connection:
    return sqlite3.connect(Path(setup.url.removeprefix("sqlite:///")), isolation_level=None, timeout=10)


def test_tables_that_another_process_holds_hold_up_no_door(setup: Setup) -> None:
    setup.start()
    setup.bus.wait(Fresh, lambda token: bool(token.packs))
    setup.bus.wait(SealedHead)
    blocker = database(setup)
    blocker.execute("BEGIN IMMEDIATE")
    request = setup.agent.say(READ)
    answer = setup.bus.wait(ReleaseLock)
    assert (answer.request, answer.decision) == (request, None), "it is on the disk, in the redo file"
    assert setup.bus.of(Ack) == [], "the agent keeps it until the tables have it"
    blocker.execute("ROLLBACK")
    blocker.close()
    setup.bus.wait(Ack, lambda ack: ack.seq == 1)
    reader = setup.reader()
    assert [row.type for row in reader.events(limit=2).rows] == ["AccessDecided", "PortalChanged"]
    reader.close()


@pytest.mark.usefixtures("no_redo")
def test_a_store_that_does_not_answer_holds_nobody_up(setup: Setup) -> None:
    setup.start()
    setup.bus.wait(Fresh, lambda token: bool(token.packs))
    setup.bus.wait(Health)
    blocker = database(setup)
    blocker.execute("BEGIN IMMEDIATE")
    request = setup.agent.say(READ)
    answer = setup.bus.wait(ReleaseLock)
    assert answer.decision is not None
    assert (answer.decision.id, answer.decision.granted) == (request, True)
    assert setup.bus.wait(ReleaseLock).request == request
    assert setup.bus.of(Ack) == [], "nothing is recorded yet"
    blocker.execute("ROLLBACK")
    blocker.close()
    setup.bus.wait(Ack, lambda ack: ack.seq == 1)
    assert len(setup.bus.of(ReleaseLock)) == 1, "it does not leave twice"
    reader = setup.reader()
    assert [row.type for row in reader.events(limit=2).rows] == ["AccessDecided", "PortalChanged"]
    reader.close()


@pytest.mark.parametrize("writes", [(RedoFile, "append"), (WritingLine, "write")])
def test_a_disk_that_hangs_holds_up_no_other_read(
    setup: Setup, monkeypatch: pytest.MonkeyPatch, writes: tuple[type[Any], str]
) -> None:
    kind, name = writes
    if kind is WritingLine:
        monkeypatch.setattr(Store, "redo", lambda _: None)
    setup.start()
    setup.bus.wait(Fresh, lambda token: bool(token.packs))
    setup.bus.wait(SealedHead)  # nothing else is written from now on
    hangs, goes_on = threading.Event(), threading.Event()
    write = getattr(kind, name)

    def slow(*arguments: Any, **named: Any) -> Any:
        hangs.set()
        assert goes_on.wait(PATIENCE_S)
        return write(*arguments, **named)

    monkeypatch.setattr(kind, name, slow)
    requests = [setup.agent.say(READ)]
    assert hangs.wait(PATIENCE_S)
    requests.append(setup.agent.say(replace(READ, reader="rdr-front-out")))
    requests.append(setup.agent.say(replace(READ, card=CardNumber(format="H10301", number="1", facility=1))))
    for request in requests[:2]:
        answer = setup.bus.wait(ReleaseLock, partial(answers, request))
        assert answer.decision is not None, "it leaves unrecorded, with the decision"
    setup.bus.wait(ShowAnswer, lambda answer: answer.request == requests[2])
    assert setup.bus.of(Ack) == []
    goes_on.set()
    setup.bus.wait(Ack, lambda ack: ack.seq == 3)
    assert len(setup.bus.of(ReleaseLock)) == 2, "none leaves twice"
    setup.stop()
    assert setup.errors == []


def test_a_store_that_is_away_is_said_and_nothing_is_lost(setup: Setup) -> None:
    setup.start()
    setup.bus.wait(Fresh, lambda token: bool(token.packs))
    setup.bus.forget()
    hand = database(setup)
    hand.execute("ALTER TABLE sources RENAME TO hidden")
    setup.agent.say(READ)
    setup.bus.wait(ReleaseLock)
    health = setup.bus.wait_sent(lambda sent: isinstance(sent.body, Health) and "away" in sent.body.why)
    assert (health.retained, health.body.online) == (True, True)
    ask(setup.bus, "hq", MomentaryUnlock(portal="front-door", reason="parcel"), GUARD)
    refused = setup.bus.wait(Receipt)
    assert (refused.outcome, refused.event) == (Outcome.REFUSED, None)
    second = setup.agent.say(READ)
    answer = setup.bus.wait(ReleaseLock, lambda answer: answer.request == second)
    assert answer.decision is not None
    assert setup.bus.of(Ack) == []
    setup.bus.forget()
    hand.execute("ALTER TABLE hidden RENAME TO sources")
    hand.close()
    setup.bus.wait(Ack, lambda ack: ack.seq == 2)
    setup.bus.wait(Health, lambda health: health.why == "")
    setup.bus.wait(Fresh)
    reader = setup.reader()
    types = [row.type for row in reader.events(limit=100).rows]
    assert types.count("CredentialPresented") == types.count("AccessDecided") == 2
    reader.close()


def test_a_store_that_is_not_there_at_the_start_is_waited_for(
    tmp_path: Path, ring: KeyRing, caplog: pytest.LogCaptureFixture
) -> None:
    setup = Setup(f"sqlite:///{tmp_path / 'later' / 'gate.db'}", ring)
    engine = setup.start(wait=False)
    try:
        health = setup.bus.wait(Health)
        assert health.why.startswith("waits for the store: unable to open")
        assert not engine.started.is_set()
        (tmp_path / "later").mkdir()
        assert engine.started.wait(PATIENCE_S)
        setup.bus.wait(Health, lambda health: health.why == "")
        assert [r.message for r in caplog.records if "the engine waits" in r.message] != []
    finally:
        setup.stop()


def test_an_engine_can_be_stopped_while_it_waits(tmp_path: Path, ring: KeyRing) -> None:
    setup = Setup(f"sqlite:///{tmp_path / 'never' / 'gate.db'}", ring)
    setup.start(wait=False)
    setup.bus.wait(Health)
    setup.stop()
    assert setup.errors == []


def test_two_engines_in_a_row_count_their_epochs(setup: Setup) -> None:
    setup.start()
    setup.restart()
    setup.bus.wait(Fresh)
    reader = setup.reader()
    assert reader.epoch() == 2
    reader.close()
