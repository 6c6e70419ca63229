"""Faults that end an engine, and start no other on the same store."""

import sqlite3
from pathlib import Path

import pytest

from gate.bus.messages import Ack, Fresh, SealedHead
from gate.domain.door_commands import ReleaseLock
from gate.engine.errors import EngineError
from gate.store import RedoDamaged
from tests.engine.bus import PATIENCE_S
from tests.engine.conftest import Setup
from tests.engine.kept import READ, types_kept


def put_in_an_intruder(url: str) -> None:
    """A row of the log that the tree does not have."""
    with sqlite3.connect(Path(url.removeprefix("sqlite:///"))) as intruder:
        intruder.execute("BEGIN IMMEDIATE")  # the engine must not write between the look and the row
        last = intruder.execute("SELECT max(seq) FROM events").fetchone()[0]
        intruder.execute(
            "INSERT INTO events (seq, src, boot, src_seq, at, recorded_at, type, body) VALUES (?,?,1,1,0,0,'x','{}')",
            (last + 1, "intruder"),
        )


@pytest.mark.usefixtures("no_redo")
def test_a_fault_of_the_recorder_ends_the_engine(setup: Setup) -> None:
    setup.start()
    setup.bus.wait(Fresh, lambda token: bool(token.packs))
    put_in_an_intruder(setup.url)
    setup.agent.say(READ)
    assert setup.engine is not None
    setup._thread.join(PATIENCE_S)  # type: ignore[union-attr]
    assert isinstance(setup.errors[0], EngineError)
    assert setup.bus.of(ReleaseLock) == []


def test_tables_that_cannot_take_what_was_kept_end_the_engine_and_start_no_other(setup: Setup) -> None:
    setup.start()
    setup.bus.wait(Fresh, lambda token: bool(token.packs))
    setup.bus.wait(SealedHead)  # nothing else is written from now on
    put_in_an_intruder(setup.url)
    setup.agent.say(READ)
    setup._thread.join(PATIENCE_S)  # type: ignore[union-attr]
    assert isinstance(setup.errors[0], EngineError)
    assert set(types_kept(setup.url)) >= {"CredentialPresented", "AccessDecided"}, "nothing is lost"
    assert setup.bus.of(Ack) == [], "the agent keeps it, too"
    setup.bus.forget()
    setup.start(wait=False)
    setup._thread.join(PATIENCE_S)  # type: ignore[union-attr]
    assert isinstance(setup.errors[1], RedoDamaged)
    assert "record" in str(setup.errors[1])
    assert setup.agent.say(READ)
    assert setup.bus.of(ReleaseLock) == [], "nothing opens"
