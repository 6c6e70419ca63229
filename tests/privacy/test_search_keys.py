"""A new search key: documents are found all along, rows move to it, and only then the older key can go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gate.domain.desk_commands import AddWatchEntries, EndWatchEntry, Watched
from gate.domain.key_events import SearchKeyTaken
from gate.domain.privacy_commands import ErasePersonalData, KeepField
from gate.engine.rehashing import Rehashing
from gate.engine.resealing import reseal
from gate.keys.ring_file import add_key, drop_keys
from gate.store import Batch
from gate.store.read import privacy_rows
from gate.store.search_keys import last_said
from tests.privacy.place import SYSTEM, Place
from tests.privacy.search_keys import (
    comes,
    dismiss,
    done,
    found,
    leaves,
    make_list,
    move,
    move_all,
    pages,
    restart,
    rotate,
    stand_under,
    watch,
)
from tests.service.rig import GUARD, MANAGER

A, B = "L898902C3", "X00T471199"


def hashes_in(place: Place) -> set[str]:
    return {str(each) for each in place.column("SELECT id_hash FROM people WHERE id_hash != ''")}


@pytest.mark.regime("G4")
def test_rows_move_and_the_older_key_goes(each_place: Place) -> None:
    place = each_place
    listed = make_list(place)
    watch(place, listed, A)
    visits = [comes(place, number) for number in (A, A, B)]
    dismiss(place, visits[0])
    assert set(stand_under(place)) == {"i1"}
    assert rotate(place) == "i2"
    assert (move_all(place, at_once=2), set(stand_under(place))) == (0, {"i2"})
    with place.ask() as connection:
        assert last_said(connection, "i2") == SearchKeyTaken(key="i2", left=0)
    people = {file.id_hash for file in place.rig.facts.people.values() if file.id_hash}
    assert people == hashes_in(place) == {place.rig.keys.document_hashes("passport", n)[0] for n in (A, B)}
    drop_keys(place.ring.folder, frozenset({"i1"}))
    restart(place)
    assert len(place.rig.keys.document_hashes("passport", A)) == 1
    assert found(place, comes(place, A)) == [], "the verdict on this document is remembered"
    watch(place, listed, B)
    assert len(found(place, comes(place, B))) == 1


def test_both_keys_find_before_anything_has_moved(place: Place) -> None:
    listed = make_list(place)
    watch(place, listed, A)
    rotate(place)
    (entry,) = place.rig.facts.desk.entries
    visit = comes(place, A)
    assert found(place, visit) == [entry]
    watch(place, listed, A)
    assert list(place.rig.facts.desk.entries) == [entry], "the same row is the same entry under either key"
    assert move_all(place) == 0
    assert found(place, visit) == [entry], "and nothing is found twice"


def test_a_refused_command_leaves_memory_and_store_alike(place: Place) -> None:
    visit = comes(place, A)
    person = place.rig.facts.visits[visit].person
    rotate(place)
    refused = place.rig.command(
        AddWatchEntries(list_id="none", entries=(Watched(name="Q", id_kind="passport", id_number=A),)),
        MANAGER,
    )
    assert refused.why == "no watchlist 'none'"
    assert {place.rig.facts.people[person].id_hash} == hashes_in(place)
    before = place.rig.facts.people[person].id_hash
    restart(place)
    assert place.rig.facts.people[person].id_hash == before


def test_moving_is_no_change_of_anybody(place: Place) -> None:
    visit = comes(place, A)
    file = place.rig.facts.people[place.rig.facts.visits[visit].person]
    rotate(place)
    move_all(place)
    moved = place.rig.facts.people[file.person.id]
    assert moved.id_hash != file.id_hash
    assert replace(moved, id_hash=file.id_hash) == file


def test_an_erased_person_stays_gone_whatever_was_on_its_way(place: Place) -> None:
    visit = comes(place, A)
    person = place.rig.facts.visits[visit].person
    rotate(place)
    read = list(pages(place))
    assert [len(each.documents) for each in read] == [1]
    leaves(place, visit)
    place.rig.clock.forward(hours=3)
    done(place, ErasePersonalData(person=person, reason="his wish"), SYSTEM)
    move(place, read[0])
    assert stand_under(place) == {}
    with place.ask() as connection:
        assert privacy_rows.private_fields(connection, person) == ()
    assert place.rig.facts.people[person].id_hash == ""


def test_what_an_engine_had_moved_before_it_died_is_not_read_again(place: Place) -> None:
    visits = [comes(place, f"P{number}00000{number}") for number in range(5)]
    rotate(place)
    first, second, *_ = pages(place, at_once=2)
    move(place, first)
    restart(place)
    again = [pair for page in pages(place, at_once=2) for pair in page.documents]
    assert set(again).isdisjoint(first.documents)
    assert len(again) == len(visits) - len(first.documents)
    assert set(second.documents) <= set(again)
    assert move_all(place, at_once=2) == 0


def test_what_has_no_number_stays_is_counted_and_moves_when_it_is_typed(place: Place) -> None:
    """An entry of an earlier version, whose number was kept nowhere."""
    listed = make_list(place)
    watch(place, listed, A)
    (entry,) = place.rig.facts.desk.entries.values()
    with place.rig.store.work() as work:
        work.write(Batch(facts=[replace(entry, id_kind="", id_sealed="")]))
    rotate(place)
    assert move_all(place) == 1
    assert Rehashing(place.rig.store, place.rig.keys).left().said, "once is enough"
    watch(place, listed, A)
    (moved,) = place.rig.facts.desk.entries.values()
    assert (moved.id, moved.id_kind) == (entry.id, "passport")
    assert move_all(place) == 0
    rotate(place)
    assert move_all(place) == 0, "its number is kept from now on"


def test_a_number_that_is_not_the_hashed_one_moves_nothing(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    visit = comes(place, A)
    person = place.rig.facts.visits[visit].person
    done(place, KeepField(person=person, name="id_number", value=B), GUARD)
    rotate(place)
    assert move_all(place) == 1
    assert f"the document of {person} stays under search key i1: another number is kept" in caplog.text
    assert A not in caplog.text
    assert B not in caplog.text


def test_a_key_that_is_gone_is_named(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    """A backup from before the change, put back beside a ring that has forgotten the older key."""
    comes(place, A)
    rotate(place)
    drop_keys(place.ring.folder, frozenset({"i1"}))
    restart(place)
    assert move_all(place) == 1, (
        "the private field was opened and hashed anew; who could vouch for the document?"
    )
    assert "1 documents of people hang on search key i1, which the ring does not have" in caplog.text
    assert A not in caplog.text


def test_entries_are_sealed_anew_under_a_new_field_key(place: Place) -> None:
    listed = make_list(place)
    watch(place, listed, A)
    (entry,) = place.rig.facts.desk.entries
    done(place, EndWatchEntry(entry=entry, reason="a mistake"), MANAGER)
    add_key(place.ring.folder, place.ring.master(), place.rig.clock.now())
    assert reseal(place.rig.store, place.ring.fields()) == 1
    with place.ask() as connection:
        assert privacy_rows.fields_by_key(connection) == {"f2": 1}
    drop_keys(place.ring.folder, frozenset({"f1"}))
    rotate(place)
    assert move_all(place) == 0, "an ended entry moves, too"


def test_a_verdict_that_was_given_beside_the_move_stays(place: Place) -> None:
    """It was remembered for a document that still stood under the older key, and moves with it."""
    watch(place, make_list(place), A)
    visit = comes(place, A)
    rotate(place)
    dismiss(place, visit)
    assert found(place, comes(place, A)) == []
    assert move_all(place) == 0
    assert found(place, comes(place, A)) == []
    restart(place)
    assert found(place, comes(place, A)) == []
