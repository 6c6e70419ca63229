"""Proofs without people: whoever might come, as far as the site file goes."""

from __future__ import annotations

import pytest

from gate.domain.invariant import Who
from gate.domain.level import Clearance
from tests.prove.museum import ANYONE, VISITOR, grant, museum, never, way_of_anybody

AT = "Mon 2026-06-01 00:00"
OPEN = f"out —front→ lobby (a visit, {AT}) —inner→ archive (a visit, {AT})"


def test_a_visit_can_name_any_zone() -> None:
    assert way_of_anybody(museum(never(VISITOR))) == OPEN
    assert way_of_anybody(museum(never(ANYONE))) == OPEN
    assert way_of_anybody(museum(never(Who(person="p1")))) == OPEN


@pytest.mark.parametrize("zone", ["lobby", "archive"])
def test_visitors_are_stopped_at_any_door_on_the_way(zone: str) -> None:
    assert way_of_anybody(museum(never(VISITOR), zones={zone: {"visitors": "never"}})) is None
    assert way_of_anybody(museum(never(ANYONE), zones={zone: {"visitors": "never"}})) == OPEN


def test_a_side_door_is_found() -> None:
    zones = {"lobby": {"visitors": "never"}}
    doors = {"front": ("out", "lobby"), "inner": ("lobby", "archive"), "side": ("out", "archive")}
    assert (
        way_of_anybody(museum(never(VISITOR), zones=zones, doors=doors))
        == f"out —side→ archive (a visit, {AT})"
    )


def test_escorts_and_partners_can_be_thought_of() -> None:
    zones = {"archive": {"visitors": "escorted", "two_person": "10s"}}
    found = str(way_of_anybody(museum(never(VISITOR), zones=zones)))
    assert found.endswith(f"archive (a visit, escorted by an escort, together with a second person, {AT})")
    assert way_of_anybody(museum(never(VISITOR, unescorted=True), zones=zones)) is None


@pytest.mark.parametrize("lowest", [Clearance.GENERAL, Clearance.CORE])
def test_tiers(lowest: Clearance) -> None:
    invariant = never(Who(below=lowest))
    assert way_of_anybody(museum(invariant, zones={"archive": {"min_clearance": lowest.word}})) is None
    below = Clearance(lowest - 1).word
    assert way_of_anybody(museum(invariant, zones={"archive": {"min_clearance": below}})) == OPEN


def test_who_lacks_something_may_have_had_it_on_the_way() -> None:
    """The lobby asks for it, the archive does not: his ran out while he was in the lobby."""
    invariant = never(Who(lacks="vetting"))
    asked = {"prerequisites": ["vetting"]}
    assert way_of_anybody(museum(invariant, zones={"archive": asked})) is None
    assert way_of_anybody(museum(invariant, zones={"lobby": asked})) == (
        f"out —front→ lobby (a visit, {AT}) —inner→ archive (a visit, Tue 2026-06-02 00:00)"
    )


def test_who_is_not_in_a_group_may_have_a_visit() -> None:
    grants = {"keepers": [grant("k", "lobby", "archive")]}
    assert way_of_anybody(museum(never(Who(not_in="keepers")), grants=grants)) == OPEN
