"""What the engine tells an agent. Each names the request it answers, the engine's epoch, and how long it may wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from gate.domain.decision import Decision
from gate.domain.signals import Feedback


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseLock:
    """Release the portal's lock for ``duration``, timed by the device. ``request``: the read it answers, or "".

    The read's reader shows that it was granted. ``decision`` is what an agent keeps when nothing could record it.
    """

    id: str
    portal: str
    duration: timedelta
    epoch: int
    valid_ms: int  # counted by the agent from the request; for a console's command from its arrival
    request: str = ""
    decision: Decision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relock:
    """End a release before its time: somebody went through and the door closed, or it is locked down."""

    id: str
    portal: str
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAnswer:
    """Feedback at a reader, and the decision that an agent keeps when nothing could record it."""

    reader: str
    feedback: Feedback
    epoch: int
    request: str = ""
    decision: Decision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDoorState:
    """Feedback at all readers of a portal: held warning, lockdown, idle again."""

    portal: str
    feedback: Feedback
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeCredentials:
    """From now on nothing opens for these, in whatever pack; answered with RevocationTaken."""

    revision: int
    credentials: tuple[str, ...]  # ids; the pack maps them to keyed hashes
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RekeyReader:
    """Give a reader its own random key, over the line that the agent drives; answered with DoorCommandAnswered."""

    id: str
    reader: str
    rotate: bool
    epoch: int


AgentCommand = ReleaseLock | Relock | ShowAnswer | ShowDoorState | RevokeCredentials | RekeyReader
