"""The deciding thread's side of the room where configurations are made ready and invariants are proved."""

from __future__ import annotations

import logging
from datetime import datetime

from gate.clock import Clock
from gate.domain.commands import CommandRequest
from gate.domain.policy_commands import PublishConfiguration
from gate.engine.inbox import OfProof, Proved, Unproved
from gate.engine.proving import Proving
from gate.engine.readyroom import ReadyOrder, ReadyRoom
from gate.engine.watching import ChangeOrder, ProofOrder
from gate.policy.instant import micros
from gate.policy.proofs import LastProof
from gate.service import publishing
from gate.service.change import Change
from gate.service.facts import Facts

log = logging.getLogger(__name__)


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
        facts, now, version = self._facts, self._clock.now(), self._facts.site.version
        if not self._proving.due(version, now, changed=bool(facts.touched)):
            return
        if self._proving.whole(version):
            self._room.order(ProofOrder(site=facts.site, people=facts.everybody(), now=now))
        else:
            people = {each: facts.world.person(each) for each in facts.touched}
            self._room.order(ChangeOrder(people=people, now=now))
        self._proving.begun(version, now)
        facts.touched.clear()

    def proved(self, item: OfProof) -> Change:
        """What a proof changes; nothing if another configuration runs by now."""
        change, now = Change(), self._clock.now()
        if isinstance(item, Unproved):
            self._unproved(item, now)
        elif isinstance(item, Proved):
            self._note(item, change, now)
        return change

    def _note(self, item: Proved, change: Change, now: datetime) -> None:
        self._proving.ended()
        if item.version == self._facts.site.version:
            proof = LastProof(at=micros(now), people=item.people, breached=item.persons)
            publishing.proved(self._facts, change, item.breaches, proof, now)

    def _unproved(self, item: Unproved, now: datetime) -> None:
        """Nothing is known of the invariants any more: said where they are looked at. What was an alarm stays one."""
        self._proving.failed(now)
        log.error("nothing is known of the invariants: %s", item.why)
        self._facts.world.proofs.forget()
