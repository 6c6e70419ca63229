"""Each oddity where it is, and not where it just is not."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from gate.domain.portal import UnlockSchedule
from gate.policy.lint import lint
from tests.policy import build

NOW = datetime(2026, 3, 2, tzinfo=UTC)
DAY = {"days": "mon-sun", "from": "08:00", "to": "18:00"}
NIGHT = {"days": "mon-sun", "from": "22:00", "to": "06:00"}
SOUND: dict[str, Any] = {
    "site": {"timezone": "UTC", "holidays": ["2026-05-01"]},
    "zones": [{"id": "out", "outside": True}, {"id": "hall"}, {"id": "lab", "parent": "hall"}],
    "portals": [
        {"id": "front", "between": ["out", "hall"], "readers": {"in": "f-in"}},
        {"id": "inner", "between": ["hall", "lab"], "readers": {"in": "i-in"}},
    ],
    "schedules": [
        {"id": "day", "windows": [DAY]},
        {
            "id": "always",
            "windows": [{"days": "mon-sun", "from": "00:00", "to": "24:00"}],
            "on_holiday": "as-usual",
        },
        {"id": "night", "windows": [NIGHT], "on_holiday": "as-usual"},
    ],
    "groups": [
        {"id": "staff", "grants": [{"id": "s-1", "zones": ["hall"], "schedule": "day"}]},
        {"id": "team", "grants": [{"id": "t-1", "zones": ["lab"], "schedule": "always"}]},
        {"id": "not-at-night", "denies": [{"id": "n-1", "zones": ["lab"], "schedule": "night"}]},
    ],
}
PEOPLE = [
    {"id": "p1", "groups": [{"id": "staff"}, {"id": "team"}, {"id": "not-at-night"}], "credentials": []},
    {"id": "p2", "groups": [{"id": "staff"}, {"id": "team"}], "credentials": []},
]
for _number, _person in enumerate(PEOPLE):
    _person["credentials"] = [{"id": f"c{_number}", "format": "H10301", "facility": 1, "number": _number}]


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    """The sound site with the thing at the path replaced, or added to a list at ``+``."""
    raw: Any = deepcopy(SOUND)
    place = raw
    for step in path[:-1]:
        place = place[step]
    if path[-1] == "+":
        place.append(to)
    else:
        place[path[-1]] = to
    return dict(raw)


def codes(raw: dict[str, Any], people: list[dict[str, Any]] | None = None) -> list[tuple[str, str]]:
    found = lint(build.site(raw), None if people is None else [build.person(each) for each in people], NOW)
    return [(odd.code, odd.where) for odd in found]


def test_nothing_odd() -> None:
    assert codes(SOUND) == []
    assert codes(SOUND, PEOPLE) == []


GRANT = "group staff, grant s-1"
DENY = "group not-at-night, deny n-1"


@pytest.mark.parametrize(
    ("raw", "code", "where"),
    [
        (changed("schedules", 0, "windows", to=[]), "schedule_never_opens", "schedule day"),
        (changed("schedules", "+", to={"id": "x", "windows": [DAY]}), "schedule_unused", "schedule x"),
        (changed("groups", 0, "grants", 0, "until", to="2026-03-02T00:00:00Z"), "grant_ended", GRANT),
        (changed("groups", 0, "grants", 0, "zones", to=["out"]), "grant_unusable", f"{GRANT}, zone out"),
        (
            changed("groups", 1, "grants", "+", to={"id": "t-2", "zones": ["lab"], "schedule": "night"}),
            "grant_superfluous",
            "group team, grant t-2, zone lab",
        ),
        (
            changed("groups", 1, "denies", to=[{"id": "t-d", "zones": ["hall"], "schedule": "always"}]),
            "grant_unusable",
            "group team, grant t-1, zone lab",
        ),
        (changed("groups", 1, "grants", 0, "schedule", to="day"), "deny_shadowed", DENY),
        (
            changed("groups", 2, "denies", "+", to={"id": "n-2", "zones": ["hall"], "schedule": "always"}),
            "deny_shadowed",
            DENY,
        ),
        (changed("schedules", 2, "on_holiday", to="closed"), "deny_off_on_holiday", DENY),
        (changed("groups", "+", to={"id": "idle"}), "group_idle", "group idle"),
        (
            changed("threat_levels", to=[{"id": "high", "groups": ["not-at-night"]}]),
            "threat_level_shuts_all",
            "threat level high",
        ),
        (changed("portals", 1, "egress", to="rex-software"), "zone_needs_leave", "zone lab"),
        (changed("portals", 1, "egress", to="reader"), "zone_no_way_out", "zone lab"),
        (changed("portals", 1, "readers", to={"out": "i-out"}), "zone_no_entry", "zone lab"),
        (
            changed("zones", 2, to={"id": "lab", "two_person": "5s", "max_occupancy": 1}),
            "zone_never_entered",
            "zone lab",
        ),
        (changed("zones", 1, "visitors", to="escorted"), "zone_without_escorts", "zone hall"),
    ],
)
def test_odd(raw: dict[str, Any], code: str, where: str) -> None:
    assert (code, where) in codes(raw)


def test_a_grant_that_ends_just_later_is_in_use() -> None:
    assert codes(changed("groups", 0, "grants", 0, "until", to="2026-03-02T00:00:01Z")) == []


def test_an_exit_reader_is_a_way_out_that_asks() -> None:
    raw = changed("portals", 1, to={"id": "inner", "between": ["hall", "lab"], "egress": "reader",
                                    "readers": {"in": "i-in", "out": "i-out"}})  # fmt: skip
    assert codes(raw) == [("zone_needs_leave", "zone lab")]


def test_of_these_people_alone() -> None:
    nobody = [PEOPLE[1]]
    assert codes(SOUND, nobody) == [("deny_shadowed", DENY)]
    assert ("grant_unusable", GRANT) in codes(SOUND, [])
    needs = changed("zones", 2, "min_clearance", to="core")
    assert codes(needs, PEOPLE) == [("grant_unusable", "group team, grant t-1, zone lab")]
    alone = changed("zones", 2, "two_person", to="5s")
    assert codes(alone, PEOPLE) == []
    assert ("zone_never_entered", "zone lab") in codes(alone, [PEOPLE[0]])


def test_unlock_schedules() -> None:
    site = build.site(changed("zones", 1, "factors", to=["pin"]))
    unlock = UnlockSchedule(schedule="day", first_person="team")
    front = replace(site.portals["front"], unlock=unlock)
    found = lint(replace(site, portals={**site.portals, "front": front}), None, NOW)
    assert [odd.code for odd in found] == ["unlock_undoes_zone", "unlock_never"]
