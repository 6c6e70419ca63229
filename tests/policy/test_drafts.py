"""What is altered quickly is what ``dataclasses.replace`` would have made."""

from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, datetime

import pytest

from gate.domain.door_state import Commanded, DoorState
from gate.domain.drafts import altered
from gate.policy.portal.state import PortalState

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BEFORE = PortalState(
    commanded=Commanded.RELEASED, at=NOON, alarms=frozenset({"tamper"}), release_cause="exit"
)


@pytest.mark.parametrize(
    "changes",
    [{}, {"state": DoorState.OPEN}, {"at": None, "alarms": frozenset(), "fire": True, "cause": "x"}],
)
def test_altered_is_replaced(changes: dict[str, object]) -> None:
    made = altered(BEFORE, **changes)  # type: ignore[arg-type]
    assert made == replace(BEFORE, **changes)  # type: ignore[arg-type]
    assert type(made) is PortalState
    assert {field.name: getattr(made, field.name) for field in fields(PortalState)} == {
        **{field.name: getattr(BEFORE, field.name) for field in fields(PortalState)},
        **changes,
    }
    assert BEFORE.commanded is Commanded.RELEASED
    with pytest.raises(FrozenInstanceError):
        made.fire = True  # type: ignore[misc]


def test_a_field_that_is_none_is_refused() -> None:
    with pytest.raises(AttributeError):
        altered(BEFORE, att=NOON)  # type: ignore[call-arg]
