"""Joiners, movers, leavers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gate.domain.card import card_number
from gate.domain.commands import (
    AddMembership,
    DepartPerson,
    EndMembership,
    Outcome,
    RecordRefusal,
    RegisterVisit,
    SetCredentialState,
)
from gate.domain.credential import Credential, CredentialState
from gate.domain.door_commands import RevokeCredentials
from gate.domain.events import (
    AgentStarted,
    CommandRecorded,
    ModeChanged,
    PersonDeparted,
    RevocationProved,
    RevocationTaken,
    VisitChanged,
)
from gate.domain.person import Person
from gate.domain.visit import VisitState
from gate.engine import import_people
from gate.store import StoreConflict
from gate.store.read import open_reader
from tests.service.rig import AUDITOR, CABINET, CHEN, GUARD, HR, LI, MANAGER, MORNING, Rig

LEAVE = DepartPerson(person="p1001", reason="resigned")


@pytest.mark.regime("B7")
def test_a_departure_kills_everything_at_once(rig: Rig) -> None:
    receipt = rig.command(LEAVE, HR)
    assert (receipt.outcome, receipt.agents) == (Outcome.DONE, (CABINET,))
    (departed,) = rig.noted(PersonDeparted)
    assert (departed.case, departed.waiting) == (receipt.subject, (CABINET,))
    assert set(departed.credentials) == {"c1", "c3"}
    (revoke,) = rig.told(RevokeCredentials)
    assert set(revoke.credentials) == {"c1", "c3"}
    assert revoke.revision == departed.revision
    assert rig.last.packs == {CABINET}
    file = rig.facts.people["p1001"]
    assert {each.state for each in file.person.credentials} == {CredentialState.REVOKED}
    assert all(each.ends == MORNING for each in file.person.memberships)
    assert (file.person.ends, file.departed_at) == (MORNING, MORNING)


@pytest.mark.regime("C2")
def test_the_dead_badge_is_denied_and_told_of_and_still_leaves(rig: Rig) -> None:
    rig.command(LEAVE, HR)
    entry, leave = rig.present(CHEN, "rdr-lab-in"), rig.present(CHEN, "rdr-office-out")
    assert entry is not None
    assert leave is not None
    assert "credential_revoked" in entry.reasons
    assert leave.granted
    assert leave.notes == ("credential_revoked", "person_not_valid")
    assert ("revoked_badge", "p1001") in rig.alarms()


@pytest.mark.regime("B7")
def test_the_case_is_proved_when_the_last_agent_swore(rig: Rig) -> None:
    case = rig.command(LEAVE, HR).subject
    revision = rig.facts.departures[case].revision
    rig.clock.forward(seconds=1)
    rig.event(RevocationTaken(revision=revision, credentials=("c3", "c1", "c99")))
    (proved,) = rig.noted(RevocationProved)
    assert (proved.case, proved.person, proved.revision) == (case, "p1001", revision)
    reader = open_reader(rig.store.shown_url)
    kept = reader.departure(case)
    assert kept is not None
    assert kept.answers == {CABINET: MORNING + timedelta(seconds=1)}
    assert kept.proved_at == MORNING + timedelta(seconds=1)
    reader.close()


@pytest.mark.parametrize("credentials", [("c1",), ()])
def test_half_an_oath_proves_nothing(rig: Rig, credentials: tuple[str, ...]) -> None:
    case = rig.command(LEAVE, HR).subject
    rig.event(RevocationTaken(revision=999, credentials=credentials))
    assert rig.facts.departures[case].waiting == (CABINET,)


def test_an_oath_under_an_older_revision_proves_nothing(rig: Rig) -> None:
    case = rig.command(LEAVE, HR).subject
    revision = rig.facts.departures[case].revision
    rig.event(RevocationTaken(revision=revision - 1, credentials=("c1", "c3")))
    assert rig.facts.departures[case].waiting == (CABINET,)


@pytest.mark.parametrize("back", [AgentStarted(version="1"), ModeChanged(mode="host", why="back")])
def test_an_agent_that_was_away_is_asked_again_also_by_a_new_engine(rig: Rig, back: object) -> None:
    rig.command(LEAVE, HR)
    rig.restart()
    rig.event(back)
    (revoke,) = rig.told(RevokeCredentials)
    assert set(revoke.credentials) == {"c1", "c3"}


def test_visits_of_the_departed_end_and_those_he_hosts_are_seen_again(rig: Rig) -> None:
    ask = RegisterVisit(
        name="Ben Ito",
        company="",
        host="p1001",
        zones=("lobby",),
        starts=MORNING,
        ends=MORNING + timedelta(hours=2),
    )
    hosted = rig.command(ask).subject
    rig.command(LEAVE, HR)
    assert [(v.visit, v.state) for v in rig.noted(VisitChanged) if v.visit == hosted] == [
        (hosted, "approved")
    ]
    rig.command(DepartPerson(person="v2001", reason="never comes again"), HR)
    assert rig.facts.visits["w1"].visit.state is VisitState.CANCELLED


def test_leaving_twice_without_reason_or_right(rig: Rig) -> None:
    assert rig.command(LEAVE, GUARD).why == "guard may not depart"
    assert rig.command(replace(LEAVE, reason=""), HR).why == "a reason is owed"
    assert rig.command(DepartPerson(person="nobody", reason="x"), HR).outcome is Outcome.INVALID
    rig.command(LEAVE, HR)
    assert rig.command(LEAVE, HR).why == "the person has left already"


@pytest.mark.regime("C5")
def test_every_command_leaves_an_audit_row_done_or_not(rig: Rig) -> None:
    rig.command(LEAVE, AUDITOR)
    (row,) = rig.noted(CommandRecorded)
    assert (row.command, row.outcome, row.subject, row.actor) == ("DepartPerson", "refused", "p1001", AUDITOR)
    assert row.reason == "resigned"
    rig.command(RecordRefusal(what="login", why="wrong password", subject="wang.fang"), GUARD)
    (row,) = rig.noted(CommandRecorded)
    assert (row.command, row.outcome, row.why, row.subject) == (
        "login",
        "refused",
        "wrong password",
        "wang.fang",
    )


def test_a_repeated_command_is_answered_and_not_done_again(rig: Rig) -> None:
    first = rig.command(LEAVE, HR, id="key-1")
    outcomes = len(rig.outcomes)
    assert rig.command(LEAVE, HR, id="key-1") == first
    rig.restart()
    assert rig.command(LEAVE, HR, id="key-1") == first
    assert len(rig.outcomes) == outcomes


def test_the_receipt_names_its_row_of_the_log(rig: Rig) -> None:
    receipt = rig.command(LEAVE, HR)
    reader = open_reader(rig.store.shown_url)
    assert receipt.event is not None
    row = reader.event(receipt.event)
    assert row is not None
    assert row.type == "CommandRecorded"
    reader.close()


@pytest.mark.regime("A3")
def test_memberships_begin_and_end(rig: Rig) -> None:
    join = AddMembership(person="v2001", group="lab-team", reason="project", approved_by="p1002")
    receipt = rig.command(join, MANAGER)
    assert rig.facts.people["v2001"].person.memberships[-1].id == receipt.subject
    assert rig.last.packs == {CABINET}
    end = EndMembership(person="v2001", membership=receipt.subject, reason="over")
    assert rig.command(end, MANAGER).outcome is Outcome.DONE
    assert rig.facts.people["v2001"].person.memberships[-1].ends == MORNING
    assert rig.command(replace(end, membership="m-0"), MANAGER).outcome is Outcome.INVALID


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"group": "kings"}, "no group 'kings'"),
        ({"approved_by": "p1001"}, "nobody approves his own membership"),
        ({"reason": ""}, "a reason is owed"),
        ({"person": "nobody"}, "no person 'nobody'"),
    ],
)
def test_memberships_that_cannot_be(rig: Rig, changes: dict[str, object], why: str) -> None:
    join = AddMembership(person="p1001", group="guards", reason="x", approved_by="p1002")
    assert rig.command(replace(join, **changes), MANAGER).why == why  # type: ignore[arg-type]


@pytest.mark.regime("B8")
def test_credentials_in_and_out(rig: Rig) -> None:
    def set_state(state: str, credential: str = "c1") -> str:
        return rig.command(SetCredentialState(credential=credential, state=state, reason="x"), HR).why

    assert set_state("suspended") == ""
    assert set_state("active") == ""
    assert set_state("stolen").startswith("expected a state among active, suspended")
    assert set_state("lost", "c-0") == "no credential 'c-0'"
    assert set_state("revoked") == ""
    assert set_state("active") == "it is revoked for good: issue another"


def test_a_card_given_to_another_meanwhile_cannot_come_back(rig: Rig) -> None:
    rig.command(SetCredentialState(credential="c1", state="suspended", reason="x"), HR)
    li = rig.facts.people["p1002"].person
    other = replace(li, credentials=(*li.credentials, Credential(id="c77", card=CHEN)))
    import_people(rig.site, rig.store, rig.keys, rig.clock, [other], {})
    rig.restart()
    back = rig.command(SetCredentialState(credential="c1", state="active", reason="x"), HR)
    assert back.why == "the card H10301:123:4567 is active for Li Na (p1002)"


def test_importing_again_changes_nothing_but_what_changed(rig: Rig) -> None:
    before = rig.facts.people["p1002"]
    moved = replace(before.person, department="Physics", pin=None)
    assert import_people(rig.site, rig.store, rig.keys, rig.clock, [moved], {"p1002": "7719"}) == 1
    rig.restart()
    after = rig.facts.people["p1002"]
    assert after.person == replace(before.person, department="Physics")
    assert after.revision > before.revision
    assert rig.present(LI, "rdr-front-in") is not None


def test_importing_beside_a_running_engine_is_refused(rig: Rig) -> None:
    person = Person(id="p9", name="New", credentials=(Credential(id="c9", card=card_number("H10301", 9, 9)),))
    import_people(rig.site, rig.store, rig.keys, rig.clock, [person], {})
    with pytest.raises(StoreConflict):
        rig.present(CHEN, "rdr-front-in")
