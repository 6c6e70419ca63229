"""A new field key: fields move to it at the engine's start, and the old key can be forgotten."""

import pytest

from gate.engine.resealing import reseal
from gate.keys.errors import SealError
from gate.keys.ring_file import add_key, drop_keys
from gate.store.read import privacy_rows
from tests.privacy.place import NUMBER, Place


@pytest.mark.regime("G4")
def test_fields_move_and_the_old_key_goes(each_place: Place) -> None:
    place = each_place
    people = [place.guest(f"Guest {number}", f"{NUMBER}{number}")[0] for number in range(5)]
    ring = place.ring
    before = ring.fields()
    assert reseal(place.rig.store, before) == 0, "nothing to do"
    add_key(ring.folder, ring.master(), place.rig.clock.now())
    assert reseal(place.rig.store, ring.fields()) == len(people)
    with place.ask() as connection:
        assert privacy_rows.fields_by_key(connection) == {"f2": len(people)}
        fields = [privacy_rows.private_fields(connection, person)[0] for person in people]
    drop_keys(ring.folder, frozenset({"f1"}))
    after = ring.fields()
    opened = [after.open(each.person, each.name, each.sealed).decode() for each in fields]
    assert opened == [f"{NUMBER}{number}" for number in range(5)]
    assert [each.lookup for each in fields] == [after.lookup("id_number", value) for value in opened]
    with pytest.raises(SealError):
        before.open(fields[0].person, fields[0].name, fields[0].sealed)


def test_what_does_not_open_stays_and_stops_nothing(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    people = [place.guest(f"Guest {number}")[0] for number in range(3)]
    ring = place.ring
    add_key(ring.folder, ring.master(), place.rig.clock.now())
    drop_keys(ring.folder, frozenset({"f1"}))
    assert reseal(place.rig.store, ring.fields()) == 0
    with place.ask() as connection:
        assert privacy_rows.fields_by_key(connection) == {"f1": len(people)}
    assert all(person in caplog.text for person in people)
    assert NUMBER not in caplog.text
