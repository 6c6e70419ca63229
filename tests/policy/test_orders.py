"""What is remembered of a reader ends where a schedule, a rule or the day does, and with every order of an operator."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gate.domain.card import card_number
from gate.domain.decision import Request
from gate.policy import World, orders
from tests.policy.build import world
from tests.policy.lab import ANN, BOB, SITE, after, read

Raw = dict[str, Any]


def test_an_operators_orders_count_in_the_same_minute() -> None:
    here = world({**SITE, "threat_levels": [{"id": "red", "groups": []}]}, [ANN])
    assert read(here, 1, "front-in").granted
    here.lock_down(["hall"], after(2))
    assert read(here, 3, "front-in").reasons == ("lockdown",)
    here.lift(["hall"], after(4))
    here.lock_down(["front"], after(4))
    assert read(here, 5, "front-in").reasons == ("lockdown",)
    here.lift(["front"], after(6))
    here.set_threat("red", ["hall"], after(6))
    assert read(here, 7, "front-in").reasons == ("threat_level:red",)
    here.set_threat(None, ["hall"], after(8))
    assert read(here, 9, "front-in").granted


def test_an_alternate_day_counts_in_the_same_minute() -> None:
    always = {"id": "always", "windows": [{"days": "mon-fri", "from": "00:00", "to": "24:00"}]}
    here = world({**SITE, "schedules": [always]}, [ANN])
    assert read(here, 1, "front-in").granted
    here.alternate_day(date(2026, 3, 4), "sat")
    assert read(here, 2, "front-in").reasons == ("outside_schedule",)


@pytest.mark.parametrize(("micros", "granted"), [(-1, False), (0, True), (1, True)])
def test_a_grant_begins_within_a_minute(micros: int, granted: bool) -> None:
    assert at_edge("from", micros) is granted


@pytest.mark.parametrize(("micros", "granted"), [(-1, True), (0, False), (1, False)])
def test_a_grant_ends_within_a_minute(micros: int, granted: bool) -> None:
    assert at_edge("until", micros) is granted


def at_edge(key: str, micros: int) -> bool:
    """Whether ann is let in so long after the grant begins or ends, when she read before in the same minute."""
    edge = after(30)
    grant = {"id": "g", "zones": ["hall"], "schedule": "always", key: edge.isoformat()}
    here = world({**SITE, "groups": [{"id": "all", "grants": [grant]}]}, [ANN])
    assert read(here, 29, "front-in").granted is (key == "until")
    request = Request(
        id=1, at=edge + timedelta(microseconds=micros), reader="front-in", card=card_number("H10301", 1, 1)
    )
    return here.decide(request).granted


def test_earlier_instants_get_orders_of_their_own() -> None:
    hour = {"id": "always", "windows": [{"days": "mon-sun", "from": "10:00", "to": "10:01"}]}
    here = world({**SITE, "schedules": [hour]}, [ANN])
    assert [read(here, second, "front-in").granted for second in (60, 0, 59.999999, 60, -1)] == [
        False, True, True, False, False,
    ]  # fmt: skip


def test_more_groups_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "MOST", 1)
    here: World = world(SITE, [ANN, {**BOB, "groups": []}])
    for _ in range(3):
        assert read(here, 0, "front-in", 1).granted
        assert read(here, 0, "front-in", 2).reasons == ("no_grant",)
