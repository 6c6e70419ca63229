"""A list that asks to tell its owner: whom, when, in which words, and what becomes of the message."""

from __future__ import annotations

import pytest

from gate.domain.commands import DepartPerson, Outcome
from gate.domain.desk_commands import EndWatchEntry, JudgeHit, Watched
from gate.domain.visit_commands import ArriveVisit, CancelVisit
from gate.domain.watchlist import WatchAction
from gate.notify import queue
from gate.notify.queue import PAUSES, Delivery, Queued
from gate.notify.watched import WATCHED
from tests.desk.asking import done, record, revision, watch
from tests.notify.conftest import Telling
from tests.service.rig import HR
from tests.visits_before.asking import BOSS, DESK, LI, invited

MARTA = Watched(name="Marta Kowalska")


def listed(telling: Telling, action: WatchAction = WatchAction.NOTIFY) -> str:
    """Marta's visit to Li Na; she is on a list of Chen Wei's, and nobody has judged it."""
    watch(telling.rig, MARTA, action=action)
    visit = invited(telling.rig)
    telling.notifier.step()
    telling.post.take()
    return visit


def judge(telling: Telling, visit: str, *, same: bool) -> None:
    rig = telling.rig
    (hit,) = record(rig, visit).hits
    ask = JudgeHit(
        visit=visit, revision=revision(rig, visit), entry=hit.entry, same=same, reason="compared by photo"
    )
    done(rig, ask, DESK)


def told(telling: Telling, visit: str) -> list[Queued]:
    return [row for row in queue.of_visit(telling.book, visit) if row.kind == WATCHED]


def test_the_owner_hears_of_a_hit_that_somebody_confirmed_and_again_when_he_stands_there(
    telling: Telling,
) -> None:
    visit = listed(telling)
    assert told(telling, visit) == [], "alike is not yet the same person"
    judge(telling, visit, same=True)
    telling.notifier.step()
    ((address, message),) = telling.post.take()
    assert address.endswith("to=chen%40example.net")
    assert message.subject == "Marta Kowalska在您负责的关注名单上"
    assert "关注名单：Banned。" in message.body
    assert "来访者尚未到达。" in message.body
    telling.rig.wait(hours=1)
    assert telling.rig.command(ArriveVisit(visit=visit), DESK).outcome is Outcome.DONE
    telling.notifier.step()
    by_who = {address.rpartition("to=")[2]: message for address, message in telling.post.take()}
    assert "来访者正在前台等候。" in by_who["chen%40example.net"].body
    assert [row.state for row in told(telling, visit)] == [Delivery.SENT, Delivery.SENT]


@pytest.mark.parametrize(
    ("action", "same"), [(WatchAction.NOTIFY, False), (WatchAction.ESCORT, True)], ids=["another", "escort"]
)
def test_nobody_hears_of_somebody_else_or_by_another_kind_of_list(
    telling: Telling, action: WatchAction, same: bool
) -> None:
    visit = listed(telling, action)
    judge(telling, visit, same=same)
    telling.rig.wait(hours=1)
    telling.rig.command(ArriveVisit(visit=visit), DESK)
    telling.notifier.step()
    assert told(telling, visit) == []


def test_what_is_not_taken_is_tried_again_and_then_given_up(telling: Telling) -> None:
    visit = listed(telling)
    judge(telling, visit, same=True)
    telling.post.broken = True
    telling.notifier.step()
    for pause in PAUSES:
        assert [row.state for row in told(telling, visit)] == [Delivery.RETRIED]
        telling.rig.clock.forward(seconds=pause.total_seconds())
        telling.notifier.step()
    assert [(row.state, row.tries) for row in told(telling, visit)] == [(Delivery.FAILED, len(PAUSES) + 1)]


def test_the_managers_hear_for_an_owner_who_has_left(telling: Telling) -> None:
    visit = listed(telling)
    assert telling.rig.command(DepartPerson(person="p1001", reason="retires"), HR).outcome is Outcome.DONE
    judge(telling, visit, same=True)
    telling.notifier.step()
    assert [address for address, _ in telling.post.take()] == ["json://boss.example.net/hook"]


def test_what_is_no_longer_so_is_not_told(telling: Telling) -> None:
    visit = listed(telling)
    judge(telling, visit, same=True)
    (hit,) = record(telling.rig, visit).hits
    telling.post.broken = True
    telling.notifier.step()
    done(telling.rig, EndWatchEntry(entry=hit.entry, reason="put there by mistake"), BOSS)
    telling.post.broken = False
    telling.rig.clock.forward(seconds=PAUSES[0].total_seconds())
    telling.notifier.step()
    assert [row.state for row in told(telling, visit)] == [Delivery.MOOT]
    assert telling.rig.command(CancelVisit(visit=visit, reason="ill"), LI).outcome is Outcome.DONE
