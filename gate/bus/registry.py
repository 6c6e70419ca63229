"""Every body that may stand in an envelope, by the name that its ``type`` has on the wire."""

from __future__ import annotations

from typing import Any, get_args

from gate.bus.messages import BusBody
from gate.domain.commands import CommandRequest, Receipt
from gate.domain.door_commands import AgentCommand
from gate.domain.events import Event

GROUPS: dict[str, tuple[Any, ...]] = {
    "events": get_args(Event),
    "door commands": get_args(AgentCommand),
    "commands": (CommandRequest, Receipt),
    "bus": get_args(BusBody),
}


def _by_name() -> dict[str, Any]:
    bodies = [cls for group in GROUPS.values() for cls in group]
    names = {cls.__name__: cls for cls in bodies}
    if len(names) != len(bodies):
        raise TypeError("two bodies of the bus have one name")
    return names


BODIES: dict[str, Any] = _by_name()
