"""Rehearsals: nothing flips for nothing; what flips is laid at the edit that flips it."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.policy import compile_site
from gate.policy.line_values import LineFault
from gate.policy.rehearse import Rehearsal, edits, rehearse
from gate.policy.replay.case import Case, cases
from tests.policy import build
from tests.policy.worlds import story

Raw = dict[str, Any]
CARD = {"format": "H10301", "facility": 1, "number": 1}
SITE: Raw = {
    "site": {"timezone": "UTC"},
    "zones": [{"id": "out", "outside": True}, {"id": "hall"}, {"id": "lab"}],
    "portals": [
        {"id": "front", "between": ["out", "hall"], "readers": {"in": "f-in", "out": "f-out"}},
        {"id": "inner", "between": ["hall", "lab"], "readers": {"in": "i-in", "out": "i-out"}},
    ],
    "schedules": [
        {"id": "always", "windows": [{"days": "mon-sun", "from": "00:00", "to": "24:00"}]},
        {"id": "night", "windows": [{"days": "mon-sun", "from": "22:00", "to": "06:00"}]},
    ],
    "groups": [{"id": "staff", "grants": [{"id": "s-1", "zones": ["hall", "lab"], "schedule": "always"}]}],
}
PEOPLE = [{"id": "p1", "groups": [{"id": "staff"}], "credentials": [{"id": "c1", **CARD}]}]
LINES = [
    {"id": 1, "at": "2026-03-02T09:00:00Z", "reader": "f-in", "credential": CARD},
    {"id": 2, "at": "2026-03-02T09:00:02Z", "opened": "front"},
    {"id": 3, "at": "2026-03-02T09:00:04Z", "closed": "front"},
    {"id": 4, "at": "2026-03-02T09:01:00Z", "reader": "i-in", "credential": CARD},
    {"id": 5, "at": "2026-03-02T23:00:00Z", "reader": "i-in", "credential": CARD},
]


def happened(raw: Raw, people: list[Raw], lines: list[Raw]) -> list[Case]:
    world = build.world(raw, people)
    found = cases(world, build.PinJudge(people), map(json.dumps, lines))
    return [case for case in found if not isinstance(case, LineFault)]


def tried(draft: Raw) -> Rehearsal:
    return rehearse(build.site(SITE), build.site(draft), happened(SITE, PEOPLE, LINES))


def flipped(draft: Raw) -> dict[str, list[object]]:
    return {where: [flip.before.id for flip in flips] for where, flips in tried(draft).flips.items()}


def draft(**changes: Any) -> Raw:
    raw = deepcopy(SITE)
    for name, change in changes.items():
        change(raw[name])
    return raw


def test_unchanged_flips_nothing() -> None:
    found = tried(deepcopy(SITE))
    assert (found.asked, found.count, found.edits, found.reworded) == (3, 0, (), 0)


def test_a_schedule_flips_the_night() -> None:
    def narrowed(groups: list[Raw]) -> None:
        groups[0]["grants"][0]["schedule"] = "night"

    assert flipped(draft(groups=narrowed)) == {"group staff: grant s-1": [1, 4]}


def test_each_flip_is_laid_at_its_own_edit() -> None:
    def asks_more(zones: list[Raw]) -> None:
        zones[1]["factors"] = ["card", "pin"]
        zones[2]["min_clearance"] = "core"

    assert flipped(draft(zones=asks_more)) == {"zone hall: factors": [1], "zone lab: min_clearance": [4, 5]}
    assert [edit.what for edit in tried(draft(zones=asks_more)).edits] == ["none → pin", "none → core"]


def test_edits_that_only_flip_together() -> None:
    def twice(groups: list[Raw]) -> None:
        groups[0]["grants"].append({"id": "s-2", "zones": ["lab"], "schedule": "always"})

    def locked(groups: list[Raw]) -> None:
        groups[0]["grants"] = [{"id": "s-1", "zones": ["hall"], "schedule": "always"}]

    old = draft(groups=twice)
    found = rehearse(build.site(old), build.site(draft(groups=locked)), happened(old, PEOPLE, LINES))
    assert {where: len(flips) for where, flips in found.flips.items()} == {
        "group staff: grant s-1 + group staff: grant s-2": 2
    }


def test_a_reader_that_is_gone() -> None:
    def without(portals: list[Raw]) -> None:
        portals.pop()

    found = tried(draft(portals=without))
    assert [flip.after for flip in found.flips["portal inner"]] == [None, None]


def test_the_state_is_what_really_happened() -> None:
    """The draft keeps him out of the hall; that he was in it all the same is not undone by that."""

    def changed(zones: list[Raw]) -> None:
        zones[1]["min_clearance"] = "core"
        zones[2]["anti_passback"] = "hard"

    assert flipped(draft(zones=changed)) == {"zone hall: min_clearance": [1]}


@settings(max_examples=25)
@given(st.integers(0, 1_000_000))
def test_unchanged_flips_nothing_of_any_story(seed: int) -> None:
    told = story(seed)
    site = build.site(told.site)
    found = rehearse(site, site, happened(told.site, told.people, told.lines))
    assert (found.count, found.reworded) == (0, 0)


@settings(max_examples=25)
@given(st.integers(0, 1_000_000), st.integers(0, 1_000_000))
def test_all_edits_together_make_the_new_site(one: int, other: int) -> None:
    old, new = build.site(story(one, 1).site), build.site(story(other, 1).site)
    made = old
    found = edits(old, new)
    for edit in found:
        made = edit.apply(made)
    assert edits(made, new) == ()
    assert len({edit.where for edit in found}) == len(found)
    compile_site(made)


def test_a_draft_that_does_not_compile_is_refused() -> None:
    def dangling(groups: list[Raw]) -> None:
        groups[0]["grants"][0]["zones"] = ["cellar"]

    with pytest.raises(Exception, match="cellar"):
        tried(draft(groups=dangling))
