"""Door commands of the engine: which are carried out, which are not, and an event that says so for each.

Not carried out: what answers a read too late (``late``) or a second time (``repeated``), or comes from an engine that
has been replaced (``old_epoch``). Revocations are always taken: they only ever close.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from gate.domain.door_commands import (
    AgentCommand,
    RekeyReader,
    ReleaseLock,
    Relock,
    RevokeCredentials,
    ShowAnswer,
    ShowDoorState,
)
from gate.domain.events import DoorCommandAnswered
from gate.domain.signals import OutputResult
from gate.edge.locks import Locks
from gate.edge.outbox import Outbox
from gate.edge.points import Points
from gate.edge.ports import Clock, Doors, Soon
from gate.edge.reads import Reads

REMEMBERED = 1000
STALE = timedelta(seconds=30)
"""An operator's release that was sent so long ago is a replay, or the clocks are far apart: both are for a human."""

Revoke = Callable[[RevokeCredentials], None]


class Orders:
    """``epoch``: the newest that was seen. ``revoke`` carries out revocations."""

    def __init__(  # noqa: PLR0913 - its surroundings
        self,
        points: Points,
        *,
        clock: Clock,
        outbox: Outbox,
        reads: Reads,
        locks: Locks,
        doors: Doors,
        revoke: Revoke,
        soon: Soon,
        epoch: int,
    ) -> None:
        self._points = points
        self._clock = clock
        self._outbox = outbox
        self._reads = reads
        self._locks = locks
        self._doors = doors
        self._revoke = revoke
        self._soon = soon
        self._done: OrderedDict[str, None] = OrderedDict()  # ids of commands carried out
        self.epoch = epoch

    def see_epoch(self, epoch: int) -> bool:
        """True if it is newer than any before: from now on older ones are refused."""
        newer = epoch > self.epoch
        self.epoch = max(self.epoch, epoch)
        return newer

    def carry_out(self, command: AgentCommand, sent_at: datetime) -> None:
        """Carry out a command that has proved to be the engine's, or say why not."""
        match command:
            case ReleaseLock():
                self._release(command, sent_at)
            case Relock():
                self._relock(command)
            case ShowAnswer():
                if command.epoch >= self.epoch:
                    self._reads.show(command)
            case ShowDoorState():
                self._show_state(command)
            case RevokeCredentials():
                self._revoke(command)
            case RekeyReader():
                return  # the agent itself sees to it (gate.edge.reader_keys): it takes a line's time

    def _release(self, command: ReleaseLock, sent_at: datetime) -> None:
        outcome, detail = self._judge(command, sent_at)
        if command.decision is not None:
            self._reads.keep(command.request, command.decision)
        if outcome:
            self._say(command.id, command.portal, outcome, detail)
            return
        self._remember(command.id)
        read = self._reads.find(command.request)
        if read is not None:
            read.released = True
        self._locks.release(command.portal, command.duration, self._teller(command.id, command.portal))
        if read is not None:
            self._soon(partial(self._reads.released, read))

    def _judge(self, command: ReleaseLock, sent_at: datetime) -> tuple[str, str]:
        """The outcome that stands in the way, "" for none, and its detail."""
        if command.epoch < self.epoch:
            return "old_epoch", f"epoch {command.epoch}; the newest is {self.epoch}"
        if command.id in self._done:
            return "repeated", "carried out before"
        if not self._locks.has(command.portal):
            return "failed", "the portal is not this agent's"
        if not timedelta(0) < command.duration <= self._locks.longest(command.portal):
            return "failed", f"a pulse of {command.duration.total_seconds():g} s is not allowed"
        if command.request:
            return self._judge_request(command)
        age = self._clock.now() - sent_at
        return ("late", f"sent {age.total_seconds():.0f} s ago") if age >= STALE else ("", "")

    def _judge_request(self, command: ReleaseLock) -> tuple[str, str]:
        read = self._reads.find(command.request)
        if read is None:
            return "late", "no such read in the last minute"
        if self._points.portal_of_reader.get(read.reader) != command.portal:
            return "failed", "the read was at another portal"
        if read.acted or read.released:
            return "repeated", "the agent answered alone" if read.acted else "released before"
        waited_ms = (self._clock.monotonic() - read.at) * 1000
        if waited_ms >= command.valid_ms:
            return "late", f"{waited_ms:.0f} ms after the read; {command.valid_ms} ms allowed"
        return "", ""

    def _relock(self, command: Relock) -> None:
        if command.epoch < self.epoch:
            self._say(command.id, command.portal, "old_epoch", "")
        elif command.id in self._done:
            self._say(command.id, command.portal, "repeated", "carried out before")
        elif not self._locks.has(command.portal):
            self._say(command.id, command.portal, "failed", "the portal is not this agent's")
        else:
            self._remember(command.id)
            self._locks.relock(command.portal, self._teller(command.id, command.portal))

    def _show_state(self, command: ShowDoorState) -> None:
        if command.epoch >= self.epoch and self._locks.has(command.portal):
            for reader in self._points.readers(command.portal):
                self._doors.show(reader, command.feedback)

    def _remember(self, command: str) -> None:
        self._done[command] = None
        if len(self._done) > REMEMBERED:
            self._done.popitem(last=False)

    def _teller(self, command: str, portal: str) -> Callable[[OutputResult], None]:
        return lambda result: self._say(command, portal, result.value, "")

    def _say(self, command: str, portal: str, outcome: str, detail: str) -> None:
        self._outbox.send(DoorCommandAnswered(command=command, portal=portal, outcome=outcome, detail=detail))
