"""The engine with its threads: recorded first, sent then, acknowledged last."""

from datetime import timedelta

import pytest

from gate.bus.codec import encode
from gate.bus.messages import Ack, Fresh, Health, Hint, PackDelivery
from gate.bus.sender import Sender
from gate.bus.topics import Topics
from gate.domain.commands import DepartPerson, MomentaryUnlock, Outcome, Receipt
from gate.domain.decision import Result
from gate.domain.door_commands import ReleaseLock, RevokeCredentials
from gate.domain.door_state import Contact, DoorState
from gate.domain.events import (
    AccessDecided,
    AgentStarted,
    AlarmRaised,
    ContactChanged,
    DeviceHealthChanged,
    EngineStarted,
    EventsDropped,
    PackTaken,
    PortalChanged,
    RevocationProved,
    RevocationTaken,
    WireFaulted,
)
from gate.edge.pack import open_pack
from tests.engine.bus import Sent, ask
from tests.engine.conftest import Setup
from tests.engine.kept import READ, types_kept
from tests.service.rig import CABINET, GUARD, HR


def test_what_leaves_is_recorded_already(setup: Setup) -> None:
    setup.start()
    reader = setup.reader()
    kept: list[set[str]] = []
    recorded: list[list[str]] = []

    def tap(sent: Sent) -> None:
        types = [row.type for row in reader.events(limit=3).rows]
        if isinstance(sent.body, ReleaseLock):
            kept.append({*types, *types_kept(setup.url)})
        elif isinstance(sent.body, AccessDecided | Ack):
            recorded.append(types)

    setup.bus.tap = tap
    request = setup.agent.say(READ)
    release = setup.bus.wait(ReleaseLock)
    assert (release.request, release.decision) == (request, None)
    assert setup.bus.wait(AccessDecided).decision.result is Result.GRANTED
    setup.bus.wait(Ack)
    whole = ["AccessDecided", "PortalChanged", "CredentialPresented"]
    assert [types >= set(whole) for types in kept] == [True], "on the disk before it leaves"
    assert recorded
    assert all(types == whole for types in recorded), "in the tables before people are told"
    reader.close()


def test_commands_prove_the_engine_to_their_agent(setup: Setup) -> None:
    setup.start()
    setup.agent.say(READ)
    sent = setup.bus.wait_sent(lambda sent: isinstance(sent.body, ReleaseLock))
    assert sent.topic == Topics("hq").commands(CABINET)
    assert sent.received.proved(setup.agent.keys.engine_tagged)


def test_events_reach_pages_as_hints_and_states_as_retained(setup: Setup) -> None:
    setup.start()
    setup.agent.say(ContactChanged(portal="lab-door", contact=Contact.OPEN))
    assert setup.bus.wait(AlarmRaised).cause == "found_open"
    hint = setup.bus.wait(Hint, lambda hint: any(row.kind == "AlarmRaised" for row in hint.rows))
    assert all(row.event > 0 for row in hint.rows)
    state = setup.bus.wait_sent(
        lambda sent: sent.topic.endswith("state/lab-door") and sent.body.state is DoorState.FORCED
    )
    assert state.retained


@pytest.mark.parametrize(
    ("order", "acknowledged"), [([1, 2, 3], 3), ([1, 3, 2], 3), ([1, 3], 1), ([1, 1, 2], 2), ([1, 2, 1], 2)]
)
def test_acknowledged_up_to_where_nothing_is_missing(
    setup: Setup, order: list[int], acknowledged: int
) -> None:
    setup.start()
    for seq in order:
        setup.agent.say(WireFaulted(device="rdr-lab-in", count=1, why="noise"), seq=seq)
    setup.bus.wait(Ack, lambda ack: ack.seq == acknowledged)
    setup.stop()
    acks = [ack.seq for ack in setup.bus.of(Ack)]
    assert acks == sorted(acks)
    assert acks[-1] == acknowledged


def test_a_gap_that_an_agent_cannot_fill_is_closed(setup: Setup) -> None:
    setup.start()
    fault = WireFaulted(device="rdr-lab-in", count=1, why="noise")
    setup.agent.say(fault, seq=1)
    setup.agent.say(EventsDropped(count=3, why="full"), seq=4)
    setup.bus.wait(Ack, lambda ack: ack.seq == 4)
    setup.agent.say(fault, seq=9, resent=True, oldest=True)
    setup.bus.wait(Ack, lambda ack: ack.seq == 9)


def test_a_repeat_is_acknowledged_and_not_done_twice(setup: Setup) -> None:
    setup.start()
    for _ in range(2):
        setup.agent.say(READ, seq=1)
    setup.agent.say(WireFaulted(device="rdr-lab-in", count=1, why="noise"), seq=2)
    setup.bus.wait(Ack, lambda ack: ack.seq == 2)
    assert len(setup.bus.of(ReleaseLock)) == 1
    setup.restart()
    setup.agent.say(READ, seq=1, resent=True)
    setup.bus.wait(Ack)
    reader = setup.reader()
    assert len([row for row in reader.events(limit=100).rows if row.type == "CredentialPresented"]) == 1
    reader.close()


def test_what_is_not_believed_changes_nothing(setup: Setup) -> None:
    setup.start()
    topics, now = Topics("hq"), setup.clock.now
    unproved = encode(Sender("hq", CABINET, 1, now).wrap(READ))
    setup.bus.deliver(topics.events(CABINET), unproved)
    setup.bus.deliver(topics.events(CABINET), b"noise")
    setup.bus.deliver(topics.events("cabinet-9"), encode(Sender("hq", "cabinet-9", 1, now).wrap(READ)))
    setup.bus.deliver(topics.events(CABINET), encode(Sender("hq2", CABINET, 1, now).wrap(READ)))
    setup.bus.deliver(topics.events("camera"), encode(Sender("hq", CABINET, 1, now).wrap(READ)))
    other = DeviceHealthChanged(device="rdr-lab-in", online=False)
    setup.bus.deliver(topics.events("camera"), encode(Sender("hq", "camera", 1, now).wrap(other)))
    lens = DeviceHealthChanged(device="cam-lab", online=True)
    setup.bus.deliver(topics.events("camera"), encode(Sender("hq", "camera", 1, now).wrap(lens)))
    setup.bus.wait_sent(lambda sent: sent.topic == topics.ack("camera"))
    reader = setup.reader()
    types = [row.type for row in reader.events(limit=50).rows]
    assert types[0] == "DeviceHealthChanged"
    assert "CredentialPresented" not in types
    assert [device.device for device in reader.devices()] == ["cam-lab"]
    reader.close()


def test_a_command_is_answered_with_a_receipt_on_its_client_s_topic(setup: Setup) -> None:
    setup.start()
    ask(setup.bus, "hq", MomentaryUnlock(portal="front-door", reason="parcel"), GUARD)
    sent = setup.bus.wait_sent(lambda sent: isinstance(sent.body, Receipt))
    assert (sent.topic, sent.body.outcome) == (Topics("hq").receipt("desk"), Outcome.DONE)
    assert setup.bus.wait(ReleaseLock).request == ""
    setup.bus.forget()
    ask(setup.bus, "hq", MomentaryUnlock(portal="front-door", reason="parcel"), GUARD)
    assert setup.bus.wait(Receipt) == sent.body
    assert setup.bus.of(ReleaseLock) == []


def test_a_command_in_another_client_s_name_is_dropped(setup: Setup) -> None:
    setup.start()
    request = Sender("hq", "desk", 1)
    from gate.domain.commands import CommandRequest

    body = CommandRequest(
        id="k", client="desk", actor=HR, command=DepartPerson(person="p1001", reason="mischief")
    )
    setup.bus.deliver(Topics("hq").do("kiosk"), encode(request.wrap(body)))
    ask(setup.bus, "hq", MomentaryUnlock(portal="nowhere", reason="x"), GUARD, id="k2")
    setup.bus.wait(Receipt, lambda receipt: receipt.id == "k2")
    assert setup.bus.of(RevokeCredentials) == []


def test_a_departure_is_proved_by_a_signed_oath(setup: Setup) -> None:
    setup.start()
    ask(setup.bus, "hq", DepartPerson(person="p1001", reason="resigned"), HR)
    revoke = setup.bus.wait(RevokeCredentials)
    pack = setup.bus.wait(PackDelivery, lambda delivery: delivery.revision >= revoke.revision)
    opened = open_pack(pack, CABINET, setup.agent.keys.open_pack)
    (chen,) = [person for person in opened.people if person.id == "p1001"]
    assert {credential.state for credential in chen.credentials} == {"revoked"}
    setup.agent.say(RevocationTaken(revision=revoke.revision, credentials=revoke.credentials))
    assert setup.bus.wait(RevocationProved).person == "p1001"


def test_packs_and_tokens_are_signed_and_name_each_other(setup: Setup) -> None:
    setup.start()
    sent = setup.bus.wait_sent(lambda sent: isinstance(sent.body, PackDelivery))
    assert sent.received.proved(setup.agent.keys.engine_signed)
    fresh = setup.bus.wait_sent(
        lambda token: isinstance(token.body, Fresh) and token.body.packs == {CABINET: sent.body.pack}
    )
    assert fresh.received.proved(setup.agent.keys.engine_signed)


def test_a_pack_is_sent_again_until_it_is_taken(setup: Setup) -> None:
    setup.start()
    pack = setup.bus.wait(PackDelivery)
    setup.bus.forget()
    setup.bus.reconnect()
    assert setup.bus.wait(PackDelivery) == pack
    setup.agent.say(PackTaken(pack=pack.pack, revision=pack.revision))
    setup.bus.wait(Ack)
    setup.bus.forget()
    setup.bus.reconnect()
    setup.agent.say(AgentStarted(version="1", pack=pack.pack))
    setup.bus.wait(Ack)
    assert setup.bus.of(PackDelivery) == []


def test_a_token_comes_every_quarter_of_the_shortest_lease(setup: Setup) -> None:
    setup.start()
    setup.bus.wait(Fresh, lambda token: bool(token.packs))
    setup.bus.forget()
    quarter = timedelta(minutes=15) / 4
    setup.at(setup.clock.now() + quarter)
    assert setup.bus.wait(Fresh).at == setup.clock.now()


def test_a_new_engine_knows_what_the_old_one_knew(setup: Setup) -> None:
    setup.start()
    first = setup.bus.wait(EngineStarted).epoch
    setup.agent.say(ContactChanged(portal="front-door", contact=Contact.CLOSED))
    setup.agent.say(READ)
    setup.agent.say(ContactChanged(portal="front-door", contact=Contact.OPEN))
    setup.bus.wait(PortalChanged, lambda change: change.state is DoorState.OPEN)
    setup.restart()
    assert setup.bus.wait(EngineStarted).epoch == first + 1
    shown = setup.bus.wait_sent(lambda sent: sent.topic.endswith("state/front-door"))
    assert shown.body.state is DoorState.OPEN
    setup.at(setup.clock.now() + timedelta(seconds=30))
    assert setup.bus.wait(AlarmRaised).kind == "held_open"
    reader = setup.reader()
    person = reader.person("p1001")
    assert person is not None
    assert person.presence == ("lobby",)
    reader.close()


def test_an_agent_that_leaves_the_bus_is_an_alarm(setup: Setup) -> None:
    setup.start()
    topic = Topics("hq").health(CABINET)
    will = encode(Sender("hq", CABINET, 1, setup.clock.now).wrap(Health(online=False, why="connection lost")))
    setup.bus.deliver(topic, will)
    assert setup.bus.wait(AlarmRaised).kind == "device_offline"
