"""When movement is an intrusion."""

from datetime import UTC, datetime, timedelta

import pytest

from gate.service.armed import is_armed
from tests.service.rig import Rig

TEN_PM = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # in Shanghai
SIX_AM = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "armed"),
    [
        (TEN_PM - SECOND, False),
        (TEN_PM, True),
        (TEN_PM + SECOND, True),
        (SIX_AM - SECOND, True),
        (SIX_AM, False),
        (SIX_AM + SECOND, False),
    ],
)
def test_armed_by_schedule(rig: Rig, at: datetime, armed: bool) -> None:
    assert is_armed(rig.facts, "archive", at) == armed


def test_a_granted_entry_disarms_until_the_window_ends(rig: Rig) -> None:
    rig.facts.disarmed["archive"] = TEN_PM + timedelta(hours=1)
    assert not is_armed(rig.facts, "archive", TEN_PM + timedelta(hours=2))
    assert is_armed(rig.facts, "archive", TEN_PM + timedelta(days=1)), "another night"


def test_an_entry_by_day_disarms_no_night(rig: Rig) -> None:
    rig.facts.disarmed["archive"] = TEN_PM - timedelta(hours=1)
    assert is_armed(rig.facts, "archive", TEN_PM + timedelta(hours=1))


def test_zones_without_arming(rig: Rig) -> None:
    assert not is_armed(rig.facts, "lobby", TEN_PM)
    assert not is_armed(rig.facts, None, TEN_PM)
    assert not is_armed(rig.facts, "nowhere", TEN_PM)
