"""Private fields: shut in the store, shown to one reader for a reason, and every reading on record."""

from dataclasses import replace

import pytest

from gate.domain.commands import Actor, Outcome
from gate.domain.events import CommandRecorded
from gate.domain.privacy_commands import KeepField, RecordReading, RevealField
from gate.domain.rights import Role
from gate.keys.errors import SealError
from gate.keys.letter import LetterBox
from gate.store.read import privacy_rows
from tests.privacy.place import NUMBER, SYSTEM, Place
from tests.service.rig import AUDITOR, GUARD, MANAGER


def ask_for(place: Place, person: str, box: LetterBox) -> RevealField:
    with place.ask() as connection:
        (field,) = privacy_rows.private_fields(connection, person)
    return RevealField(
        person=person, name=field.name, sealed=field.sealed, address=box.address, reason="the police ask"
    )


@pytest.mark.regime("B10")
def test_a_document_number_is_shut_found_and_shown_once(place: Place) -> None:
    person, _ = place.guest()
    with place.ask() as connection:
        (field,) = privacy_rows.private_fields(connection, person)
    assert (field.name, field.shown) == ("id_number", NUMBER[-4:])
    assert field.lookup == place.ring.fields().lookup("id_number", NUMBER.lower())
    box = LetterBox()
    receipt = place.rig.command(ask_for(place, person, box), GUARD)
    assert receipt.outcome is Outcome.DONE
    assert box.open(receipt.letter, f"id_number of {person}").decode() == NUMBER
    with pytest.raises(SealError):
        LetterBox().open(receipt.letter, f"id_number of {person}")
    assert NUMBER not in repr(receipt)
    stored = place.whole_store()
    assert NUMBER not in stored
    assert receipt.letter not in stored
    audit = place.rig.noted(CommandRecorded)[-1]
    assert (audit.command, audit.actor, audit.reason, audit.person, audit.outcome) == (
        "RevealField", GUARD, "the police ask", person, "done",
    )  # fmt: skip


@pytest.mark.parametrize("actor", [MANAGER, AUDITOR, Actor(user="x", role=Role.HOST)])
def test_who_may_not_is_refused_and_recorded(place: Place, actor: Actor) -> None:
    person, _ = place.guest()
    receipt = place.rig.command(ask_for(place, person, LetterBox()), actor)
    assert (receipt.outcome, receipt.letter) == (Outcome.REFUSED, "")
    audit = place.rig.noted(CommandRecorded)[-1]
    assert (audit.outcome, audit.person) == ("refused", person)


def test_nothing_is_shown_without_a_reason_or_out_of_its_place(place: Place) -> None:
    person, _ = place.guest()
    other, _ = place.guest("Omar Guest", "X99887766554")
    ask = ask_for(place, person, LetterBox())
    cases = {
        "a reason is owed": replace(ask, reason="  "),
        "it does not open": replace(ask, person=other),
        "expected a field among": replace(ask, name="shoe_size"),
        "no person": replace(ask, person="nobody"),
    }
    for why, command in cases.items():
        receipt = place.rig.command(command, GUARD)
        assert receipt.outcome is not Outcome.DONE
        assert why in receipt.why
        assert not receipt.letter
    assert "does not open" in place.rig.command(replace(ask, address="nonsense"), GUARD).why


def test_a_field_is_kept_changed_and_taken_away(place: Place) -> None:
    person, _ = place.guest()
    for value, shown in (("13800138123", "123"), ("13900139456", "456")):
        assert (
            place.rig.command(KeepField(person=person, name="phone", value=value), GUARD).outcome
            is Outcome.DONE
        )
        with place.ask() as connection:
            kept = {each.name: each for each in privacy_rows.private_fields(connection, person)}
        assert kept["phone"].shown == shown
        assert place.ring.fields().open(person, "phone", kept["phone"].sealed).decode() == value
    place.rig.command(KeepField(person=person, name="phone", value=""), GUARD)
    with place.ask() as connection:
        assert [each.name for each in privacy_rows.private_fields(connection, person)] == ["id_number"]
    assert "13900139456" not in place.whole_store()
    assert (
        place.rig.command(KeepField(person=person, name="phone", value="9" * 401), GUARD).outcome
        is Outcome.INVALID
    )


def test_a_reading_is_recorded_with_who_why_and_from_where(place: Place) -> None:
    place.rig.command(RecordReading(what="person_page", person="p1001"), GUARD)
    audit = place.rig.noted(CommandRecorded)[-1]
    assert (audit.command, audit.person, audit.actor.origin, audit.why) == (
        "RecordReading", "p1001", "desk", "person_page",
    )  # fmt: skip
    place.rig.command(RecordReading(what="export", person="p1001", reason="he asked for it"), SYSTEM)
    assert place.rig.noted(CommandRecorded)[-1].reason == "he asked for it"
