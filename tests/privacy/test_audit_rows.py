"""Audit rows: who, what, when, from where, why, before and after; one request over all rows of an action."""

import json

from gate.domain.commands import AddMembership, DepartPerson, Outcome, SetCredentialState
from gate.domain.events import CommandRecorded
from gate.domain.operator_key import operator_key
from gate.store.read import EventFilter
from tests.privacy.place import Place
from tests.service.rig import GUARD, HR, MANAGER


def test_before_and_after_name_what_changed_and_no_more(place: Place) -> None:
    place.rig.command(SetCredentialState(credential="c3", state="lost", reason="left in a taxi"), GUARD)
    audit = place.rig.noted(CommandRecorded)[-1]
    assert json.loads(audit.before) == {"people p1001": {"person.credentials[c3].state": "active"}}
    assert json.loads(audit.after) == {"people p1001": {"person.credentials[c3].state": "lost"}}
    assert (audit.reason, audit.actor.origin, audit.person) == ("left in a taxi", "desk", "p1001")


def test_a_new_thing_has_no_before(place: Place) -> None:
    ask = AddMembership(person="p1002", group="guards", reason="helps out", approved_by="p1001")
    place.rig.command(ask, MANAGER)
    audit = place.rig.noted(CommandRecorded)[-1]
    assert audit.before == ""
    (changed,) = json.loads(audit.after).values()
    assert {name.rpartition(".")[2]: value for name, value in changed.items()}["group"] == "guards"


def test_names_and_numbers_are_masked(place: Place) -> None:
    person, _ = place.guest("Nora Secretname")
    audit = place.rig.noted(CommandRecorded)[-1]
    after = json.loads(audit.after)[f"people {person}"]
    assert after["person.name"] == after["id_hash"] == "···"
    assert "Secretname" not in audit.after
    assert audit.person == person


def test_what_is_refused_changes_nothing_and_shows_nothing(place: Place) -> None:
    receipt = place.rig.command(DepartPerson(person="p1001", reason=""), HR)
    assert receipt.outcome is Outcome.REFUSED
    audit = place.rig.noted(CommandRecorded)[-1]
    assert (audit.before, audit.after, audit.person) == ("", "", "p1001")


def test_one_request_over_all_rows_of_an_action(place: Place) -> None:
    place.rig.command(DepartPerson(person="p1001", reason="retires"), HR, id="the-action")
    page = place.reader.events(EventFilter(request="the-action"))
    kinds = [row.type for row in page.rows]
    assert kinds[0] == "CommandRecorded"
    assert {"PersonDeparted", "CredentialStateChanged"} <= set(kinds)
    assert len(kinds) == len(place.rig.last.logged)


def test_commands_are_found_by_operator_and_by_person(place: Place) -> None:
    place.rig.command(SetCredentialState(credential="c3", state="lost", reason="gone"), GUARD)
    place.rig.command(SetCredentialState(credential="c4", state="suspended", reason="leave"), MANAGER)
    of_guard = place.reader.events(EventFilter(subject=operator_key("wang.fang"))).rows
    assert [json.loads(row.body)["reason"] for row in of_guard] == ["gone"]
    about = place.reader.events(EventFilter(person="p1002", types=("CommandRecorded",))).rows
    assert [json.loads(row.body)["reason"] for row in about] == ["leave"]
