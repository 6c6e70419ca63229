"""The end of the day: evidence for each visitor, no-shows, and exits that nobody knows."""

from dataclasses import replace

import pytest

from gate.domain.card import card_number
from gate.domain.commands import CheckInVisit, CheckOutVisit, Outcome, RegisterVisit
from gate.domain.events import VisitorDayClosed
from gate.domain.visit import Items, VisitState
from gate.domain.visit_commands import ArriveVisit, CloseVisitorDay, DayLine, SettleExit
from tests.service.rig import POOL, Rig
from tests.visits_before.asking import DESK, END, MARTA, SUN, checked_in, invited

OTHER = card_number("H10301", 33, 200)


def a_day(rig: Rig) -> tuple[str, str, str]:
    """One inside, one waiting, one who did not come; it is evening."""
    inside = checked_in(rig)
    waiting, absent = (
        invited(rig, visitors=(SUN,)),
        invited(rig, visitors=(replace(MARTA, name="Ben Okafor"),)),
    )
    rig.command(ArriveVisit(visit=waiting), DESK)
    rig.wait(seconds=(END - rig.clock.now()).total_seconds())
    return inside, waiting, absent


def test_the_day_is_closed_with_a_line_for_everybody(rig: Rig) -> None:
    inside, waiting, absent = a_day(rig)
    ask = CloseVisitorDay(
        lines=(
            DayLine(visit=inside, evidence="seen_leaving", badge_returned=True),
            DayLine(visit=waiting, evidence="seen_leaving"),
        ),
        note="quiet",
    )
    assert rig.command(ask, DESK).outcome is Outcome.DONE
    states = [rig.facts.visits[visit].visit.state for visit in (inside, waiting, absent)]
    assert states == [VisitState.CLOSED, VisitState.CANCELLED, VisitState.NO_SHOW]
    [closed] = rig.noted(VisitorDayClosed)
    assert (closed.closed, closed.absent, closed.unknown, closed.note) == (2, 1, 0, "quiet")
    again = rig.command(ask, DESK)
    assert again.outcome is Outcome.REFUSED, "nothing twice"
    assert "no longer open" in again.why


def test_nobody_is_forgotten_and_what_is_refused_changes_nothing(rig: Rig) -> None:
    inside, waiting, absent = a_day(rig)
    short = CloseVisitorDay(lines=(DayLine(visit=inside, evidence="seen_leaving", badge_returned=True),))
    assert rig.command(short, DESK).why == "nobody said what became of Sun Qiang"
    twice = CloseVisitorDay(lines=(*short.lines, *short.lines))
    assert rig.command(twice, DESK).why == "expected one line for each visit"
    vague = CloseVisitorDay(
        lines=(DayLine(visit=inside, evidence="surely"), DayLine(visit=waiting, evidence="x"))
    )
    assert rig.command(vague, DESK).outcome is Outcome.INVALID
    states = [rig.facts.visits[visit].visit.state for visit in (inside, waiting, absent)]
    assert states == [VisitState.CHECKED_IN, VisitState.ARRIVED, VisitState.APPROVED]


def test_somebody_who_came_in_while_the_guard_was_writing(rig: Rig) -> None:
    inside, waiting, _ = a_day(rig)
    lines = tuple(
        DayLine(visit=visit, evidence="seen_leaving", badge_returned=True) for visit in (inside, waiting)
    )
    now = rig.clock.now()
    walk_in = RegisterVisit(
        name="Late Guest", company="", host="p1002", zones=("lobby",), starts=now, ends=now.replace(hour=23)
    )
    late = rig.command(walk_in, DESK).subject
    assert (
        rig.command(
            CheckInVisit(visit=late, card=OTHER, agreement=True, items=Items.NONE), DESK
        ).outcome.value
        == "done"
    )
    assert rig.command(CloseVisitorDay(lines=lines), DESK).why == "nobody said what became of Late Guest"


@pytest.mark.parametrize("by_day", [True, False])
def test_an_unknown_exit_stays_until_somebody_knows(rig: Rig, by_day: bool) -> None:
    visit = checked_in(rig)
    if by_day:
        line = DayLine(visit=visit, evidence="exit_unknown", badge_returned=True)
        assert rig.command(CloseVisitorDay(lines=(line,)), DESK).outcome is Outcome.DONE
    else:
        rig.command(CheckOutVisit(visit=visit, badge_returned=True, evidence="exit_unknown"), DESK)
    assert rig.facts.visits[visit].visit.state is VisitState.CLOSED
    rig.restart()
    assert visit in rig.facts.visits, "a closed visit that is not settled is no history"
    assert rig.command(SettleExit(visit=visit, evidence=" "), DESK).outcome is Outcome.REFUSED
    assert (
        rig.command(SettleExit(visit=visit, evidence="on the lobby's film at 18:02"), DESK).outcome
        is Outcome.DONE
    )
    file = rig.facts.visits[visit]
    assert (file.exit_settled_at, file.exit_settled_by) == (
        rig.clock.now(), "wang.fang: on the lobby's film at 18:02",
    )  # fmt: skip
    assert rig.command(SettleExit(visit=visit, evidence="again"), DESK).why == "the exit is not unknown"
    rig.restart()
    assert visit not in rig.facts.visits


def test_a_badge_that_stays_out_keeps_the_visit_open(rig: Rig) -> None:
    visit = checked_in(rig)
    rig.command(CloseVisitorDay(lines=(DayLine(visit=visit, evidence="seen_leaving"),)), DESK)
    file = rig.facts.visits[visit]
    assert (file.visit.state, file.badge_returned_at) == (VisitState.CHECKED_OUT, None)
    dead = rig.present(POOL, "rdr-front-in")
    assert dead is not None
    assert "credential_lost" in dead.reasons
