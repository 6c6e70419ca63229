"""The short form of ``make test-faults``: everything dies at once under load, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.misfortune import misfortunes
from tests.faults.rounds import _play_one
from tests.faults.world import World
from tests.support.mosquitto import find_mosquitto

pytestmark = pytest.mark.mosquitto


def test_everything_dies_together_under_load(tmp_path: Path) -> None:
    if find_mosquitto() is None:
        pytest.skip("Mosquitto is not installed (apt-get install mosquitto)")
    with World(tmp_path, on_postgres=False, seed=1) as world:
        (worst,) = (each for each in misfortunes(world) if each.name == "kill broker engine north south")
        verdict = _play_one(world, worst)
    assert (verdict.lost, verdict.doubled, verdict.wrong) == ([], [], [])
    assert verdict.recorded == verdict.sent > 50
    assert world.kills == 4
