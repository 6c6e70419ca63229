"""Who is told what and when; retries; and that nothing is told twice or of the past."""

import re
from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest

from gate.domain.commands import CheckInVisit, CheckOutVisit, Outcome
from gate.domain.visit import Items
from gate.domain.visit_commands import ApproveVisit, ArriveVisit, CancelVisit, ChangeVisit, RejectVisit
from gate.notify import links, queue
from gate.notify.links import Purpose
from gate.notify.notifier import Notifier
from gate.notify.queue import PAUSES, Delivery
from tests.notify.conftest import SETTINGS, Telling
from tests.service.rig import MORNING, POOL
from tests.visits_before.asking import CHEN, DESK, END, LAB, LATER, LI, SUN, checked_in, invited

TOKEN = re.compile(r"https://gate\.example\.net/([ih])/([A-Za-z0-9_-]{43})")


def told(telling: Telling) -> list[tuple[str, str]]:
    """(who, subject) of what goes out now."""
    telling.notifier.step()
    return [(_who(address), message.subject) for address, message in telling.post.take()]


def _who(address: str) -> str:
    return address.rpartition("to=")[2].replace("%40", "@") if "to=" in address else address


def test_an_invitation_reaches_visitor_and_host_with_calendar_and_link(telling: Telling) -> None:
    visit = invited(telling.rig)
    telling.notifier.step()
    (to_visitor, first), (to_host, second) = telling.post.take()
    assert (to_visitor, first.subject) == (
        "mailto://mx.example.net?from=gate@example.net&to=marta%40example.net", "Your visit to Headquarters",
    )  # fmt: skip
    assert (_who(to_host), second.subject, second.calendar) == (
        "li@example.net", "Visit of Marta Kowalska: approved", None,
    )  # fmt: skip
    found = TOKEN.search(first.body)
    assert found is not None
    link = links.find(telling.book, found[2], Purpose.VISITOR, MORNING)
    assert link is not None
    assert (found[1], link.visit, link.until) == ("i", visit, END)
    assert first.calendar is not None
    [event] = icalendar.Calendar.from_ical(first.calendar).walk("VEVENT")
    assert (event["UID"], event.decoded("dtstart"), event.decoded("dtend"), event["SEQUENCE"]) == (
        f"{visit}@hq", LATER, END, 1,
    )  # fmt: skip
    assert told(telling) == [], "once"


def test_a_change_and_a_cancellation_replace_what_stands_in_the_calendar(telling: Telling) -> None:
    visit = invited(telling.rig, visitors=(SUN,))
    telling.notifier.step()
    telling.post.take()
    file = telling.rig.facts.visits[visit]
    change = ChangeVisit(
        visit=visit, edition=1, host="p1002", zones=file.visit.zones, starts=LATER, ends=END + timedelta(hours=1),
        escorts=file.visit.escorts,
    )  # fmt: skip
    assert telling.rig.command(change, LI).outcome is Outcome.DONE
    telling.rig.command(CancelVisit(visit=visit, reason="改期"), LI)
    telling.notifier.step()
    by_who = {_who(address): message for address, message in telling.post.take()}
    mail = by_who["sun@example.net"]
    assert mail.subject == "您到总部的来访已取消"
    assert "原因：改期" in mail.body
    assert mail.calendar is not None
    calendar = icalendar.Calendar.from_ical(mail.calendar)
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 3)


def test_who_is_asked_for_an_approval(telling: Telling) -> None:
    rig = telling.rig
    visit = invited(rig, zones=LAB)
    assert told(telling) == [("chen@example.net", "待审批：Marta Kowalska来访")]
    rig.command(RejectVisit(visit=visit, edition=1, reason="audit week"), CHEN)
    assert told(telling) == [("li@example.net", "Visit of Marta Kowalska: rejected")]
    invited(rig, CHEN, zones=LAB, host="p1001", escorts=("p1001",))
    assert told(telling) == [("json://boss.example.net/hook", "待审批：Marta Kowalska来访")]


@pytest.mark.parametrize("queued_before", [True, False])
def test_an_approval_that_was_given_meanwhile_is_asked_of_nobody(
    telling: Telling, queued_before: bool
) -> None:
    visit = invited(telling.rig, zones=LAB)
    telling.post.broken = queued_before
    if queued_before:
        telling.notifier.step()
    telling.rig.command(ApproveVisit(visit=visit, edition=1), CHEN)
    telling.post.broken = False
    telling.rig.clock.instant += PAUSES[0]
    assert {who for who, _ in told(telling)} == {"marta@example.net", "li@example.net"}
    states = {row.kind: row.state for row in queue.of_visit(telling.book, visit)}
    assert states.get("approval_asked") is (Delivery.MOOT if queued_before else None)


@pytest.mark.regime("D5")
def test_the_host_is_told_of_an_arrival_with_a_link_to_answer(telling: Telling) -> None:
    visit = invited(telling.rig)
    telling.notifier.step()
    telling.post.take()
    telling.rig.command(ArriveVisit(visit=visit), DESK)
    telling.notifier.step()
    [(address, message)] = telling.post.take()
    assert (_who(address), message.subject) == (
        "li@example.net",
        "Marta Kowalska is waiting for you at the desk",
    )
    found = TOKEN.search(message.body)
    assert found is not None
    link = links.find(telling.book, found[2], Purpose.HOST, MORNING)
    assert link is not None
    assert (link.visit, link.person) == (visit, "p1002")
    assert links.find(telling.book, found[2], Purpose.VISITOR, MORNING) is None, "good for its purpose alone"


def test_an_overstay_is_told_to_the_host_then_to_the_desk(telling: Telling) -> None:
    rig = telling.rig
    visit = checked_in(rig)
    telling.notifier.step()
    telling.post.take()
    rig.wait(seconds=(END - rig.clock.now()).total_seconds())
    assert told(telling) == [("li@example.net", "Marta Kowalska is past the end of the visit")]
    rig.wait(minutes=10)
    assert told(telling) == [("json://desk.example.net/hook", "Marta Kowalska已超过来访时间")]
    rig.command(CheckOutVisit(visit=visit, badge_returned=True, evidence="seen_leaving"), DESK)
    assert told(telling) == []


# ── when it fails ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("tries", range(len(PAUSES)))
def test_each_pause_ends_exactly_when_it_is_over(telling: Telling, tries: int) -> None:
    rig, clock = telling.rig, telling.rig.clock
    visit = invited(rig, visitors=(replace(SUN, email=""),))
    telling.post.broken = True
    telling.notifier.step()
    for pause in PAUSES[:tries]:
        clock.instant += pause
        telling.notifier.step()
    telling.post.broken = False
    clock.instant += PAUSES[tries] - timedelta(milliseconds=1)
    telling.notifier.step()
    assert telling.post.take() == []
    [row] = queue.of_visit(telling.book, visit)
    assert (row.state, row.tries, row.why) == (
        Delivery.RETRIED,
        tries + 1,
        "the mailto server did not take it",
    )
    clock.instant += timedelta(milliseconds=1)
    telling.notifier.step()
    assert len(telling.post.take()) == 1
    [row] = queue.of_visit(telling.book, visit)
    assert row.state is Delivery.SENT


def test_given_up_after_the_last_pause_and_that_is_to_be_seen(telling: Telling) -> None:
    visit = invited(telling.rig, visitors=(replace(SUN, email=""),))
    telling.post.broken = True
    telling.notifier.step()
    for pause in PAUSES:
        telling.rig.clock.instant += pause
        telling.notifier.step()
    [row] = queue.of_visit(telling.book, visit)
    assert (row.state, row.tries) == (Delivery.FAILED, len(PAUSES) + 1)
    assert queue.counts(telling.book) == {Delivery.FAILED: 1}


def test_a_host_without_an_address_is_a_failure_that_is_to_be_seen(telling: Telling) -> None:
    visit = invited(telling.rig, DESK, host="p1004", escorts=(), visitors=(replace(SUN, email=""),))
    assert told(telling) == []
    [row] = queue.of_visit(telling.book, visit)
    assert (row.state, row.why) == (Delivery.FAILED, "no address is known")


def test_a_notifier_that_was_away_delays_nobody_and_goes_on_where_it_was(telling: Telling) -> None:
    rig = telling.rig
    visit = invited(rig)
    from tests.visits_before.asking import identified

    rig.wait(hours=1)
    rig.command(ArriveVisit(visit=visit), DESK)
    identified(rig, visit)
    let_in = CheckInVisit(visit=visit, card=POOL, agreement=True, items=Items.DEPOSITED)
    assert rig.command(let_in, DESK).outcome is Outcome.DONE
    again = Notifier(rig.site, telling.book, telling.queries, telling.post, SETTINGS, rig.clock.now)
    again.step()
    assert [(_who(address), message.subject) for address, message in telling.post.take()] == [
        ("li@example.net", "Visit of Marta Kowalska: approved")
    ], "an invitation and an arrival that are over are told to nobody"


def test_the_first_start_tells_nobody_of_the_past(telling: Telling, tmp_path: object) -> None:
    from pathlib import Path

    from gate.notify.book import NotifyBook

    invited(telling.rig)
    book = NotifyBook(Path(str(tmp_path)) / "another.db")
    Notifier(telling.rig.site, book, telling.queries, telling.post, SETTINGS, telling.rig.clock.now).step()
    assert telling.post.take() == []
    assert queue.progress(book) == telling.queries.happenings(limit=1).rows[0].seq
    book.close()
