"""Identity, agreement, things and permits at the engine, and the check-in that they bar."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from gate.domain.agreement import SignedBy
from gate.domain.card import card_number
from gate.domain.carried import ItemState, PermitState, PermitWay
from gate.domain.commands import Actor, CheckOutVisit, Outcome
from gate.domain.desk_commands import (
    AgreementWording,
    ApplyCarryPermit,
    CompareCarried,
    Declared,
    JudgeCarryPermit,
    KeepPhoto,
    PublishAgreement,
    ReconcileItem,
    RefuseAgreement,
    SettleItem,
    SignAgreement,
)
from gate.domain.desk_record import Identified
from gate.domain.rights import Role
from gate.domain.visit import Items, VisitState
from gate.domain.visit_commands import ApproveVisit
from tests.desk.asking import (
    KEEPER,
    SECOND,
    checked_in,
    declared,
    done,
    file,
    identified,
    published,
    record,
    registered,
    revision,
)
from tests.service.rig import GUARD, MORNING, POOL, Rig

OWNER = Actor(user="chen.wei", role=Role.MANAGER, person="p1001")
PHONE = Declared(kind="phone", serial="SN-1")
SHA = "a" * 64


def to_the_lab(rig: Rig, **changes: Any) -> str:
    """A visit to a zone that bans phones and cameras, approved."""
    visit = registered(
        rig, **{"zones": ("lobby", "lab"), "id_kind": "passport", "id_number": "AB1", **changes}
    )
    while file(rig, visit).visit.state is VisitState.SUBMITTED:
        edition = file(rig, visit).edition
        done(
            rig,
            ApproveVisit(visit=visit, edition=edition),
            Actor(user="zhao.li", role=Role.MANAGER, person="p1002"),
        )
    return visit


def settled(rig: Rig, visit: str, state: ItemState, **changes: str) -> Any:
    """The only thing of the visit."""
    (item,) = rig.facts.desk.items[visit]
    ask = SettleItem(visit=visit, revision=revision(rig, visit), item=item, state=state)
    return rig.command(replace(ask, **changes))  # type: ignore[arg-type]


def ended(rig: Rig, visit: str, state: ItemState, **changes: str) -> Any:
    (item,) = rig.facts.desk.items[visit]
    ask = ReconcileItem(visit=visit, revision=revision(rig, visit), item=item, state=state)
    return rig.command(replace(ask, **changes))  # type: ignore[arg-type]


# ── identity ─────────────────────────────────────────────────────────────────


def test_a_document_is_kept_as_hash_and_last_four_and_the_record_survives(rig: Rig) -> None:
    visit = registered(rig)
    assert identified(rig, visit, born=date(1974, 8, 12), nationality="UTO").outcome is Outcome.DONE
    done(rig, KeepPhoto(visit=visit, revision=revision(rig, visit), photo=SHA))
    person = rig.facts.people[file(rig, visit).person]
    assert (person.id_kind, person.id_last4, len(person.id_hash)) == ("passport", "02C3", 64)
    before = record(rig, visit)
    rig.restart()
    assert record(rig, visit) == before
    assert not any("L898902C3" in each.row.body for outcome in rig.outcomes for each in outcome.logged)


@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False), (1, False)])
def test_a_document_is_good_through_its_last_day(rig: Rig, days: int, refused: bool) -> None:
    visit = registered(rig)
    today = (MORNING + timedelta(hours=8)).date()
    identified(rig, visit, ends=today + timedelta(days=days))
    assert (checked_in(rig, visit).why == "the document has expired") == refused


def test_the_guards_look_is_recorded_where_nothing_was_read(rig: Rig) -> None:
    visit = registered(rig)
    checked_in(rig, visit)
    assert (record(rig, visit).identified, record(rig, visit).identified_by) == (Identified.SEEN, SECOND.user)


@pytest.mark.regime("D1")
def test_a_classified_zone_asks_for_a_document_that_is_known(rig: Rig) -> None:
    visit = to_the_lab(rig, id_kind="", id_number="")
    assert checked_in(rig, visit).why == "the document is not read"
    identified(rig, visit)
    declared(rig, visit)
    assert checked_in(rig, visit).outcome is Outcome.DONE


# ── agreement ────────────────────────────────────────────────────────────────


def signing(rig: Rig, visit: str, **changes: Any) -> Any:
    text = rig.facts.desk.texts["en"]
    ask = SignAgreement(
        visit=visit, revision=revision(rig, visit), version=text.version, language="en",
        text_sha256=text.sha256, method=SignedBy.TYPED, typed_name="Ana Souza",
    )  # fmt: skip
    return rig.command(replace(ask, **changes))


def test_once_there_is_a_text_a_guards_word_is_no_signature(rig: Rig) -> None:
    published(rig)
    visit = registered(rig)
    assert checked_in(rig, visit).why == "the agreement is not signed"
    assert signing(rig, visit, text_sha256=SHA).why == "there is a newer agreement: show it, and ask again"
    assert signing(rig, visit, typed_name=" ").outcome is Outcome.INVALID
    assert signing(rig, visit).outcome is Outcome.DONE
    person = rig.facts.people[file(rig, visit).person].person
    assert person.prerequisites["agreement"] == file(rig, visit).visit.ends.date()
    assert checked_in(rig, visit, agreement=False).outcome is Outcome.DONE


@pytest.mark.regime("D2")
def test_a_new_version_asks_again_and_a_refusal_stands_until_he_signs(rig: Rig) -> None:
    published(rig)
    visit = registered(rig)
    signing(rig, visit)
    same = tuple(
        AgreementWording(language=each.language, title=each.title, text=each.text)
        for each in rig.facts.desk.texts.values()
    )
    assert rig.command(PublishAgreement(wordings=same), KEEPER).why == "the agreement reads so already"
    published(rig, "Anew.")
    assert checked_in(rig, visit).why == "there is a newer agreement: it is not signed"
    text = rig.facts.desk.texts["zh"]
    done(
        rig,
        RefuseAgreement(
            visit=visit, revision=revision(rig, visit), version=2, language="zh", text_sha256=text.sha256,
            reason="must ask his lawyer",
        ),
    )  # fmt: skip
    rig.restart()
    assert checked_in(rig, visit).why == "the visitor refused to sign the agreement"
    signing(rig, visit)
    assert checked_in(rig, visit).outcome is Outcome.DONE


# ── things ───────────────────────────────────────────────────────────────────


@pytest.mark.regime("E1")
def test_a_banned_phone_bars_the_check_in_until_it_is_in_a_locker(rig: Rig) -> None:
    visit = to_the_lab(rig)
    declared(rig, visit, PHONE)
    assert file(rig, visit).visit.items is Items.OPEN
    assert checked_in(rig, visit).why == "a banned thing is in the visitor's hands"
    assert settled(rig, visit, ItemState.CARRIED).outcome is Outcome.REFUSED
    assert settled(rig, visit, ItemState.CARRIED, seal="S-1").outcome is Outcome.REFUSED, "banned by name"
    assert settled(rig, visit, ItemState.DEPOSITED).why == "expected the locker's number"
    assert settled(rig, visit, ItemState.DEPOSITED, locker="7").outcome is Outcome.DONE
    other = to_the_lab(rig)
    declared(rig, other, PHONE)
    assert settled(rig, other, ItemState.DEPOSITED, locker="7").why == "locker 7 is taken"
    assert file(rig, visit).visit.items is Items.DEPOSITED
    assert checked_in(rig, visit).outcome is Outcome.DONE


def test_a_laptop_goes_in_with_its_camera_sealed(rig: Rig) -> None:
    visit = to_the_lab(rig)
    declared(rig, visit, Declared(kind="laptop", serial="L1"))
    assert settled(rig, visit, ItemState.CARRIED, seal="S-88").outcome is Outcome.DONE
    assert file(rig, visit).visit.items is Items.NONE


@pytest.mark.regime("E1")
def test_the_doors_ask_the_desks_record(rig: Rig) -> None:
    """``items_open`` of the policy: what stands at the desk decides, at the lab's door too."""
    visit = to_the_lab(rig)
    declared(rig, visit, PHONE)
    settled(rig, visit, ItemState.DEPOSITED, locker="7")
    assert checked_in(rig, visit).outcome is Outcome.DONE
    person = rig.facts.world.person(file(rig, visit).person)
    assert person is not None
    assert [each.items for each in person.visits] == [Items.DEPOSITED]
    reasons = rig.present(POOL, "rdr-lab-in")
    assert reasons is not None
    assert "items_open" not in reasons.reasons


@pytest.mark.regime("E3")
def test_a_visit_closes_when_its_last_thing_is_accounted_for(rig: Rig) -> None:
    visit = to_the_lab(rig)
    declared(rig, visit, PHONE)
    settled(rig, visit, ItemState.DEPOSITED, locker="7")
    checked_in(rig, visit)
    done(rig, CheckOutVisit(visit=visit, badge_returned=True, evidence="seen leaving"))
    assert file(rig, visit).visit.state is VisitState.CHECKED_OUT
    assert ended(rig, visit, ItemState.TAKEN_OUT, serial="SN-1").outcome is Outcome.REFUSED
    assert ended(rig, visit, ItemState.RETURNED, serial="SN-2").outcome is Outcome.REFUSED
    ended(rig, visit, ItemState.MISSING)
    assert ("item_missing", visit) in rig.alarms()
    assert record(rig, visit).reconciled_at is None
    assert ended(rig, visit, ItemState.RETURNED, serial="sn1").outcome is Outcome.DONE
    assert file(rig, visit).visit.state is VisitState.CLOSED


# ── permits ──────────────────────────────────────────────────────────────────


def applied(rig: Rig, person: str, way: PermitWay = PermitWay.IN, **changes: Any) -> str:
    ask = ApplyCarryPermit(
        way=way, person=person, zone="lab", kind="camera", description="thermal camera", serial="TC-9",
        reason="calibration", starts=MORNING, ends=MORNING + timedelta(hours=1),
    )  # fmt: skip
    return done(rig, replace(ask, **changes), GUARD)


def approved(rig: Rig, permit: str) -> None:
    done(rig, JudgeCarryPermit(permit=permit, approve=True, reason="supervised"), OWNER)


@pytest.mark.regime("E2")
def test_a_camera_goes_in_under_a_permit_for_its_serial_and_out_again(rig: Rig) -> None:
    visit = to_the_lab(rig)
    permit = applied(rig, file(rig, visit).person)
    declared(rig, visit, Declared(kind="camera", serial="tc 9"))
    early = settled(rig, visit, ItemState.CARRIED, permit=permit)
    assert early.why == "the permit is applied, not approved"
    assert (
        rig.command(JudgeCarryPermit(permit=permit, approve=True, reason="x"), KEEPER).outcome
        is Outcome.REFUSED
    )
    approved(rig, permit)
    assert settled(rig, visit, ItemState.CARRIED, permit=permit).outcome is Outcome.DONE
    assert file(rig, visit).visit.items is Items.NONE
    assert checked_in(rig, visit).outcome is Outcome.DONE
    assert ended(rig, visit, ItemState.TAKEN_OUT, serial="TC-9").outcome is Outcome.DONE
    assert permit not in rig.facts.desk.permits, "closed: it came out again"


@pytest.mark.parametrize(("minutes", "holds"), [(-0.001, False), (0, True), (59.999, True), (60, False)])
def test_a_permit_holds_from_its_start_to_before_its_end(rig: Rig, minutes: float, holds: bool) -> None:
    permit = applied(rig, "p1002", starts=MORNING + timedelta(hours=1), ends=MORNING + timedelta(hours=2))
    approved(rig, permit)
    rig.clock.instant = MORNING + timedelta(hours=1, minutes=minutes)
    receipt = rig.command(CompareCarried(permit=permit, way=PermitWay.IN, serial="TC-9"))
    assert (receipt.outcome is Outcome.DONE) == holds


def test_an_employees_thing_is_compared_in_and_out(rig: Rig) -> None:
    permit = applied(rig, "p1002")
    approved(rig, permit)
    wrong = rig.command(CompareCarried(permit=permit, way=PermitWay.IN, serial="TC-8"))
    assert wrong.why == "the serial number differs from the permit's"
    done(rig, CompareCarried(permit=permit, way=PermitWay.IN, serial="TC-9"))
    rig.restart()
    assert rig.facts.desk.permits[permit].state is PermitState.USED
    done(rig, CompareCarried(permit=permit, way=PermitWay.OUT, serial="TC-9"))
    assert permit not in rig.facts.desk.permits


@pytest.mark.regime("E2")
def test_nobody_judges_his_own_application(rig: Rig) -> None:
    mine = applied(rig, "p1001")
    assert rig.command(JudgeCarryPermit(permit=mine, approve=True, reason="x"), OWNER).why == (
        "nobody judges his own application"
    )
    another = Actor(user="zhao.li", role=Role.MANAGER, person="p1002")
    done(rig, JudgeCarryPermit(permit=mine, approve=True, reason="x"), another)


def test_a_qr_token_keeps_its_case_and_hex_does_not() -> None:
    assert card_number("QR", "aB3-xYz").number == "aB3-xYz"
    assert card_number("EM4100", "62e3086ced").number == "62E3086CED"
