"""Erasure: what must go goes, what is held stays, and the tree still holds."""

from datetime import timedelta

import pytest

from gate.domain.commands import DepartPerson, Outcome
from gate.domain.personal import PERSONAL
from gate.domain.privacy_commands import ErasePersonalData, LiftHold, PlaceHold
from gate.domain.retention import EVENTS, types_of
from gate.privacy.report import Report, ReportFault, checked, leaves_digest, signed
from gate.store.read import EventFilter, privacy_rows
from tests.privacy.erasing import REASON, runner, seal_holds
from tests.privacy.place import NUMBER, SYSTEM, Place
from tests.service.rig import CHEN, GUARD, HR


def test_every_type_with_a_personal_part_belongs_to_one_kind() -> None:
    named = [name for types in EVENTS.values() for name in types]
    assert sorted(named) == sorted(PERSONAL)


@pytest.mark.regime("G6")
def test_a_visitor_is_erased_from_facts_and_log_and_the_seal_holds(each_place: Place) -> None:
    place = each_place
    person, visit = place.guest_gone("Nora Unforgotten")
    before = place.whole_store()
    assert all(word in before for word in ("Nora Unforgotten", "Guest and Sons", "the lathe is broken"))
    run = runner(place)
    erased = run.person(person, place.rig.clock.now() + timedelta(microseconds=1))
    assert run.refused == []
    assert (erased.people, erased.events > 0) == (1, True)
    after = place.whole_store()
    for word in ("Nora", "Guest and Sons", "to see the lathe", "the lathe is broken", NUMBER[-4:]):
        assert word not in after
    assert seal_holds(place) == erased.events
    found = place.reader.person(person)
    assert found is not None
    assert (found.file.person.name, found.visits[0].visit.id) == (person, visit), "a stone stays"
    place.rig.restart()
    assert place.rig.facts.people[person].person.name == person


def test_others_keep_theirs(each_place: Place) -> None:
    place = each_place
    person, _ = place.guest_gone()
    place.rig.walk(CHEN, "rdr-front-in", "front-door")
    runner(place).person(person, place.rig.clock.now() + timedelta(microseconds=1))
    rows = place.reader.events(EventFilter(person="p1001", types=("AccessDecided",))).rows
    assert [row.erased for row in rows] == [False]
    assert place.rig.facts.people["p1001"].person.name == "Chen Wei"


def test_who_belongs_here_is_not_erased(place: Place) -> None:
    guest, _ = place.guest()
    for person, why in (("p1001", "has not left"), (guest, "not over"), ("nobody", "no person")):
        receipt = place.rig.command(ErasePersonalData(person=person, reason=REASON), SYSTEM)
        assert receipt.outcome is not Outcome.DONE
        assert why in receipt.why
    gone = place.rig.command(DepartPerson(person="p1001", reason="retires"), HR)
    assert gone.outcome is Outcome.DONE
    assert place.rig.command(ErasePersonalData(person="p1001", reason=""), SYSTEM).why == "a reason is owed"
    assert (
        place.rig.command(ErasePersonalData(person="p1001", reason=REASON), GUARD).outcome is Outcome.REFUSED
    )
    assert place.rig.command(ErasePersonalData(person="p1001", reason=REASON), SYSTEM).outcome is Outcome.DONE


def test_an_erased_badge_still_opens_nothing(place: Place) -> None:
    place.rig.command(DepartPerson(person="p1001", reason="retires"), HR)
    place.rig.command(ErasePersonalData(person="p1001", reason=REASON), SYSTEM)
    decision = place.rig.present(CHEN, "rdr-front-in")
    assert decision is not None
    assert not decision.granted
    assert decision.person == "p1001", "a dead badge is still known for what it is"


def test_a_hold_keeps_a_person_until_it_is_lifted(place: Place) -> None:
    person, _ = place.guest_gone()
    hold = place.rig.command(PlaceHold(subject=person, reason="case 17"), SYSTEM)
    assert hold.outcome is Outcome.DONE
    place.rig.restart()  # holds outlive the engine
    refused = place.rig.command(ErasePersonalData(person=person, reason=REASON), SYSTEM)
    assert refused.why == f"hold {hold.subject} keeps it: case 17"
    assert (
        place.rig.command(LiftHold(hold=hold.subject, reason="case closed"), SYSTEM).outcome is Outcome.DONE
    )
    assert place.rig.command(LiftHold(hold=hold.subject, reason="again"), SYSTEM).outcome is Outcome.INVALID
    with place.ask() as connection:
        assert privacy_rows.holds(connection, lifted=False) == ()
        assert [each.lifted_by for each in privacy_rows.holds(connection, lifted=True)] == ["root"]
    assert place.rig.command(ErasePersonalData(person=person, reason=REASON), SYSTEM).outcome is Outcome.DONE


@pytest.mark.parametrize(
    ("subject", "fits"), [("p1001", True), ("movements", True), ("*", True), ("nobody", False), ("", False)]
)
def test_what_can_be_held(place: Place, subject: str, fits: bool) -> None:
    outcome = place.rig.command(PlaceHold(subject=subject, reason="inquiry"), SYSTEM).outcome
    assert outcome is (Outcome.DONE if fits else Outcome.INVALID)


@pytest.mark.regime("G6")
def test_the_report_is_signed_and_can_be_checked_against_the_log(place: Place) -> None:
    person, _ = place.guest_gone()
    now = place.rig.clock.now() + timedelta(microseconds=1)
    erased = runner(place).person(person, now)
    report = Report(site="hq", at=now, by="root", reason=REASON, erased=(erased,))
    signer = place.ring.engine_signer()
    file = signed(report, signer)
    assert checked(file, signer.public) == report
    assert person.encode() not in file
    with place.ask() as connection:
        found = leaves_digest(privacy_rows.erased(connection, types_of(""), erased.first, erased.last))
    assert found == (erased.events, erased.leaves)
    for wrong in (
        file.replace(b"3 March", b"4 March"),
        b"{}",
        b"no json",
        file.replace(b'"v": 1', b'"v": 2'),
    ):
        with pytest.raises(ReportFault):
            checked(wrong, signer.public)
    with pytest.raises(ReportFault, match="names another"):
        checked(file, bytes(32))
