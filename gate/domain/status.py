"""What is known now of portals, devices and agents: one row each, for lists, pages and the next start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gate.domain.door_state import Commanded, Contact, DoorState


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalStatus:
    """A portal since ``since``; ``machine`` is the portal machine's whole state as JSON, for a restart."""

    portal: str
    commanded: Commanded
    contact: Contact
    state: DoorState
    since: datetime
    cause: str = ""
    machine: str = ""


STORE = "store"
"""The store as a device."""


def spool_of(agent: str) -> str:
    """An agent's spool as a device: offline where its disk takes no events."""
    return f"{agent}/spool"


def is_spool(device: str) -> bool:
    """True for what :func:`spool_of` made; no id has a slash."""
    return device.endswith("/spool")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceHealth:
    """A device, line, camera, agent, spool, store or the engine itself; ``online`` None: nothing was ever heard."""

    device: str
    online: bool | None
    since: datetime
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentStatus:
    """How an agent decides (``host`` or ``alone``), and which pack of which facts revision it runs."""

    agent: str
    mode: str
    since: datetime
    pack: str | None = None
    revision: int = 0
    why: str = ""
