"""Screening at the engine: who is stopped, who says what, and what is remembered."""

from datetime import date

import pytest

from gate.domain.commands import CheckOutVisit, Outcome
from gate.domain.desk_commands import AddWatchEntries, EndWatchEntry, JudgeHit, ScreenVisitor, Watched
from gate.domain.watchlist import Screening, Verdict, WatchAction
from tests.desk.asking import (
    ASK,
    KEEPER,
    checked_in,
    done,
    identified,
    record,
    registered,
    revision,
    watch,
)
from tests.service.rig import GUARD, Rig


def judged(rig: Rig, visit: str, *, same: bool, reason: str = "looked at both photos") -> JudgeHit:
    (hit,) = [hit for hit in record(rig, visit).hits if hit.verdict is Verdict.OPEN]
    return JudgeHit(visit=visit, revision=revision(rig, visit), entry=hit.entry, same=same, reason=reason)


def test_nobody_is_screened_where_there_are_no_lists(rig: Rig) -> None:
    visit = registered(rig)
    assert record(rig, visit).screening is Screening.UNSCREENED
    assert checked_in(rig, visit).outcome is Outcome.DONE


def test_a_name_on_a_list_holds_and_the_desk_alone_cannot_lift_it(rig: Rig) -> None:
    watch(rig, Watched(name="Souza, Ana"))
    visit = registered(rig)
    assert record(rig, visit).screening is Screening.HOLD
    (hit,) = record(rig, visit).hits
    assert (hit.reasons, hit.strong) == (("other_order",), True)
    assert checked_in(rig, visit).why == "the visitor is held: he is on a watchlist"
    refused = rig.command(judged(rig, visit, same=False), GUARD)
    assert refused.why == "a hold is lifted by whoever keeps the lists: guard may not desk_rules"
    done(rig, judged(rig, visit, same=False), KEEPER)
    assert record(rig, visit).screening is Screening.CLEAR
    assert checked_in(rig, visit).outcome is Outcome.DONE


def test_a_name_much_like_one_on_a_list_is_for_the_guard_to_judge(rig: Rig) -> None:
    watch(rig, Watched(name="Anna Sousa"))
    visit = registered(rig)
    assert record(rig, visit).screening is Screening.REVIEW
    assert checked_in(rig, visit).why == "somebody must look at a possible hit on a watchlist"
    assert rig.command(judged(rig, visit, same=False, reason=" ")).why == "a reason is owed"
    done(rig, judged(rig, visit, same=False))
    assert checked_in(rig, visit).outcome is Outcome.DONE


@pytest.mark.regime("D4")
def test_one_who_is_on_the_list_gets_no_badge(rig: Rig) -> None:
    watch(rig, Watched(name="Ana Souza"))
    visit = registered(rig)
    done(rig, judged(rig, visit, same=True))
    assert checked_in(rig, visit).why == "the visitor is on a watchlist and is not let in"


def test_a_dismissal_is_remembered_for_the_document_and_not_for_the_name(rig: Rig) -> None:
    watch(rig, Watched(name="Ana Souza"))
    first = registered(rig, id_kind="passport", id_number="AB1")
    done(rig, judged(rig, first, same=False), KEEPER)
    rig.restart()
    again = registered(rig, id_kind="passport", id_number="ab 1")
    assert record(rig, again).screening is Screening.CLEAR, "the same document, the same person"
    other = registered(rig, id_kind="passport", id_number="ZZ9")
    assert record(rig, other).screening is Screening.HOLD, "the same name, somebody else"


def test_a_document_on_a_list_is_found_under_any_name(rig: Rig) -> None:
    watch(rig, Watched(name="Somebody Else", id_kind="passport", id_number="L898902C3"))
    visit = registered(rig)
    assert record(rig, visit).screening is Screening.CLEAR
    assert identified(rig, visit).outcome is Outcome.DONE
    (hit,) = record(rig, visit).hits
    assert (record(rig, visit).screening, hit.reasons) == (Screening.HOLD, ("same_document",))


def test_another_name_at_the_desk_is_screened_anew(rig: Rig) -> None:
    watch(rig, Watched(name="单雄信"))
    visit = registered(rig)
    assert record(rig, visit).screening is Screening.CLEAR
    identified(rig, visit, name="Dan Xiongxin")
    (hit,) = record(rig, visit).hits
    assert (record(rig, visit).screening, hit.reasons) == (Screening.REVIEW, ("same_sound", "other_reading"))


def test_a_birth_date_tells_namesakes_apart(rig: Rig) -> None:
    watch(rig, Watched(name="Ana Souza", born=date(1970, 1, 2)))
    visit = registered(rig)
    assert record(rig, visit).screening is Screening.HOLD
    done(rig, judged(rig, visit, same=False), KEEPER)
    other = registered(rig)
    identified(rig, other, born=date(1999, 9, 9))
    assert [hit.reasons for hit in record(rig, other).hits] == [("same_name",)], "found before it was known"
    third = registered(rig, name="Ann Souza")
    assert record(rig, third).screening is Screening.REVIEW


def test_a_change_of_a_list_screens_everybody_who_is_expected(rig: Rig) -> None:
    visit = registered(rig)
    list_id = watch(rig, Watched(name="Nobody Atall"))
    assert record(rig, visit).screening is Screening.CLEAR
    done(rig, AddWatchEntries(list_id=list_id, entries=(Watched(name="Ana Souza"),)), KEEPER)
    assert record(rig, visit).screening is Screening.HOLD
    entry = record(rig, visit).hits[0].entry
    assert rig.command(EndWatchEntry(entry=entry, reason=""), KEEPER).why == "a reason is owed"
    done(rig, EndWatchEntry(entry=entry, reason="acquitted"), KEEPER)
    assert record(rig, visit).screening is Screening.CLEAR


@pytest.mark.parametrize(
    ("action", "alarm"), [(WatchAction.BLOCK, True), (WatchAction.ESCORT, True), (WatchAction.VIP, False)]
)
def test_a_hit_on_somebody_inside_raises_an_alarm_once(rig: Rig, action: WatchAction, alarm: bool) -> None:
    visit = registered(rig)
    checked_in(rig, visit)
    list_id = watch(rig, Watched(name="Ana Souza"), action=action)
    assert (("watchlist_hit", visit) in rig.alarms()) == alarm
    if alarm:
        done(rig, AddWatchEntries(list_id=list_id, entries=(Watched(name="Souza Ana"),)), KEEPER)
        assert rig.alarms()["watchlist_hit", visit].revision == 1


def test_who_has_left_is_not_screened_any_more(rig: Rig) -> None:
    visit = registered(rig)
    checked_in(rig, visit)
    done(rig, CheckOutVisit(visit=visit, badge_returned=True, evidence="seen leaving"))
    watch(rig, Watched(name="Ana Souza"))
    assert record(rig, visit).hits == ()
    assert rig.command(ScreenVisitor(visit=visit)).outcome is Outcome.REFUSED


def test_an_escort_list_demands_somebody_by_name(rig: Rig) -> None:
    watch(rig, Watched(name="Ana Souza"), action=WatchAction.ESCORT)
    visit = registered(rig, escorts=(), zones=("lobby",))
    done(rig, judged(rig, visit, same=True))
    assert checked_in(rig, visit).why == "a watchlist demands an escort and none is named"
    other = registered(rig, zones=("lobby",))
    done(rig, judged(rig, other, same=True))
    assert checked_in(rig, other).outcome is Outcome.DONE


def test_lists_say_what_does_not_fit_and_take_all_rows_or_none(rig: Rig) -> None:
    list_id = watch(rig)
    rows = (Watched(name="Good Row"), Watched(name=" "))
    receipt = rig.command(AddWatchEntries(list_id=list_id, entries=rows), KEEPER)
    assert receipt.why == "entry 2: expected a name"
    assert rig.facts.desk.entries == {}
    assert rig.command(AddWatchEntries(list_id=list_id, entries=rows[:1]), GUARD).outcome is Outcome.REFUSED
    for _ in range(2):
        done(rig, AddWatchEntries(list_id=list_id, entries=rows[:1]), KEEPER)
    assert len(rig.facts.desk.entries) == 1, "the same row twice is one entry"


def test_lists_survive_a_restart(rig: Rig) -> None:
    watch(rig, Watched(name="Ana Souza", id_kind="passport", id_number="AB1"))
    before = (dict(rig.facts.desk.entries), dict(rig.facts.desk.lists))
    visit = registered(rig)
    rig.restart()
    assert (rig.facts.desk.entries, rig.facts.desk.lists) == before
    assert record(rig, visit).screening is Screening.HOLD
    assert registered(rig) in rig.facts.desk.records


def test_a_second_guard_is_told_and_nothing_is_overwritten(rig: Rig) -> None:
    watch(rig, Watched(name="Anna Sousa"))
    visit = registered(rig)
    seen = judged(rig, visit, same=False)
    identified(rig, visit)
    assert rig.command(seen).why == "somebody else changed the visit meanwhile: look again"
    assert ASK.name == rig.facts.people[record(rig, visit).person].person.name
