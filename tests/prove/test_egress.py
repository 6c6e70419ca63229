"""``always … by = "egress"``: ways out by handle and hard-wired button alone."""

from __future__ import annotations

import pytest

from gate.domain.invariant import Always, Who
from gate.policy import compile_site
from gate.policy.prove import NoWayOut, Proof, Verdict, check_invariants
from gate.policy.prove.words import verdict_in_words
from tests.prove.museum import DOORS, museum


def always(start: str = "*", reaches: str = "out") -> Always:
    return Always(id="out", who=Who(word="anyone"), start=start, reaches=reaches)


def judged(invariant: Always, **more: object) -> Verdict:
    site = museum(invariant, **more)  # type: ignore[arg-type]
    (found,) = check_invariants(site, compile_site(site), ())
    return found


@pytest.mark.parametrize("egress", ["mechanical", "rex-hardwired"])
def test_handles_and_hardwired_buttons_lead_out(egress: str) -> None:
    assert isinstance(judged(always(), egress={"inner": egress}), Proof)


@pytest.mark.parametrize("egress", ["rex-software", "reader"])
def test_what_asks_the_system_does_not(egress: str) -> None:
    found = judged(always(), egress={"inner": egress})
    assert isinstance(found, NoWayOut)
    assert found.zones == found.comes_to == ("archive",)
    assert found.doors == (("inner", egress),)
    site = museum(always())
    assert verdict_in_words(found, site.calendar) == (
        "out: always from every zone to out without the system: BREACHED\n"
        "  anyone, at any time: from archive one comes nowhere by handle or hard-wired button; "
        f"on from there: inner ({egress})"
    )


def test_a_handle_leads_from_the_second_zone_to_the_first_only() -> None:
    found = judged(always(), doors={"front": ("out", "lobby"), "inner": ("archive", "lobby")})
    assert isinstance(found, NoWayOut)
    assert found.doors == (("inner", "none"),)


def test_every_zone_that_cannot_be_left_is_named() -> None:
    found = judged(always(), doors=DOORS, egress={"front": "reader"})
    assert isinstance(found, NoWayOut)
    assert set(found.zones) == {"lobby", "archive"}
    assert found.zones[0] == "lobby"
    assert "also stuck: archive" in verdict_in_words(found, museum().calendar)


def test_a_zone_without_doors_holds_nobody_unless_it_is_named() -> None:
    assert isinstance(judged(always(), zones={"building": {}}), Proof)
    assert isinstance(judged(always("building"), zones={"building": {}}), NoWayOut)
    assert isinstance(judged(always("archive", "lobby")), Proof)
