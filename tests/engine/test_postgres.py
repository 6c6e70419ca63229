"""The same engine on PostgreSQL."""

from collections.abc import Iterator

import pytest

from gate.bus.messages import Ack
from gate.domain.commands import DepartPerson, Outcome, Receipt
from gate.domain.door_commands import ReleaseLock
from gate.domain.door_state import Contact, DoorState
from gate.domain.events import ContactChanged, CredentialPresented, EngineStarted, PassageEnded
from gate.keys.ring import KeyRing
from gate.store import StoreUrlInvalid, open_store
from tests.engine.bus import ask
from tests.engine.conftest import Setup
from tests.service.rig import CHEN, HR, import_example


@pytest.fixture
def on_postgres(postgres_url: str, ring: KeyRing) -> Iterator[Setup]:
    """Not started yet."""
    store = open_store(postgres_url)
    import_example(store, ring)
    store.close()
    made = Setup(postgres_url, ring)
    yield made
    made.stop()


def test_a_read_a_departure_and_a_restart(on_postgres: Setup) -> None:
    setup = on_postgres
    setup.start()
    setup.agent.say(ContactChanged(portal="front-door", contact=Contact.CLOSED))
    setup.agent.say(CredentialPresented(reader="rdr-front-in", card=CHEN))
    setup.bus.wait(ReleaseLock)
    setup.agent.say(ContactChanged(portal="front-door", contact=Contact.OPEN))
    assert setup.bus.wait(PassageEnded).outcome == "entered"
    ask(setup.bus, "hq", DepartPerson(person="p1001", reason="resigned"), HR)
    assert setup.bus.wait(Receipt).outcome is Outcome.DONE
    setup.bus.wait(Ack, lambda ack: ack.seq == 3)
    setup.restart()
    assert setup.bus.wait(EngineStarted).epoch == 2
    shown = setup.bus.wait_sent(lambda sent: sent.topic.endswith("state/front-door"))
    assert shown.body.state is DoorState.OPEN
    reader = setup.reader()
    page = reader.person("p1001")
    assert page is not None
    assert (page.presence, page.file.departed_at) == (("lobby",), setup.clock.now())
    assert reader.departures()[0].waiting == ("cabinet-1",)
    reader.close()


def test_a_url_of_no_store_is_refused_before_anything_starts(ring: KeyRing) -> None:
    with pytest.raises(StoreUrlInvalid, match="expected sqlite or postgresql"):
        Setup("mysql://host/db", ring).start()
