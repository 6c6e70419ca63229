"""One case for each reason: what lifts it, and what nothing lifts."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from gate.policy import Means
from gate.policy.explain import as_json, explain
from gate.policy.line import Ask
from gate.policy.line_reader import read_line
from gate.policy.lines import carry_out, request_of
from tests.policy import build

Raw = dict[str, Any]


def card(number: int, **more: str) -> Raw:
    return {"id": f"c{number}", "format": "H10301", "facility": 1, "number": number} | more


ALWAYS = {
    "id": "always",
    "windows": [{"days": "mon-sun", "from": "00:00", "to": "24:00"}],
    "on_holiday": "as-usual",
}
OFFICE = {"id": "office", "windows": [{"days": "mon-fri", "from": "08:00", "to": "18:00"}]}
NIGHT = {
    "id": "night",
    "windows": [{"days": "mon-sun", "from": "18:00", "to": "06:00"}],
    "on_holiday": "as-usual",
}
SITE: Raw = {
    "site": {"timezone": "UTC", "holidays": ["2026-03-09"]},
    "zones": [{"id": "out", "outside": True}, {"id": "hall"}, {"id": "lab"}],
    "portals": [
        {"id": "front", "between": ["out", "hall"], "readers": {"in": "f-in", "out": "f-out"}},
        {"id": "inner", "between": ["hall", "lab"], "readers": {"in": "i-in", "out": "i-out"}},
    ],
    "schedules": [ALWAYS, OFFICE, NIGHT],
    "groups": [
        {"id": "staff", "grants": [{"id": "s-1", "zones": ["hall", "lab"], "schedule": "office"}]},
        {"id": "guards", "escort": True, "responders": True,
         "grants": [{"id": "g-1", "zones": ["hall", "lab"], "schedule": "always"}]},
        {"id": "labs", "grants": [{"id": "l-1", "zones": ["lab"], "schedule": "always"}]},
        {"id": "day-only", "denies": [{"id": "d-1", "zones": ["lab"], "schedule": "night"}]},
        {"id": "barred", "denies": [{"id": "b-1", "zones": ["lab"], "schedule": "always"}]},
    ],
    "threat_levels": [{"id": "high", "groups": ["guards"]}],
    "interlocks": [],
}  # fmt: skip
ANN: Raw = {"id": "ann", "groups": [{"id": "staff"}], "credentials": [card(1)]}
BOB: Raw = {"id": "bob", "groups": [{"id": "guards"}], "credentials": [card(2)]}
VISIT = {
    "id": "w1",
    "from": "2026-03-03T08:00:00Z",
    "until": "2026-03-03T18:00:00Z",
    "zones": ["hall", "lab"],
}
EVE: Raw = {"id": "eve", "kind": "visitor", "credentials": [card(3)], "visits": [VISIT]}
TUESDAY = "2026-03-03T10:00:00Z"


def zone(**more: Any) -> Raw:
    raw = deepcopy(SITE)
    raw["zones"][2] |= more
    return raw


def explained(
    raw: Raw,
    *people: Raw,
    reader: str = "i-in",
    who: int = 1,
    at: str = TUESDAY,
    before: tuple[Raw, ...] = (),
    means: Means | None = None,
    **more: Any,
) -> tuple[list[Any], list[Any]]:
    """What would have helped person 1 at a reader, as JSON without the person's own id."""
    everybody = list(people or (ANN,))
    world, judge = build.world(raw, everybody), build.PinJudge(everybody)
    ask = {
        "id": 99,
        "at": at,
        "reader": reader,
        "credential": {"format": "H10301", "facility": 1, "number": who},
    }
    for line in (*before, ask | more):
        read = read_line(json.dumps({"id": 0, "at": at} | line))
        if not isinstance(read.said, Ask):
            carry_out(world, read.said, read.at)
            continue
        request = request_of(world, judge, read, read.said)
        decision = world.decide(request, means or Means())
        if read.id == 99:
            assert not decision.granted
            said = as_json(explain(world, request, decision, means or Means()))
            remedies, final = said["remedies"], said["final"]
            assert isinstance(remedies, list)
            assert isinstance(final, list)
            return [{k: v for k, v in each.items() if k != "person" or v != everybody[0]["id"]}
                    for each in remedies if isinstance(each, dict)], final  # fmt: skip
        world.record(decision)
    raise AssertionError("nobody asked")


def one(do: str, **more: Any) -> tuple[list[Any], list[Any]]:
    return [{"do": do} | more], []


@pytest.mark.parametrize(
    ("state", "more", "found"),
    [
        ("suspended", (), one("reinstate", credential="c1")),
        ("lost", (), one("issue_credential", assurance="copyable")),
        ("revoked", (card(7),), one("use_credential", credential="c7")),
    ],
)
def test_credentials(state: str, more: tuple[Raw, ...], found: object) -> None:
    assert explained(SITE, ANN | {"credentials": [card(1, state=state), *more]}) == found


def test_a_stronger_card() -> None:
    strong = ANN | {"credentials": [card(1), card(7, assurance="pki")]}
    assert explained(zone(min_assurance="pki"), strong) == one("use_credential", credential="c7")
    assert explained(zone(min_assurance="pki")) == one("issue_credential", assurance="pki")


def test_an_unknown_card() -> None:
    assert explained(SITE, who=77) == ([], ["unknown_credential"])


def test_validity() -> None:
    later = ANN | {"from": "2026-03-03T10:00:05Z"}
    assert explained(SITE, later) == one("come_at", at="2026-03-03T10:00:05Z")
    over = ANN | {"until": TUESDAY}
    assert explained(SITE, over) == one("keep_valid", at=TUESDAY)


def test_no_grant_asks_for_the_group_that_opens_least() -> None:
    assert explained(SITE, ANN | {"groups": []}) == one("join_group", group="labs")


def test_a_membership_that_begins_soon() -> None:
    soon = ANN | {"groups": [{"id": "staff", "from": "2026-03-03T12:00:00Z"}]}
    assert explained(SITE, soon) == one("come_at", at="2026-03-03T12:00:00Z")


def test_the_schedule_opens_after_weekend_and_holiday() -> None:
    found = explained(SITE, at="2026-03-06T18:00:00Z")
    assert found == one("come_at", at="2026-03-10T08:00:00Z"), "Friday evening; Monday is a holiday"


def test_alternate_days_count() -> None:
    swapped = {"set": {"day": "2026-03-07", "as": "mon"}}
    found = explained(SITE, at="2026-03-06T18:00:00Z", before=(swapped,))
    assert found == one("come_at", at="2026-03-07T08:00:00Z")


def test_denies() -> None:
    at = "2026-03-03T03:00:00Z"
    night = BOB | {"id": "ann", "groups": [{"id": "guards"}, {"id": "day-only"}], "credentials": [card(1)]}
    assert explained(SITE, night, at=at) == one("come_at", at="2026-03-03T06:00:00Z")
    barred = ANN | {"groups": [{"id": "staff"}, {"id": "barred"}]}
    assert explained(SITE, barred) == one("leave_group", group="barred", rule="b-1")


def test_standing() -> None:
    assert explained(zone(min_clearance="important")) == one("raise_clearance", to="important")
    obtain = one("obtain", prerequisite="training", through="2026-03-03")
    assert explained(zone(prerequisites=["training"])) == obtain
    old = ANN | {"prerequisites": {"training": "2026-03-02"}}
    assert explained(zone(prerequisites=["training"]), old) == obtain


def test_factors() -> None:
    asks = zone(factors=["card", "pin"])
    with_pin = ANN | {"pin": "1234"}
    assert explained(asks, with_pin) == one("type_pin")
    assert explained(asks, with_pin, pin="9999") == one("type_pin")
    assert explained(asks, ANN, pin="9999") == one("set_pin")
    assert explained(zone(factors=["card", "biometric"])) == one("match_biometric")
    assert explained(zone(factors=["card", "biometric"]), biometric="no_match") == one("match_biometric")


def test_a_blocked_pin_waits_and_is_typed() -> None:
    wrong = {"reader": "i-in", "credential": {"format": "H10301", "facility": 1, "number": 1}, "pin": "9999"}
    raw = zone(factors=["card", "pin"])
    raw["site"]["pin_tries"] = 2
    raw["site"]["pin_block"] = "10m"
    remedies, final = explained(raw, ANN | {"pin": "1234"}, before=(wrong, wrong), pin="1234")
    assert (remedies, final) == one("come_at", at="2026-03-03T10:10:00Z")


def test_passback() -> None:
    inside = (
        {"reader": "i-in", "credential": {"format": "H10301", "facility": 1, "number": 1}},
        {"opened": "inner"},
        {"closed": "inner"},
    )
    assert explained(zone(anti_passback="hard"), before=inside) == one("forgive")
    timed = zone(anti_passback="timed", anti_passback_after="10m")
    assert explained(timed, before=inside) == one("come_at", at="2026-03-03T10:10:00Z")


def test_visitors() -> None:
    assert explained(zone(visitors="never"), EVE, who=3) == ([], ["visitors_never"])
    assert explained(zone(visitors="escorted"), EVE, ANN, BOB, who=3) == one(
        "wait_for", person="bob", comes_as="escort"
    )
    named = EVE | {"visits": [VISIT | {"escorts": ["ann"]}]}
    assert explained(zone(visitors="escorted"), named, ANN, BOB, who=3) == one(
        "wait_for", person="ann", comes_as="escort"
    )
    assert explained(zone(visitors="escorted"), EVE, ANN, who=3) == ([], ["escort_required"])
    assert explained(zone(banned_devices=["phone"]), EVE, who=3) == one("settle_items", visit="w1")
    elsewhere = EVE | {"visits": [VISIT | {"zones": ["hall"]}]}
    assert explained(SITE, elsewhere, who=3) == one("widen_visit", visit="w1", zone="lab")
    asked = EVE | {"visits": [VISIT | {"state": "submitted"}]}
    assert explained(SITE, asked, who=3) == one("approve_visit", visit="w1")
    early = EVE | {"visits": [VISIT | {"from": "2026-03-03T11:00:00Z"}]}
    assert explained(SITE, early, who=3) == one("come_at", at="2026-03-03T11:00:00Z")


def test_an_escort_and_a_second_person() -> None:
    both = zone(visitors="escorted", two_person="10s")
    remedies, _ = explained(both, EVE, ANN, BOB, who=3)
    assert [(each["person"], each["comes_as"]) for each in remedies] == [("bob", "escort"), ("ann", "second")]


def test_company() -> None:
    assert explained(zone(two_person="10s"), ANN, BOB) == one("wait_for", person="bob", comes_as="second")
    assert explained(zone(two_person="10s"), ANN) == ([], ["two_person"])


def test_the_other_one_inside_leaves_too() -> None:
    raw = zone(min_occupancy=2, parent="hall")
    reads = [
        {"reader": "i-in", "credential": {"format": "H10301", "facility": 1, "number": n}} for n in (1, 2)
    ]
    doors = [{"opened": "inner"}, {"closed": "inner"}]
    found = explained(raw, ANN, BOB, before=(*reads, *doors), reader="i-out")
    assert found == one("wait_for", person="bob", comes_as="leaving")


def test_room() -> None:
    walks = [
        line
        for number in (2, 4)
        for line in (
            {"reader": "i-in", "credential": {"format": "H10301", "facility": 1, "number": number}},
            {"opened": "inner"},
            {"closed": "inner"},
        )
    ]
    dan = {"id": "dan", "groups": [{"id": "staff"}], "credentials": [card(4)]}
    assert explained(zone(max_occupancy=2), ANN, BOB, dan, before=tuple(walks)) == one(
        "make_room", zone="lab", count=1
    )
    assert explained(zone(max_occupancy=1), ANN, BOB, before=(walks[0],)) == one(
        "come_at", at="2026-03-03T10:00:06.000001Z"
    )


def test_doors() -> None:
    raw = deepcopy(SITE)
    raw["interlocks"] = [{"id": "trap", "portals": ["front", "inner"]}]
    assert explained(raw, before=({"opened": "front"},)) == one("close_door", portal="front")
    locked = ({"set": {"lockdown": ["lab", "inner"]}},)
    remedies, final = explained(SITE, before=locked)
    assert (sorted(each["target"] for each in remedies), final) == (["inner", "lab"], [])
    threat = ({"set": {"threat": "high", "zones": ["lab"]}},)
    assert explained(SITE, before=threat) == one("join_group", group="guards")
    assert explained(SITE, EVE, before=threat, who=3) == one("clear_threat", level="high", zone="lab")


def test_means() -> None:
    assert explained(SITE, means=Means(alone=True)) == one("hear_engine")
    assert explained(zone(level="secret", min_assurance="copyable"), means=Means(can_record=False)) == one(
        "record_again"
    )


def test_several_reasons_at_once() -> None:
    strict = zone(min_clearance="general", prerequisites=["agreement"], factors=["card", "pin"])
    remedies, final = explained(strict, ANN | {"groups": [], "pin": "1234"})
    assert ([each["do"] for each in remedies], final) == (
        ["join_group", "raise_clearance", "type_pin", "obtain"],
        [],
    )
