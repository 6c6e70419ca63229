"""Everybody one after another is everybody at once."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC

import pytest
from sqlalchemy import create_engine

from gate.domain.person import Membership, Person
from gate.store import Batch, Store
from gate.store.base import EPOCH
from gate.store.everybody import everybody
from tests.store.examples import ANA, CHEN, EVERYTHING, VISIT


def read_back(url: str) -> dict[str, Person]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {person.id: person for person in everybody(connection)}
    engine.dispose()
    return found


def test_people_with_all_that_is_theirs(store: Store, ready_url: str) -> None:
    own = (Membership(id="m9", group="staff"),)
    person = replace(CHEN.person, id="p9", credentials=(), prerequisites={}, memberships=own)
    later = replace(CHEN, person=person, revision=9)
    with store.work() as work:
        work.write(Batch(facts=(*EVERYTHING, later)))
    found = read_back(ready_url)
    assert list(found) == ["p1001", "p9", "v2001"]
    assert found["p1001"] == CHEN.person
    assert found["p9"].memberships == own
    assert found["v2001"] == replace(ANA.person, visits=(VISIT.visit,))


def test_they_are_people_like_any_other(store: Store, ready_url: str) -> None:
    old = replace(CHEN.person, starts=EPOCH, memberships=(Membership(id="m9", group="staff", starts=EPOCH),))
    with store.work() as work:
        work.write(Batch(facts=(replace(CHEN, person=old),)))
    found = read_back(ready_url)["p1001"]
    assert found == old
    assert repr(found) == repr(old)
    assert found.starts is not None
    assert found.starts.tzinfo is UTC
    (credential, _), (membership,) = found.credentials, found.memberships
    for each, like in ((found, old), (credential, old.credentials[0]), (membership, old.memberships[0])):
        assert type(each) is type(like)
        with pytest.raises(FrozenInstanceError):
            each.id = "p2"  # type: ignore[misc]
    assert hash(credential.card) == hash(old.credentials[0].card)
