"""Record first, then send; and the way out where the store is silent for 50 ms.

A pending outcome is claimed once, either by the recorder after its commit or by the deciding thread at the deadline:
whoever comes first sends the commands.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from gate.engine.outcome import Outcome

PATIENCE_S = 0.05
"""So long a commit may take before a door's command leaves with the signed decision (architecture.md)."""

STALE_S = 2.0
"""A console's release that could not be recorded for so long is not carried out any more: nobody waits there."""


@dataclass(slots=True, eq=False)
class Pending:
    """An outcome on its way to the store since ``put_at`` (monotonic seconds)."""

    outcome: Outcome
    put_at: float
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _claimed: bool = False

    @property
    def may_leave_early(self) -> bool:
        """True where agents wait for it: an operator's command is not carried out unrecorded."""
        return bool(self.outcome.told) and not self.outcome.by_operator

    @property
    def leaves_at(self) -> float:
        """When it leaves unrecorded."""
        return self.put_at + PATIENCE_S

    @property
    def claimed(self) -> bool:
        """True once somebody sent it."""
        return self._claimed

    def claim(self) -> bool:
        """True for the first who asks."""
        with self._lock:
            first, self._claimed = not self._claimed, True
            return first
