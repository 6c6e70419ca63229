"""Who was where and who met whom, out of passages; rights that nobody used."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gate.client.stays import in_zones, met, stays
from gate.client.unused import unused_rights
from gate.domain.person import Membership, Person
from gate.store.read.passages import GrantUse, PassageRow
from tests.service.rig import MORNING, example, example_site

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def went(minutes: float, zone: str, *persons: str, certain: bool = True) -> PassageRow:
    return PassageRow(seq=int(minutes), at=at(minutes), persons=persons, zone=zone, certain=certain)


DAY = [
    went(0, "lobby", "ann", "bob"),
    went(10, "lab", "ann"),
    went(20, "lab", "cid", certain=False),
    went(30, "lobby", "ann"),
    went(40, "outside", "bob"),
]


def test_who_moves_on_ends_the_stay_before() -> None:
    found = [(stay.person, stay.zone, stay.since, stay.until) for stay in stays(DAY)]
    assert found == [
        ("ann", "lobby", at(0), at(10)),
        ("bob", "lobby", at(0), at(40)),
        ("ann", "lab", at(10), at(30)),
        ("cid", "lab", at(20), None),
        ("ann", "lobby", at(30), None),
        ("bob", "outside", at(40), None),
    ]


@pytest.mark.parametrize(
    ("since", "until", "who"),
    [
        (5, 10, []),
        (5, 10.1, ["ann"]),
        (29.9, 60, ["ann", "cid"]),
        (30, 60, ["cid"]),
        (-5, 0, []),
    ],
)
def test_who_was_in_a_zone_at_any_time_of_a_span(since: float, until: float, who: list[str]) -> None:
    assert [stay.person for stay in in_zones(stays(DAY), {"lab"}, at(since), at(until))] == who


def test_who_met_whom_and_how_long() -> None:
    found = met(stays(DAY), "ann", at(0), at(60))
    assert [(m.other, m.zone, m.since, m.length, m.certain) for m in found] == [
        ("bob", "lobby", at(0), timedelta(minutes=10), True),
        ("cid", "lab", at(20), timedelta(minutes=10), False),
        ("bob", "lobby", at(30), timedelta(minutes=10), True),
    ]
    assert met(stays(DAY), "ann", at(11), at(20)) == [], "he left as she came"
    assert met(stays(DAY), "nobody", at(0), at(60)) == []


def test_what_ends_as_another_begins_is_no_meeting() -> None:
    moved = [went(0, "lab", "ann"), went(10, "lobby", "ann"), went(10, "lab", "bob")]
    assert met(stays(moved), "ann", at(0), at(60)) == []


# ── rights ───────────────────────────────────────────────────────────────────

SINCE = MORNING - timedelta(days=30)


def chen() -> Person:
    return next(person for person in example().people if person.id == "p1001")


def used(*by: str) -> list[GrantUse]:
    return [GrantUse(at=MORNING, person="p1001", by=by)]


def rights(person: Person, uses: list[GrantUse]) -> dict[str, bool]:
    found = unused_rights(example_site(), [person], uses, SINCE, MORNING)
    return {right.group: right.whole for right in found}


def grants_of(group: str) -> tuple[str, ...]:
    return tuple(grant.id for grant in example_site().groups[group].grants)


def test_a_membership_of_which_no_grant_was_used_is_named() -> None:
    person = chen()
    groups = {each.group for each in person.memberships if example_site().groups[each.group].grants}
    assert rights(person, []) == dict.fromkeys(groups, True)
    everything = [grant for group in groups for grant in grants_of(group)]
    assert rights(person, used(*everything)) == {}


def test_what_others_used_does_not_count() -> None:
    others = [replace(use, person="p1002") for use in used(*grants_of("staff"))]
    assert rights(chen(), others)["staff"]


@pytest.mark.parametrize(
    ("starts", "ends", "named"),
    [
        (SINCE, None, True),
        (SINCE + timedelta(seconds=1), None, False),
        (None, MORNING, False),
        (None, MORNING + timedelta(seconds=1), True),
    ],
)
def test_only_rights_of_the_whole_time_are_judged(
    starts: datetime | None, ends: datetime | None, named: bool
) -> None:
    membership = Membership(id="m", group="staff", reason="post", starts=starts, ends=ends)
    person = replace(chen(), memberships=(membership,))
    assert ("staff" in rights(person, [])) is named


def test_who_has_no_live_credential_has_no_right_to_lose() -> None:
    assert rights(replace(chen(), credentials=()), []) == {}
