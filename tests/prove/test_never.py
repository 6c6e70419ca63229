"""``never``: each rule of an entry stands between a person and a breach, and each gap in it is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gate.domain.credential import CredentialState
from gate.domain.invariant import Who
from gate.domain.level import Clearance
from gate.policy import compile_site
from gate.policy.prove import Breach, Proof, check_invariants
from tests.prove.museum import (
    ANYONE,
    NEAR,
    VISITOR,
    grant,
    museum,
    never,
    person,
    verdict,
    visit,
    way,
)

STAFF = {"staff": [grant("s", "lobby", "archive")]}
LOBBY = "out —front→ lobby (grant s, Mon 2026-06-01 00:00)"
UNLOCKED = "—{}→ {} (stands unlocked, Mon 2026-06-01 00:00)"
EXIT = "—up→ hall (exit, Mon 2026-06-01 00:00)"
THROUGH = f"{LOBBY} —inner→ archive (grant s, Mon 2026-06-01 00:00)"


def test_a_granted_way_is_shown_door_by_door() -> None:
    assert way(museum(never(ANYONE), grants=STAFF), person("p", "staff")) == THROUGH


def test_a_grant_without_a_way_to_its_door_breaches_nothing() -> None:
    site = museum(never(ANYONE), grants={"staff": [grant("s", "archive")]})
    assert verdict(site, person("p", "staff")) == Proof(invariant=site.invariants[0], people=1)


@pytest.mark.parametrize(
    ("zone", "more"),
    [
        ({"min_clearance": "general"}, {}),
        ({"prerequisites": ["vetting"]}, {}),
        ({"min_assurance": "pki"}, {"credentials": [{"id": "c", "format": "EM4100", "number": "1"}]}),
        ({}, {"credentials": []}),
        ({}, {"credentials": [{"id": "c", "format": "EM4100", "number": "1", "state": "revoked"}]}),
        ({}, {"from": "2026-06-08T00:00:00Z", "until": "2026-06-08T00:00:00Z"}),
    ],
)
def test_what_a_zone_asks_for_keeps_out(zone: dict[str, object], more: dict[str, object]) -> None:
    site = museum(never(ANYONE), zones={"archive": zone}, grants=STAFF)
    assert isinstance(verdict(site, person("p", "staff", **more)), Proof)


def test_a_deny_keeps_out_only_while_its_schedule_is_active() -> None:
    for schedule, expected in (("always", None), ("night", "Mon 2026-06-01 06:00")):
        denies = {"denies": [grant("d", "archive", schedule=schedule)]}
        site = museum(never(ANYONE), grants=STAFF, flags={"staff": denies})
        found = way(site, person("p", "staff"))
        assert (found is None) if expected is None else (found is not None and found.endswith(f"{expected})"))


def test_one_may_wait_inside_until_the_next_door_opens() -> None:
    grants = {"staff": [grant("s", "lobby", schedule="office"), grant("n", "archive", schedule="night")]}
    found = way(museum(never(ANYONE), grants=grants), person("p", "staff"))
    assert found == (
        "out —front→ lobby (grant s, Mon 2026-06-01 07:30) —inner→ archive (grant n, Mon 2026-06-01 22:00)"
    )


@pytest.mark.parametrize(
    ("ends", "proved"), [("2026-06-02T07:30:00Z", True), ("2026-06-02T07:30:00.000001Z", False)]
)
def test_order_in_time_counts(ends: str, *, proved: bool) -> None:
    """The archive's grant ends when that of the lobby begins: never together, and not the one before the other."""
    late = grant("s", "lobby", schedule="office", starts="2026-06-01T19:00:00Z")
    site = museum(never(ANYONE), grants={"staff": [late, grant("a", "archive", ends=ends)]})
    assert isinstance(verdict(site, person("p", "staff")), Proof) is proved


def test_a_breach_that_is_over_is_found_and_shown_in_its_time() -> None:
    past = {"from": "2020-03-02T10:00:00Z", "until": "2020-03-02T10:00:01Z"}
    found = way(museum(never(ANYONE), grants=STAFF), person("p", "staff", **past))
    assert found is not None
    assert found.endswith("(grant s, Mon 2020-03-02 10:00)")


@pytest.mark.parametrize(("last", "proved"), [("2026-06-07", False), (None, True)])
@pytest.mark.regime("B4", "B5")
def test_a_prerequisite_is_lacked_from_the_day_after_its_date(last: str | None, *, proved: bool) -> None:
    site = museum(never(Who(lacks="vetting")), grants=STAFF)
    found = verdict(site, person("p", "staff", prerequisites={"vetting": last}))
    assert isinstance(found, Proof) is proved
    if isinstance(found, Breach):
        assert found.way[-1].at.isoformat() == "2026-06-08T00:00:00+00:00"


def test_who_lacks_what_the_zone_asks_for_is_kept_out_by_it() -> None:
    site = museum(
        never(Who(lacks="vetting")), zones={"archive": {"prerequisites": ["vetting"]}}, grants=STAFF
    )
    for prerequisites in ({}, {"vetting": "2026-06-07"}, {"vetting": None}):
        assert isinstance(verdict(site, person("p", "staff", prerequisites=prerequisites)), Proof)


def test_not_in_a_group_is_judged_at_the_entry_not_before() -> None:
    """He came into the lobby as a keeper, waited until that was over, and went on by another grant."""
    grants = {"keepers": [grant("k", "lobby")], "crowd": [grant("c", "archive")]}
    site = museum(never(Who(not_in="keepers")), grants=grants)
    for_ever = person("p", "keepers", "crowd")
    for_a_while = person("q", {"id": "keepers", "until": "2026-06-05T12:00:00Z"}, "crowd")
    assert isinstance(verdict(site, for_ever), Proof)
    assert way(site, for_a_while) == (
        "out —front→ lobby (grant k, Mon 2026-06-01 00:00) —inner→ archive (grant c, Fri 2026-06-05 12:00)"
    )


def test_tiers_and_single_people() -> None:
    core = person("p", "staff", clearance="core")
    assert isinstance(verdict(museum(never(Who(below=Clearance.CORE)), grants=STAFF), core), Proof)
    assert way(
        museum(never(Who(below=Clearance.CORE)), grants=STAFF), replace(core, clearance=Clearance.IMPORTANT)
    )
    assert isinstance(verdict(museum(never(Who(person="q")), grants=STAFF), core), Proof)
    assert way(museum(never(Who(person="p")), grants=STAFF), core) == THROUGH


def test_visitors_never_and_visits_in_their_time() -> None:
    visitor = person("v", visits=[visit("w", "lobby", "archive")])
    assert isinstance(
        verdict(museum(never(VISITOR), zones={"archive": {"visitors": "never"}}), visitor), Proof
    )
    assert way(museum(never(VISITOR)), visitor) == (
        "out —front→ lobby (visit w, Mon 2026-06-08 09:00) —inner→ archive (visit w, Mon 2026-06-08 09:00)"
    )
    cancelled = person("v", visits=[visit("w", "lobby", "archive", state="cancelled")])
    assert isinstance(verdict(museum(never(VISITOR)), cancelled), Proof)


def test_an_escorted_entry_needs_an_escort_who_is_clear_at_that_time() -> None:
    zones = {"archive": {"visitors": "escorted"}}
    grants = {"host": [grant("h", "archive", schedule="office")]}
    visitor = person("v", visits=[visit("w", "lobby", "archive", escorts=["p"])])
    site = museum(never(VISITOR), zones=zones, grants=grants)
    assert isinstance(verdict(site, visitor), Proof)
    assert isinstance(verdict(site, visitor, person("q", "host")), Proof)
    found = way(site, visitor, person("p", "host", **{"from": "2026-06-08T10:30:00Z"}))
    assert found is not None
    assert found.endswith("—inner→ archive (visit w, escorted by p, Mon 2026-06-08 10:30)")


def test_unescorted_narrows_to_entries_without_escort() -> None:
    zones = {"archive": {"visitors": "escorted"}}
    grants = {"host": [grant("h", "archive")]}
    people = (person("p", "host"), person("v", visits=[visit("w", "lobby", "archive", escorts=["p"])]))
    assert way(museum(never(VISITOR), zones=zones, grants=grants), *people) is not None
    narrowed = never(VISITOR, unescorted=True)
    assert isinstance(verdict(museum(narrowed, zones=zones, grants=grants), *people), Proof)
    assert way(museum(narrowed, grants=grants), *people) is not None


def test_two_persons_take_two_who_are_clear_at_once() -> None:
    zones = {"archive": {"two_person": "10s"}}
    grants = STAFF | {"night": [grant("n", "archive", schedule="night")]}
    site = museum(never(Who(person="p")), zones=zones, grants=grants)
    assert isinstance(verdict(site, person("p", "staff")), Proof)
    found = way(site, person("p", "staff"), person("q", "night", **{"from": "2026-06-02T12:00:00Z"}))
    assert found is not None
    assert found.endswith("—inner→ archive (grant s, together with q, Tue 2026-06-02 22:00)")


def test_a_zone_for_one_admits_no_pair() -> None:
    zones = {"archive": {"two_person": "10s", "max_occupancy": 1}}
    people = (person("p", "staff"), person("q", "staff"))
    assert isinstance(verdict(museum(never(ANYONE), zones=zones, grants=STAFF), *people), Proof)


def test_nobody_alone_goes_in_with_a_partner_or_to_somebody() -> None:
    zones = {"archive": {"min_occupancy": 2}}
    grants = STAFF | {"before": [grant("b", "lobby", "archive", ends="2026-06-01T00:00:00Z")]}
    site = museum(never(Who(person="p")), zones=zones, grants=grants)
    assert isinstance(verdict(site, person("p", "staff")), Proof)
    assert "together with q" in str(way(site, person("p", "staff"), person("q", "staff")))
    assert "while somebody is inside" in str(way(site, person("p", "staff"), person("q", "before")))


def test_being_let_into_a_zone_inside_is_being_let_in() -> None:
    zones = {"vault": {"parent": "archive"}}
    doors = {"front": ("out", "lobby"), "hatch": ("lobby", "vault")}
    site = museum(never(ANYONE), zones=zones, doors=doors, grants={"staff": [grant("s", "lobby", "vault")]})
    assert str(way(site, person("p", "staff"))).endswith("—hatch→ vault (grant s, Mon 2026-06-01 00:00)")


def test_a_handle_that_leads_in_is_a_way_in() -> None:
    """Egress goes from the second zone to the first: here from the lobby into the archive, for anybody there."""
    doors = {"front": ("out", "lobby"), "wrong": ("archive", "lobby")}
    site = museum(never(ANYONE), doors=doors, grants={"staff": [grant("s", "lobby")]})
    assert way(site, person("p", "staff")) == f"{LOBBY} —wrong→ archive (by handle, Mon 2026-06-01 00:00)"


def test_a_door_that_stands_unlocked_lets_anybody_in() -> None:
    site = museum(never(ANYONE), unlocked={"front": "office", "inner": "night"})
    assert way(site, person("p", credentials=[])) == (
        "out —front→ lobby (stands unlocked, Mon 2026-06-01 07:30) "
        "—inner→ archive (stands unlocked, Mon 2026-06-01 22:00)"
    )


@pytest.mark.parametrize(
    ("egress", "words"),
    [("mechanical", "by handle"), ("rex-hardwired", "by button"), ("rex-software", "by button")],
)
def test_leaving_is_moving_but_no_breach(egress: str, words: str) -> None:
    """Who leaves the archive for the lobby around it was not let into the lobby."""
    zones = {"archive": {"parent": "lobby"}}
    doors = {"back": ("out", "archive"), "inner": ("lobby", "archive")}
    site = museum(never(ANYONE, "lobby"), zones=zones, doors=doors, grants={"staff": [grant("s", "lobby")]})
    assert isinstance(verdict(site, person("p", "staff")), Proof)
    beyond = museum(
        never(ANYONE, "office"),
        zones=zones | {"office": {}},
        doors=doors | {"office": ("lobby", "office")},
        grants={"staff": [grant("s", "archive", "office")]},
        egress={"inner": egress},
    )
    assert way(beyond, person("p", "staff")) == (
        f"out —back→ archive (grant s, Mon 2026-06-01 00:00) —inner→ lobby ({words}, Mon 2026-06-01 00:00) "
        "—office→ office (grant s, Mon 2026-06-01 00:00)"
    )


def test_a_breach_names_others_and_alike_people_need_not_be_asked_twice() -> None:
    site = museum(never(ANYONE), grants=STAFF)
    found = verdict(site, *(person(f"p{number}", "staff") for number in range(20)))
    assert isinstance(found, Breach)
    assert found.person.id == "p0"
    assert found.others == tuple(f"p{number}" for number in range(1, 10))


def test_only_active_credentials_count() -> None:
    site = museum(never(ANYONE), grants=STAFF)
    lost = person("p", "staff")
    lost = replace(
        lost, credentials=tuple(replace(each, state=CredentialState.LOST) for each in lost.credentials)
    )
    assert check_invariants(site, compile_site(site), [lost], NEAR) == (
        Proof(invariant=site.invariants[0], people=1),
    )


@pytest.mark.parametrize("state", ["active", "revoked", None])
def test_where_only_a_card_leads_out_a_known_one_does(state: str | None) -> None:
    """In whatever state it is: policy.md, "Exit". Who has none does not come on."""
    site = museum(
        never(ANYONE),
        zones={"hall": {}, "lobby": {"parent": "hall"}},
        doors={"front": ("out", "lobby"), "up": ("hall", "lobby"), "inner": ("hall", "archive")},
        egress={"up": "reader"},
        unlocked={"front": "always", "inner": "always"},
    )
    up = replace(site.portals["up"], reader_in=None, reader_out="up-out")
    site = replace(site, portals={**site.portals, "up": up})
    card = {"id": "c", "format": "EM4100", "number": "1", "state": state}
    found = way(site, person("p", credentials=[card] if state else []))
    assert found == (
        None
        if state is None
        else f"out {UNLOCKED.format('front', 'lobby')} {EXIT} {UNLOCKED.format('inner', 'archive')}"
    )
