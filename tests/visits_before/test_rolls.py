"""Roll calls: whom they expect, what wardens' marks do, what a fire and a door change, and how they end."""

import pytest

from gate.domain.card import CardNumber
from gate.domain.commands import Actor, CheckOutVisit, Command, Outcome
from gate.domain.door_state import Contact
from gate.domain.events import InputChanged, PersonMarked, RollCalled, RollEnded
from gate.domain.evidence import EXIT_UNKNOWN
from gate.domain.rights import Role
from gate.domain.roll import Mark, Occasion
from gate.domain.roll_commands import CallRoll, EndRoll, MarkPerson
from tests.service.rig import CHEN as CHEN_CARD
from tests.service.rig import LI as LI_CARD
from tests.service.rig import Rig
from tests.visits_before.asking import BOSS, DESK, NIGHT, checked_in

CALL = CallRoll(occasion=Occasion.DRILL)
AUDITOR = Actor(user="auditor", role=Role.AUDITOR)


def into(rig: Rig, card: CardNumber, door: str = "front") -> None:
    """Through a door, which closes."""
    rig.walk(card, f"rdr-{door}-in", f"{door}-door")
    rig.door(f"{door}-door", Contact.CLOSED)


def out(rig: Rig, card: CardNumber) -> None:
    rig.walk(card, "rdr-front-out", "front-door")
    rig.door("front-door", Contact.CLOSED)


def marked(rig: Rig, roll: str, person: str, mark: Mark, by: Actor = DESK) -> str:
    receipt = rig.command(MarkPerson(roll=roll, person=person, mark=mark), by)
    return receipt.why if receipt.outcome is not Outcome.DONE else ""


def lines(rig: Rig, roll: str) -> dict[str, Mark]:
    return {person: line.mark for person, line in rig.facts.desk.roll_lines[roll].items()}


def test_a_roll_expects_who_can_be_in_the_house_and_visitors_whatever_the_doors_say(rig: Rig) -> None:
    into(rig, CHEN_CARD)
    into(rig, LI_CARD)
    out(rig, LI_CARD)
    visit = checked_in(rig)
    guest = rig.facts.visits[visit].person
    rig.command(CALL, DESK)
    [called] = rig.noted(RollCalled)
    assert set(called.people) == {"p1001", guest}
    assert (called.expected, called.by, called.occasion) == (2, "wang.fang", Occasion.DRILL)


def test_an_exit_that_nobody_knows_stays_on_the_roll(rig: Rig) -> None:
    visit = checked_in(rig)
    rig.command(CheckOutVisit(visit=visit, badge_returned=True, evidence=EXIT_UNKNOWN), DESK)
    rig.restart()
    rig.command(CALL, DESK)
    assert rig.noted(RollCalled)[0].people == (rig.facts.visits[visit].person,)


def test_a_roll_of_a_zone_leaves_out_who_is_known_to_be_elsewhere(rig: Rig) -> None:
    into(rig, CHEN_CARD)
    into(rig, LI_CARD)
    into(rig, LI_CARD, "office")
    rig.command(CallRoll(occasion=Occasion.COUNT, zones=("office",)), DESK)
    assert rig.noted(RollCalled)[0].people == ("p1002",)
    assert rig.command(CallRoll(occasion=Occasion.COUNT, zones=("outside",)), DESK).outcome is Outcome.INVALID
    assert rig.command(CallRoll(occasion=Occasion.COUNT, zones=("cellar",)), DESK).why == (
        "no zone 'cellar' in the house"
    )


def test_one_roll_over_the_same_zones_at_a_time(rig: Rig) -> None:
    roll = rig.command(CALL, DESK).subject
    again = rig.command(CallRoll(occasion=Occasion.EVACUATION), NIGHT)
    assert again.why == "a roll over the same zones is open already"
    assert rig.command(CallRoll(occasion=Occasion.DRILL, zones=("lab",)), NIGHT).outcome is Outcome.DONE
    rig.command(EndRoll(roll=roll), DESK)
    assert rig.command(CALL, NIGHT).outcome is Outcome.DONE


def test_wardens_mark_one_list(rig: Rig) -> None:
    into(rig, CHEN_CARD)
    into(rig, LI_CARD)
    roll = rig.command(CALL, DESK).subject
    assert marked(rig, roll, "p1002", Mark.NOT_HERE) == ""
    assert marked(rig, roll, "p1001", Mark.SEEN) == ""
    assert rig.noted(PersonMarked) == [
        PersonMarked(roll=roll, person="p1001", mark=Mark.SEEN, by="wang.fang")
    ]
    assert marked(rig, roll, "p1001", Mark.SEEN, NIGHT) == ""
    assert rig.noted(PersonMarked) == [], "seen twice is seen once"
    assert marked(rig, roll, "p1001", Mark.NOT_HERE, NIGHT) == "seen by wang.fang already"
    assert marked(rig, roll, "p1002", Mark.SEEN, NIGHT) == ""
    assert marked(rig, roll, "p1002", Mark.OPEN, DESK) == "", "a slip of the finger is taken back"
    assert lines(rig, roll) == {"p1001": Mark.SEEN, "p1002": Mark.OPEN}
    assert marked(rig, roll, "p1004", Mark.SEEN) == "the person is not on the roll"
    assert marked(rig, "m-none", "p1001", Mark.SEEN) == "no open roll 'm-none'"


@pytest.mark.parametrize(
    "command", [CALL, MarkPerson(roll="m", person="p1001", mark=Mark.SEEN), EndRoll(roll="m")]
)
@pytest.mark.regime("G3")
def test_an_auditor_only_looks(rig: Rig, command: Command) -> None:
    assert rig.command(command, AUDITOR).why == "auditor may not muster"


@pytest.mark.regime("A7")
def test_a_fire_calls_the_roll_before_the_doors_let_everybody_be_anywhere(rig: Rig) -> None:
    into(rig, CHEN_CARD)
    into(rig, LI_CARD)
    into(rig, LI_CARD, "office")
    rig.event(InputChanged(owner="front-door", name="fire", active=True))
    [called] = rig.noted(RollCalled)
    assert (called.by, called.occasion, called.people) == ("", Occasion.FIRE, ("p1001", "p1002"))
    rig.event(InputChanged(owner="office-door", name="fire", active=True))
    assert rig.noted(RollCalled) == [], "one fire, one roll"
    for door in 2 * tuple(rig.site.portals):
        rig.door(door, Contact.OPEN)
    for zone in ("office", "archive", "outside"):
        assert rig.facts.world.can_be_in((zone,)) == ("p1001", "p1002"), (
            "by the doors alone they may be anywhere"
        )
    rig.restart()
    [roll] = rig.facts.desk.rolls
    assert set(lines(rig, roll)) == {"p1001", "p1002"}
    assert rig.facts.desk.roll_lines[roll]["p1002"].zones == ("office",)
    assert rig.command(EndRoll(roll=roll), BOSS).why == "somebody is missing: say what is known"


def test_a_drill_that_runs_goes_on_when_the_fire_alarm_is_tried(rig: Rig) -> None:
    rig.command(CALL, DESK)
    rig.event(InputChanged(owner="front-door", name="fire", active=True))
    assert len(rig.facts.desk.rolls) == 1


def test_who_comes_in_after_he_was_seen_must_be_seen_again(rig: Rig) -> None:
    into(rig, CHEN_CARD)
    roll = rig.command(CALL, DESK).subject
    marked(rig, roll, "p1001", Mark.SEEN)
    out(rig, CHEN_CARD)
    assert lines(rig, roll) == {"p1001": Mark.SEEN}, "outside he is where he was seen"
    rig.present(CHEN_CARD, "rdr-front-in")
    assert lines(rig, roll) == {"p1001": Mark.SEEN}, "a grant moves nobody"
    rig.door("front-door", Contact.OPEN)
    assert rig.noted(PersonMarked) == [PersonMarked(roll=roll, person="p1001", mark=Mark.OPEN, by="")]
    rig.door("front-door", Contact.CLOSED)
    into(rig, LI_CARD)
    assert lines(rig, roll) == {"p1001": Mark.OPEN, "p1002": Mark.OPEN}, "who comes in is on it"


def test_it_ends_with_counts_and_the_names_of_the_missing(rig: Rig) -> None:
    into(rig, CHEN_CARD)
    into(rig, LI_CARD)
    guest = rig.facts.visits[checked_in(rig)].person
    roll = rig.command(CALL, DESK).subject
    marked(rig, roll, "p1001", Mark.SEEN)
    marked(rig, roll, guest, Mark.NOT_HERE)
    out(rig, LI_CARD)
    assert rig.command(EndRoll(roll=roll, note=" "), DESK).outcome is Outcome.REFUSED
    assert rig.command(EndRoll(roll=roll, note="x" * 501), DESK).outcome is Outcome.INVALID
    rig.clock.forward(minutes=3)
    assert rig.command(EndRoll(roll=roll, note="searched for by the brigade"), BOSS).outcome is Outcome.DONE
    [ended] = rig.noted(RollEnded)
    assert (ended.expected, ended.seen, ended.left, ended.missing) == (3, 1, 1, (guest,))
    assert marked(rig, roll, guest, Mark.SEEN) == f"no open roll {roll!r}"
    rig.restart()
    assert rig.facts.desk.rolls == {}


def test_a_visitor_who_is_checked_out_meanwhile_is_still_looked_for(rig: Rig) -> None:
    """A desk that signs people out in a fire knows no more than the warden: only a door or a pair of eyes does."""
    visit = checked_in(rig)
    roll = rig.command(CALL, DESK).subject
    rig.clock.forward(minutes=1)
    rig.command(CheckOutVisit(visit=visit, badge_returned=True, evidence="seen_leaving"), DESK)
    assert rig.command(EndRoll(roll=roll), DESK).outcome is Outcome.REFUSED
    marked(rig, roll, rig.facts.visits[visit].person, Mark.SEEN)
    assert rig.command(EndRoll(roll=roll), DESK).outcome is Outcome.DONE
