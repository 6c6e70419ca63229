"""People from a file into the store, while no engine runs on it: how a demo and a first installation begin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gate.bus.sender import Sender
from gate.clock import Clock
from gate.domain.person import Person
from gate.domain.site import Site
from gate.engine.answered import Answered
from gate.engine.decider import Decider
from gate.engine.ledger import Ledger
from gate.engine.pins import Secrets
from gate.engine.starting import facts_from
from gate.engine.uses import Desk
from gate.keys.engine_keys import EngineKeys
from gate.service import people as use_cases
from gate.store import Store

SOURCE = "import"


def import_people(
    site: Site,
    store: Store,
    keys: EngineKeys,
    clock: Clock,
    people: Iterable[Person],
    pins: Mapping[str, str],
) -> int:
    """Add or replace these people, one transaction; how many. ``pins``: digits by person, kept as verifiers only.

    StoreConflict, and nothing written, if an engine wrote meanwhile.
    """
    verifiers = {person: keys.pin_verifier(person, digits) for person, digits in pins.items()}
    everybody = tuple(people)
    with store.work() as work:
        snapshot = work.snapshot()
        facts = facts_from(site, snapshot, snapshot.epoch)
        secrets = Secrets(keys)
        desk = Desk(facts=facts, judge=secrets.judge, answered=Answered())
        sender = Sender(site.id, SOURCE, snapshot.seq + 1, clock.now)  # the log grows: no two have one number
        decider = Decider(
            desk, ledger=Ledger({}), secrets=secrets, sender=sender, clock=clock, seq=snapshot.seq
        )
        work.write(decider.own(use_cases.import_people(facts, everybody, verifiers)).batch)
    return len(everybody)
