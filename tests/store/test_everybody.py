"""Everybody one after another is everybody at once."""

from dataclasses import replace

from sqlalchemy import create_engine

from gate.domain.person import Membership
from gate.store import Batch, Store
from gate.store.everybody import everybody
from tests.store.examples import ANA, CHEN, EVERYTHING, VISIT


def test_people_with_all_that_is_theirs(store: Store, ready_url: str) -> None:
    own = (Membership(id="m9", group="staff"),)
    person = replace(CHEN.person, id="p9", credentials=(), prerequisites={}, memberships=own)
    later = replace(CHEN, person=person, revision=9)
    with store.work() as work:
        work.write(Batch(facts=(*EVERYTHING, later)))
    engine = create_engine(ready_url)
    with engine.connect() as connection:
        found = {person.id: person for person in everybody(connection)}
    engine.dispose()
    assert list(found) == ["p1001", "p9", "v2001"]
    assert found["p1001"] == CHEN.person
    assert found["p9"].memberships == own
    assert found["v2001"] == replace(ANA.person, visits=(VISIT.visit,))
