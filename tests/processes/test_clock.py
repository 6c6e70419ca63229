"""The site's clock: the machine's, or a simulated one that all processes share and that only goes forward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gate.clock import ENVIRONMENT, MachineClock, SimulatedClock, site_clock

MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


def test_a_simulated_clock_starts_where_it_was_told(tmp_path: Path) -> None:
    clock = SimulatedClock.create(tmp_path / "clock", MORNING)
    assert MORNING <= clock.now() < MORNING + timedelta(seconds=5)


def test_a_jump_is_seen_by_everybody_who_maps_the_file(tmp_path: Path) -> None:
    clock = SimulatedClock.create(tmp_path / "clock", MORNING)
    other = SimulatedClock(tmp_path / "clock")
    clock.jump(timedelta(hours=3))
    assert other.now() >= MORNING + timedelta(hours=3)
    assert abs(other.now() - clock.now()) < timedelta(seconds=1)


def test_a_step_back_is_refused(tmp_path: Path) -> None:
    clock = SimulatedClock.create(tmp_path / "clock", MORNING)
    with pytest.raises(ValueError, match="forward only"):
        clock.jump(-timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("left", "patience"), [(-1.0, 0.0), (0.01, 0.01), (60.0, SimulatedClock.LOOK_AGAIN_S)]
)
def test_a_simulated_clock_is_looked_at_often(tmp_path: Path, left: float, patience: float) -> None:
    assert SimulatedClock.create(tmp_path / "clock", MORNING).patience(left) == patience


def test_the_machine_is_waited_for_as_long_as_asked() -> None:
    assert MachineClock().patience(60.0) == 60.0


def test_the_environment_says_which_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    assert isinstance(site_clock(), MachineClock)
    SimulatedClock.create(tmp_path / "clock", MORNING)
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "clock"))
    assert site_clock().now() < MORNING + timedelta(seconds=5)
