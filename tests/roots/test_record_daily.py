"""The record is verified once a day by the site's clock, and the engine is told until it answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from gate.client import EngineSilent
from gate.domain.commands import Actor, Command, Outcome, Receipt
from gate.domain.rights import Role
from gate.domain.verification import Found, RecordVerification, Verdict
from gate.roots.record_daily import BY, Daily, Teller, next_due
from web.record.checking import Check

SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"
NIGHT = 3 * 60
MOMENT = timedelta(microseconds=1)
THREE = datetime(2026, 4, 6, 19, tzinfo=UTC)  # 03:00 on the 7th in Shanghai


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (THREE - MOMENT, THREE),
        (THREE, THREE + timedelta(days=1)),
        (THREE + MOMENT, THREE + timedelta(days=1)),
    ],
)
def test_it_is_due_at_that_minute_of_the_sites_clock(after: datetime, due: datetime) -> None:
    assert next_due(after, NIGHT, SHANGHAI) == due


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (
            datetime(2026, 3, 28, 12, tzinfo=UTC),
            datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        ),  # 02:30 is left out
        (
            datetime(2026, 10, 24, 12, tzinfo=UTC),
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        ),  # 02:30 comes twice
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 26, 1, 30, tzinfo=UTC)),
    ],
)
def test_also_where_clocks_are_set(after: datetime, due: datetime) -> None:
    assert next_due(after, 150, BERLIN) == due


class Clock:
    """Stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@pytest.mark.parametrize("free", [True, False])
def test_one_check_a_day(free: bool) -> None:
    clock, asked = Clock(THREE - timedelta(hours=1)), list[Actor]()

    def begin(by: Actor) -> bool:
        asked.append(by)
        return free

    daily = Daily(begin, clock.now, NIGHT, SHANGHAI)
    looks = []
    for at in (
        THREE - MOMENT,
        THREE,
        THREE + MOMENT,
        THREE + timedelta(days=3, hours=1),
        THREE + timedelta(days=4),
    ):
        clock.at = at
        looks.append(daily.look())
    assert looks == [False, True, False, True, True]
    assert asked == [BY] * 3


def test_it_ends_when_told() -> None:
    daily = Daily(lambda _by: True, Clock(THREE).now, NIGHT, SHANGHAI)
    daily.start()
    daily.stop()


QIAN = Actor(user="qian.hui", role=Role.AUDITOR, origin="10.0.0.7")
FOUND = Found(verdict=Verdict.HOLDS, sealed=7)
CHECK = Check(by="qian.hui", begun=THREE, ended=THREE, found=FOUND)


class Engine:
    """Silent at first, as often as it is told to be."""

    def __init__(self, silent: int, outcome: Outcome = Outcome.DONE) -> None:
        self._silent, self._outcome = silent, outcome
        self.told: list[tuple[Command, Actor, str | None]] = []
        self.on_told: Callable[[], None] = lambda: None

    def send(self, command: Command, actor: Actor, id: str | None = None) -> Receipt:
        self.told.append((command, actor, id))
        self.on_told()
        if len(self.told) <= self._silent:
            raise EngineSilent(id or "", sent=False)
        return Receipt(id=id or "", outcome=self._outcome, why="no")


def test_the_engine_is_told_until_it_answers_and_records_it_once() -> None:
    engine = Engine(silent=2)
    Teller(engine, again_s=0.0)(CHECK, QIAN)
    assert [told[:2] for told in engine.told] == [(RecordVerification(begun_at=THREE, found=FOUND), QIAN)] * 3
    assert len({told[2] for told in engine.told}) == 1


def test_a_refusal_is_said_and_not_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    engine = Engine(silent=0, outcome=Outcome.REFUSED)
    Teller(engine, again_s=0.0)(CHECK, QIAN)
    assert len(engine.told) == 1
    assert "does not record" in caplog.text


def test_a_console_that_ends_gives_up_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    engine = Engine(silent=10)
    teller = Teller(engine, again_s=3600.0)
    engine.on_told = teller.stop
    teller(CHECK, QIAN)
    assert len(engine.told) == 1
    assert "nobody was told" in caplog.text
