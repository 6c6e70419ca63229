"""The deciding thread's side of the room where configurations are made ready and invariants are proved."""

from __future__ import annotations

from gate.clock import Clock
from gate.domain.commands import CommandRequest
from gate.domain.policy_commands import PublishConfiguration
from gate.engine.inbox import Proved
from gate.engine.proving import Proving
from gate.engine.readyroom import ProofOrder, ReadyOrder, ReadyRoom
from gate.service import publishing
from gate.service.change import Change
from gate.service.facts import Facts


class Publisher:
    """Orders, and takes what comes back. Owned by the deciding thread."""

    def __init__(self, facts: Facts, room: ReadyRoom, clock: Clock) -> None:
        self._facts, self._room, self._clock = facts, room, clock
        self._proving = Proving(clock.now())

    def wants(self, request: CommandRequest) -> bool:
        """True if the command must wait for a configuration that is being made ready from now on."""
        if not isinstance(request.command, PublishConfiguration):
            return False
        facts = self._facts
        self._room.order(ReadyOrder(request=request, people=facts.everybody(), revision=facts.revision))
        return True

    def on_time(self) -> None:
        """Begin a proof if one is due."""
        facts, now = self._facts, self._clock.now()
        if self._proving.due(facts.revision, now):
            self._proving.begun(facts.revision, now)
            self._room.order(ProofOrder(site=facts.site, people=facts.everybody()))

    def proved(self, item: Proved) -> Change:
        """What a proof changes; nothing if another configuration runs by now."""
        self._proving.ended()
        change = Change()
        if item.version == self._facts.site.version:
            publishing.proved(self._facts, change, item.breaches, self._clock.now())
        return change
