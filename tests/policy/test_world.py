"""The world as engine and agents drive it: what became of grants, deadlines, belief, facts that change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from gate.domain.card import card_number
from gate.domain.credential import CredentialState
from gate.domain.decision import Result
from gate.policy import Means, NotThere, World
from tests.policy.build import person, world
from tests.policy.lab import ANN, BOB, SITE, T0, after, enter, grant, outcomes, read


@pytest.fixture
def lab() -> World:
    return world(SITE, [ANN, BOB])


def test_decide_changes_nothing(lab: World) -> None:
    assert [read(lab, 0, "lab-in") for _ in range(3)] == [read(lab, 0, "lab-in")] * 3
    assert lab.drain() == ()
    assert lab.next_deadline() is None


@pytest.mark.regime("C1")
def test_entered_and_exited(lab: World) -> None:
    assert outcomes(enter(lab, 0, "front-in")) == [("entered", ("ann",), "hall")]
    assert lab.presence("ann") == {"hall"}
    assert lab.inside("hall") == ("ann",)
    assert outcomes(enter(lab, 10, "lab-in")) == [("entered", ("ann",), "lab")]
    assert lab.inside("hall") == ("ann",)
    assert lab.inside("lab") == ("ann",)
    assert outcomes(enter(lab, 20, "lab-out")) == [("exited", ("ann",), "hall")]
    assert lab.inside("lab") == ()


def test_no_entry_when_the_deadline_is_over(lab: World) -> None:
    grant(lab, 0, "front-in")
    assert lab.advance(after(6)) == ()
    deadline = lab.next_deadline()
    assert deadline == after(6) + timedelta(microseconds=1)
    assert outcomes(lab.advance(deadline)) == [("no_entry", ("ann",), "hall")]
    assert lab.next_deadline() is None
    assert lab.advance(after(100)) == ()
    assert lab.presence("ann") == {"out", "hall", "lab", "vault"}


def test_without_a_contact_nobody_can_know() -> None:
    portals = [each | ({"contact": False} if each["id"] == "labdoor" else {}) for each in SITE["portals"]]
    blind = world(SITE | {"portals": portals}, [ANN])
    enter(blind, 0, "front-in")
    grant(blind, 10, "lab-in")
    assert outcomes(blind.advance(after(20))) == [("uncertain", ("ann",), "lab")]
    assert blind.presence("ann") == {"hall", "lab"}


def test_opened_too_late_is_no_entry(lab: World) -> None:
    grant(lab, 0, "front-in")
    assert outcomes(lab.opened("front", after(6.000001))) == [("no_entry", ("ann",), "hall")]


def test_opened_before_the_grant_is_not_theirs(lab: World) -> None:
    grant(lab, 10, "front-in")
    assert outcomes(lab.opened("front", after(9))) == [("no_entry", ("ann",), "hall")]


def test_superseded_is_uncertain(lab: World) -> None:
    enter(lab, 0, "front-in")
    grant(lab, 10, "lab-in")
    assert outcomes(grant(lab, 11, "lab-in", 2)) == [("uncertain", ("ann",), "lab")]
    assert lab.presence("ann") == {"hall", "lab"}


def test_given_while_open_is_uncertain(lab: World) -> None:
    enter(lab, 0, "front-in")
    lab.opened("labdoor", after(5))
    assert outcomes(grant(lab, 6, "lab-in")) == [("uncertain", ("ann",), "lab")]
    assert lab.next_deadline() is None


def test_contact_lost_under_a_live_grant(lab: World) -> None:
    enter(lab, 0, "front-in")
    grant(lab, 10, "lab-in")
    assert outcomes(lab.contact_unknown("labdoor", after(11))) == [("uncertain", ("ann",), "lab")]
    assert outcomes(grant(lab, 20, "lab-in")) == [("uncertain", ("ann",), "lab")]
    assert not lab.secure("labdoor", after(100))
    assert read(lab, 100, "vault-in").reasons == ("interlock",)
    lab.closed("labdoor", after(101))
    assert lab.secure("labdoor", after(101))


def test_released_by_others_is_not_secure(lab: World) -> None:
    lab.released("labdoor", after(0), timedelta(seconds=5))
    assert read(lab, 4.999999, "vault-in").reasons == ("interlock",)
    assert read(lab, 5, "vault-in").granted
    lab.released("labdoor", after(10))
    assert not lab.secure("labdoor", after(10_000))
    lab.relocked("labdoor", after(10_001))
    assert lab.secure("labdoor", after(10_001))


def test_longer_release_for_extended_time(lab: World) -> None:
    decision = read(lab, 0, "lab-in")
    lab.record(decision, timedelta(seconds=10))
    assert not lab.secure("labdoor", after(9.999999))
    assert lab.secure("labdoor", after(10))
    assert outcomes(lab.opened("labdoor", after(11))) == [("entered", ("ann",), "lab")]


def test_extended_time_is_said(lab: World) -> None:
    assert not read(lab, 0, "lab-in").extended_time
    lab.put_person(replace(person(ANN), extended_time=True), 1)
    assert read(lab, 0, "lab-in").extended_time


def test_left_by_hand_widens_outward(lab: World) -> None:
    for seconds, reader in ((0, "front-in"), (10, "lab-in")):
        enter(lab, seconds, reader)
    assert read(lab, 20, "lab-in").reasons == ("passback",)
    lab.widen(["labdoor"], after(21), inward=False, outward=True)
    assert lab.presence("ann") == {"hall", "lab"}
    assert read(lab, 22, "lab-in").granted
    assert lab.inside("lab") == ()


def test_a_handle_lets_nobody_in(lab: World) -> None:
    enter(lab, 0, "front-in")
    lab.widen(["labdoor"], after(3), inward=False, outward=True)
    assert read(lab, 4, "vault-in").reasons == ("passback",)


def test_forced_widens_both_ways(lab: World) -> None:
    enter(lab, 0, "front-in")
    lab.widen(["labdoor"], after(3), inward=True, outward=True)
    assert lab.presence("ann") == {"hall", "lab"}
    assert read(lab, 4, "vault-in").granted


def test_outage_widens_along_all_its_doors(lab: World) -> None:
    enter(lab, 0, "front-in")
    lab.widen(["vaultdoor", "labdoor"], after(3), inward=True, outward=True)
    assert lab.presence("ann") == {"hall", "lab", "vault"}
    enter(lab, 10, "vault-in")
    assert lab.presence("ann") == {"vault"}, "the first move synchronises again"


def test_who_was_lost_sight_of_is_still_asked_for(lab: World) -> None:
    """A roll call must not lose somebody because a door stood open; who was never seen is on file alone."""
    assert lab.can_be_in(["hall", "lab", "vault"]) == ()
    enter(lab, 0, "front-in")
    lab.widen(["front", "vaultdoor", "labdoor"], after(3), inward=True, outward=True)
    assert lab.presence("ann") == {"out", "hall", "lab", "vault"}
    assert lab.can_be_in(["lab"]) == ("ann",)
    lab.forgive("ann", after(4))
    assert lab.can_be_in(["lab"]) == ("ann",)
    restarted = world(SITE, [ANN, BOB])
    restarted.restore(list(lab.drain()))
    assert restarted.can_be_in(["lab"]) == ("ann",)


@pytest.mark.regime("B3")
def test_facts_show_in_the_next_decision(lab: World) -> None:
    enter(lab, 0, "front-in")
    lab.put_person(replace(person(ANN), memberships=()), 7)
    assert lab.revision == 7
    assert read(lab, 10, "lab-in").reasons == ("no_grant",)
    assert lab.presence("ann") == {"hall"}
    lab.put_person(person(ANN), 8)
    assert read(lab, 10, "lab-in").granted
    assert read(lab, 10, "lab-in").revision == 8
    lab.drop_person("ann", 9)
    assert read(lab, 10, "lab-in").reasons == ("unknown_credential",)
    assert lab.inside("hall") == ()
    assert lab.person("ann") is None
    lab.put_person(person(ANN), 10)
    assert lab.presence("ann") == {"out", "hall", "lab", "vault"}


def test_an_older_revision_does_not_count_back(lab: World) -> None:
    lab.put_person(person(ANN), 5)
    lab.drop_person("nobody", 3)
    assert lab.revision == 5


def test_find(lab: World) -> None:
    found = lab.find(card_number("H10301", "2", 1))
    assert found is not None
    assert (found[0].id, found[1].id) == ("bob", "card-bob")
    assert lab.find(card_number("H10301", 3, 1)) is None


def test_card_that_moves_to_another_person(lab: World) -> None:
    moved = replace(person(BOB), credentials=person(ANN).credentials)
    lab.put_person(replace(person(ANN), credentials=()), 1)
    lab.put_person(moved, 2)
    assert read(lab, 0, "lab-in", 1).person == "bob"
    assert read(lab, 0, "lab-in", 2).reasons == ("unknown_credential",)


def test_credential_state_stands_until_the_person_is_put(lab: World) -> None:
    lab.set_credential_state("card-ann", CredentialState.LOST, after(0))
    assert read(lab, 1, "lab-in").reasons == ("credential_lost",)
    changed = lab.person("ann")
    assert changed is not None
    assert changed.credentials[0].state is CredentialState.LOST
    lab.drain()
    lab.put_person(person(ANN), 1)
    assert read(lab, 2, "lab-in").granted
    assert [(row.kind, row.key, row.value) for row in lab.drain()] == [("credential", "card-ann", None)]


def test_one_who_waits_goes_off_file(lab: World) -> None:
    site = SITE | {
        "zones": [each | ({"two_person": "10s"} if each["id"] == "hall" else {}) for each in SITE["zones"]]
    }
    pair = world(site, [ANN, BOB])
    pair.record(read(pair, 0, "front-in"))
    pair.drop_person("ann", 1)
    assert read(pair, 1, "front-in", 2).reasons == ("two_person",)


@pytest.mark.parametrize(
    ("hours", "micros", "reasons"), [(8, -1, ()), (8, 0, ("lease_ended",)), (9, 0, ("lease_ended",))]
)
def test_lease(lab: World, hours: int, micros: int, reasons: tuple[str, ...]) -> None:
    """A zone's lease is over when now - fresh_at >= lease (architecture, "Offline rights")."""
    fresh = T0 - timedelta(hours=hours, microseconds=micros)
    assert read(lab, 0, "lab-in", means=Means(alone=True, fresh_at=fresh)).reasons == reasons
    assert read(lab, 0, "vault-in", means=Means(alone=True, fresh_at=fresh)).reasons == reasons
    assert read(lab, 0, "front-in", means=Means(alone=True, fresh_at=fresh)).granted


def test_lease_without_a_token(lab: World) -> None:
    alone = Means(alone=True)
    assert read(lab, 0, "front-in", means=alone).reasons == ("lease_ended",)
    assert read(lab, 0, "lab-out", means=alone).granted


def test_lease_of_a_day_where_none_is_named(lab: World) -> None:
    just = Means(alone=True, fresh_at=T0 - timedelta(hours=24) + timedelta(microseconds=1))
    assert read(lab, 0, "front-in", means=just).granted
    over = Means(alone=True, fresh_at=T0 - timedelta(hours=24))
    assert read(lab, 0, "front-in", means=over).reasons == ("lease_ended",)


def test_cannot_record(lab: World) -> None:
    lost = Means(can_record=False)
    assert read(lab, 0, "lab-in", means=lost).reasons == ("cannot_record",)
    assert read(lab, 0, "vault-in", means=lost).granted, "the level is the zone's own"
    assert read(lab, 0, "front-in", means=lost).granted
    assert read(lab, 0, "lab-out", means=lost).granted


@pytest.mark.parametrize(
    "call",
    [
        lambda w: read(w, 0, "no-reader"),
        lambda w: w.opened("no-portal", T0),
        lambda w: w.closed("no-portal", T0),
        lambda w: w.contact_unknown("no-portal", T0),
        lambda w: w.lock_down(["hall", "nowhere"], T0),
        lambda w: w.lift(["nowhere"], T0),
        lambda w: w.set_threat(None, ["hall", "nowhere"], T0),
        lambda w: w.set_threat("none", ["hall"], T0),
        lambda w: w.forgive("nobody", T0),
        lambda w: w.set_credential_state("nothing", CredentialState.LOST, T0),
        lambda w: w.widen(["front", "no-portal"], T0, inward=True, outward=True),
        lambda w: w.presence("nobody"),
        lambda w: w.inside("nowhere"),
    ],
)
def test_what_is_not_there(lab: World, call: Any) -> None:
    with pytest.raises(NotThere):
        call(lab)
    assert lab.drain() == ()


def test_naive_instants_are_refused(lab: World) -> None:
    naive = T0.replace(tzinfo=None)
    with pytest.raises(TypeError):
        lab.lock_down(["hall"], naive)
    with pytest.raises(TypeError):
        lab.opened("front", naive)
    assert lab.drain() == ()


def test_a_decision_of_an_agent_is_applied_as_decided(lab: World) -> None:
    decision = replace(read(lab, 0, "lab-in"), result=Result.GRANTED, persons=("ann",), reasons=())
    lab.record(decision)
    assert outcomes(lab.opened("labdoor", after(1))) == [("entered", ("ann",), "lab")]
