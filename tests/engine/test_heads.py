"""Heads of the record: signed each minute of the site's clock, sent with proofs, countersigned or refused."""

from __future__ import annotations

import base64
import sqlite3
from datetime import timedelta

import pytest

from gate.bus.messages import Ack, SealedHead
from gate.domain.door_state import Contact
from gate.domain.events import AlarmRaised, ContactChanged
from gate.domain.seal_events import HeadCountersigned, HeadRefused
from gate.keys.seal_keys import verify_raw
from gate.roots.audit_sources import verify_store
from gate.seal.checkpoint import Checkpoint, read_checkpoint
from gate.seal.cosign import cosigned, witness_key
from gate.seal.keychain import key_name
from gate.seal.note import NoteKey, read_note
from gate.seal.proofs import consistent
from gate.seal.report import SealBroken
from tests.engine.bus import Sent
from tests.engine.conftest import Setup
from tests.service.rig import CABINET, MORNING

OPEN = ContactChanged(portal="lab-door", contact=Contact.OPEN)
SHUT = ContactChanged(portal="lab-door", contact=Contact.CLOSED)


def checkpoint_of(head: SealedHead) -> Checkpoint:
    return read_checkpoint(read_note(head.note))


def a_minute_on(setup: Setup, minutes: int) -> SealedHead:
    """Something happens and a minute passes: the head that follows."""
    setup.bus.forget()
    setup.agent.say(OPEN if minutes % 2 else SHUT)
    setup.bus.wait(Ack)
    setup.at(MORNING + timedelta(minutes=minutes))
    return setup.bus.wait(
        SealedHead, lambda head: checkpoint_of(head).at >= MORNING + timedelta(minutes=minutes)
    )


def countersign(setup: Setup, head: SealedHead) -> HeadCountersigned:
    """What the agent says of a head."""
    keys = setup.ring.for_agent(CABINET)
    key = witness_key("gate/hq", CABINET, keys.public)
    line = cosigned(read_note(head.note), key, MORNING, lambda content: base64.b64decode(keys.sign(content)))
    return HeadCountersigned(size=checkpoint_of(head).size, signature=str(line))


def test_a_start_is_sealed_at_once_and_shown_to_everybody(setup: Setup) -> None:
    setup.start()
    sent = setup.bus.wait_sent(lambda sent: isinstance(sent.body, SealedHead))
    note = read_note(sent.body.note)
    key = NoteKey(name=key_name("gate/hq", 1), public=setup.ring.seal().public(1))
    assert (sent.topic, sent.retained) == ("gate/1/hq/head", True)
    assert sent.received.proved(setup.agent.keys.engine_signed)
    assert note.signed_by(key, verify_raw)
    assert checkpoint_of(sent.body).at == MORNING


def test_a_head_each_minute_in_which_something_was_recorded(setup: Setup) -> None:
    setup.start()
    first = setup.bus.wait(SealedHead)
    second = a_minute_on(setup, 1)
    old, new = checkpoint_of(first), checkpoint_of(second)
    assert new.size > old.size
    proof = next(each for each in second.proofs if each.size == old.size)
    hashes = [base64.b64decode(each) for each in proof.hashes]
    assert consistent(old.size, old.root, new.size, new.root, hashes)
    setup.bus.forget()
    setup.at(MORNING + timedelta(minutes=5))  # nothing is recorded meanwhile
    setup.agent.say(SHUT)
    third = setup.bus.wait(SealedHead)
    assert checkpoint_of(third).size > new.size
    setup.stop()
    assert len(setup.bus.of(SealedHead)) <= 2  # the one above, and one for the end


def test_not_before_the_minute_is_over(setup: Setup) -> None:
    setup.start()
    setup.bus.wait(SealedHead)
    setup.at(MORNING + timedelta(seconds=59.999))
    setup.agent.say(OPEN)
    setup.bus.wait(AlarmRaised)
    assert len(setup.bus.of(SealedHead)) == 1
    setup.at(MORNING + timedelta(seconds=60))
    setup.bus.wait(SealedHead, lambda head: checkpoint_of(head).at > MORNING)


def test_a_countersignature_is_kept_beside_its_head_and_is_no_event_of_the_log(setup: Setup) -> None:
    setup.start()
    head = setup.bus.wait(SealedHead)
    setup.agent.say(
        HeadCountersigned(size=checkpoint_of(head).size, signature="— x AAAA")
    )  # nobody's: not kept
    setup.agent.say(countersign(setup, head))
    a_minute_on(setup, 1)
    setup.stop()
    report = verify_store(setup.url)
    assert (report.countersigned, report.newer) == (1, 0)
    assert report.checkpoints >= 2
    reader = setup.reader()
    assert "HeadCountersigned" not in {row.type for row in reader.events(limit=50).rows}
    reader.close()


def test_an_agent_that_was_away_is_shown_that_the_log_only_grew(setup: Setup) -> None:
    """It says what it keeps; the next head carries a proof from there, however many heads lie between."""
    setup.start()
    kept = setup.bus.wait(SealedHead)
    for minute in (1, 2, 3):
        last = a_minute_on(setup, minute)
    assert checkpoint_of(kept).size not in {proof.size for proof in last.proofs}
    setup.agent.say(countersign(setup, kept))
    last = a_minute_on(setup, 4)
    assert checkpoint_of(kept).size in {proof.size for proof in last.proofs}


def test_a_refused_head_is_an_alarm(setup: Setup) -> None:
    setup.start()
    setup.bus.wait(SealedHead)
    setup.agent.say(HeadRefused(size=7, kept=9, why="the record became shorter"))
    alarm = setup.bus.wait(AlarmRaised)
    assert (alarm.kind, alarm.subject, alarm.priority) == ("record_refused", CABINET, 1)


def test_the_next_key_is_introduced_at_the_next_start(setup: Setup) -> None:
    setup.start()
    setup.bus.wait(SealedHead)
    setup.stop()
    assert setup.ring.next_seal() == 2
    setup.start()
    head = setup.bus.wait(SealedHead, lambda head: "seal/2" in head.note)
    setup.stop()
    report = verify_store(setup.url)
    assert [key.partition("+")[0] for key in report.keys] == ["gate/hq/seal/1", "gate/hq/seal/2"]
    assert report.sealed >= checkpoint_of(head).size


def test_without_its_key_no_head_is_signed_and_doors_go_on(setup: Setup) -> None:
    setup.start()
    setup.bus.wait(SealedHead)
    setup.stop()
    held = list(setup.ring.folder.glob("seal-*"))
    for path in held:
        path.rename(path.with_suffix(path.suffix + ".away"))
    try:
        setup.restart()  # the ring makes itself another first key, for which nobody vouches
        setup.agent.say(OPEN)
        setup.bus.wait(AlarmRaised)
        setup.stop()
        assert setup.bus.of(SealedHead) == []
    finally:
        for path in held:
            path.with_suffix(path.suffix + ".away").replace(path)


def test_a_tampered_log_is_found_after_the_engine_stopped(setup: Setup) -> None:
    setup.start()
    setup.agent.say(OPEN)
    setup.bus.wait(AlarmRaised)
    setup.stop()
    assert verify_store(setup.url).newer == 0
    line = sqlite3.connect(setup.url.removeprefix("sqlite:///"))
    line.execute("DROP TRIGGER events_no_UPDATE")
    line.execute("UPDATE events SET portal = 'vault' WHERE seq = 5")
    line.commit()
    line.close()
    with pytest.raises(SealBroken) as broken:
        verify_store(setup.url)
    assert broken.value.seq == 5


def test_what_is_published_is_in_the_store_already(setup: Setup) -> None:
    seen: list[int] = []
    path = setup.url.removeprefix("sqlite:///")

    def tap(sent: Sent) -> None:
        if isinstance(sent.body, SealedHead):
            line = sqlite3.connect(path)
            seen.extend(row[0] for row in line.execute("SELECT max(size) FROM checkpoints"))
            line.close()
            assert seen[-1] == checkpoint_of(sent.body).size

    setup.bus.tap = tap
    setup.start()
    setup.bus.wait(SealedHead)
    assert seen
