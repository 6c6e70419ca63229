"""Invitations: who may, for whom, and what a type of visitors asks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gate.domain.commands import Outcome
from gate.domain.events import VisitChanged
from gate.domain.visit import VisitState
from gate.domain.visit_commands import CancelVisit, InviteVisitors, VisitSpan
from tests.service.rig import AUDITOR, HR, MORNING, Rig
from tests.visits_before.asking import DESK, END, LATER, LI, MARTA, SUN, ZHANG, invitation, invited

DAY = timedelta(days=1)


def test_an_employee_invites_to_himself_and_that_is_enough(rig: Rig) -> None:
    file = rig.facts.visits[invited(rig)]
    assert (file.visit.state, file.approved_by, file.approvals) == (VisitState.APPROVED, "p1002", ())
    assert (file.email, file.language, file.registered_by) == ("marta@example.net", "en", "li")
    rig.restart()
    assert rig.facts.visits[file.visit.id] == file


def test_a_group_again_and_again_is_one_series_with_one_person_each(rig: Rig) -> None:
    spans = tuple(VisitSpan(starts=LATER + week * 7 * DAY, ends=END + week * 7 * DAY) for week in range(4))
    series = rig.command(invitation(visitors=(MARTA, SUN), spans=spans), LI).subject
    files = [file for file in rig.facts.visits.values() if file.series == series]
    assert len(files) == 8
    assert len({file.person for file in files}) == 2
    held = rig.facts.people[files[0].person].person
    assert (held.starts, held.ends) == (LATER, END + 21 * DAY), "valid from the first to the last visit"


def test_a_cancelled_series_leaves_what_has_begun(rig: Rig) -> None:
    spans = tuple(VisitSpan(starts=LATER + day * DAY, ends=END + day * DAY) for day in range(3))
    series = rig.command(invitation(spans=spans), LI).subject
    first, *others = (file.visit.id for file in rig.facts.visits.values() if file.series == series)
    from gate.domain.visit_commands import ArriveVisit

    assert rig.command(ArriveVisit(visit=first), DESK).outcome is Outcome.DONE
    assert (
        rig.command(CancelVisit(visit=others[0], reason="postponed", series=True), LI).outcome is Outcome.DONE
    )
    states = [rig.facts.visits[visit].visit.state for visit in (first, *others)]
    assert states == [VisitState.ARRIVED, VisitState.CANCELLED, VisitState.CANCELLED]
    assert {event.state for event in rig.noted(VisitChanged)} == {"cancelled"}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"host": "p1001", "escorts": ()}, "a host invites to himself alone"),
        ({"visitors": ()}, "expected at least one visitor and one time"),
        ({"visitors": (MARTA, replace(SUN, name="  "))}, "visitor 2: expected a name"),
        ({"kind": "delivery", "visitors": (replace(MARTA, company=""),)}, "visitor 1: expected a company"),
        ({"kind": "delivery", "zones": ("lab",)}, "no delivery enters lab"),
        ({"kind": "plumber"}, None),
        ({"kind": "foreign_national", "escorts": ()}, "a foreign_national needs an escort"),
        ({"kind": "foreign_national", "purpose": " "}, "expected the purpose"),
        ({"zones": ("archive",)}, "no visitor enters archive"),
        ({"spans": (VisitSpan(starts=LATER, ends=END), VisitSpan(starts=END - DAY, ends=END))}, None),
        ({"kind": "delivery", "spans": (VisitSpan(starts=LATER, ends=LATER + timedelta(hours=4, seconds=1)),)},
         "expected at most 4 hours"),
        ({"visitors": (MARTA,) * 201}, "expected at most 200 visits; got 201"),
    ],
)  # fmt: skip
def test_invitations_that_cannot_be_change_nothing(
    rig: Rig, changes: dict[str, object], why: str | None
) -> None:
    before = (len(rig.facts.people), len(rig.facts.visits))
    receipt = rig.command(invitation(**changes), LI)
    assert receipt.outcome is not Outcome.DONE
    assert receipt.why == (why or receipt.why)
    assert (len(rig.facts.people), len(rig.facts.visits)) == before


def test_times_that_touch_are_fine_and_times_that_overlap_are_not(rig: Rig) -> None:
    noon, second = END, timedelta(microseconds=1)

    def twice(gap: timedelta) -> InviteVisitors:
        later = VisitSpan(starts=noon + gap, ends=noon + timedelta(hours=1))
        return invitation(spans=(later, VisitSpan(starts=LATER, ends=noon)))

    assert rig.command(twice(-second), LI).why == "expected times that do not overlap"
    assert rig.command(twice(timedelta(0)), LI).outcome is Outcome.DONE


@pytest.mark.parametrize("actor", [HR, AUDITOR])
def test_roles_without_the_right_invite_nobody(rig: Rig, actor: object) -> None:
    assert rig.command(invitation(), actor).outcome is Outcome.REFUSED  # type: ignore[arg-type]


def test_only_the_own_visits_are_cancelled(rig: Rig) -> None:
    visit = invited(rig)
    assert rig.command(CancelVisit(visit=visit, reason="x"), ZHANG).why == "a host invites to himself alone"
    assert rig.command(CancelVisit(visit=visit, reason=" "), LI).why == "a reason is owed"
    assert rig.command(CancelVisit(visit=visit, reason="postponed"), DESK).outcome is Outcome.DONE
    assert rig.facts.visits[visit].why == "postponed"
    assert rig.clock.now() == MORNING
