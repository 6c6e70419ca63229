"""Which use case takes which event: one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gate.domain.decision import Decision
from gate.domain.envelope import Envelope
from gate.domain.events import (
    AccessDecided,
    AgentStarted,
    CameraSaw,
    ContactChanged,
    CredentialPresented,
    DeviceHealthChanged,
    EventsDropped,
    InputChanged,
    LockSensed,
    ModeChanged,
    PackTaken,
    RevocationTaken,
    RexPressed,
)
from gate.domain.seal_events import HeadCountersigned, HeadRefused
from gate.engine.answered import Answered
from gate.engine.witnesses import Witnesses
from gate.policy import Means
from gate.service import access, cameras, devices, inputs, portals, revocation
from gate.service.access import JudgePin
from gate.service.change import Change
from gate.service.facts import Facts


@dataclass(slots=True, kw_only=True)
class Desk:
    """What the use cases of events are given."""

    facts: Facts
    judge: JudgePin
    answered: Answered
    witnesses: Witnesses = field(default_factory=Witnesses)
    store_away: bool = False
    full: set[str] = field(default_factory=set)  # agents that had to drop while the store was away

    def means(self, agent: str) -> Means:
        """Nothing can record where the store is away and the agent's spool takes nothing either."""
        kept = agent not in self.full and devices.keeps(self.facts, agent)
        return Means(can_record=kept or not self.store_away)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event on its way to a use case; ``now``: the engine's clock, or the source's time for what is sent again."""

    envelope: Envelope[Any]
    now: datetime
    resent: bool


def use(desk: Desk, happened: Happened) -> tuple[Change, Decision | None]:
    """The change that the event makes, and the decision if it was a read that was decided."""
    body, facts, now = happened.envelope.body, desk.facts, happened.now
    if isinstance(body, CredentialPresented):
        return _present(desk, happened, body)
    if isinstance(body, AccessDecided):
        return _take_over(desk, body, now), None
    return _of_doors_and_devices(desk, facts, happened, body, now), None


def _of_doors_and_devices(desk: Desk, facts: Facts, happened: Happened, body: Any, now: datetime) -> Change:
    src = happened.envelope.src
    match body:
        case ContactChanged() | RexPressed() | LockSensed() | InputChanged() | DeviceHealthChanged():
            return PLAIN[type(body)](facts, body, now)
        case CameraSaw():
            return cameras.saw(facts, body, now, live=not happened.resent)
        case AgentStarted():
            return devices.agent_started(facts, body, src, now)
        case ModeChanged():
            return devices.mode_changed(facts, body, src, now)
        case PackTaken():
            return devices.pack_taken(facts, body, src, now)
        case RevocationTaken():
            return revocation.taken(facts, body, src, now)
        case HeadCountersigned():
            return desk.witnesses.countersigned(body, src, now)
        case HeadRefused():
            return desk.witnesses.refused(facts, body, src, now)
        case EventsDropped():
            desk.full.add(src)
            return Change()
        case _:
            return Change()  # recorded, and nothing follows from it


PLAIN: dict[type[Any], Callable[[Facts, Any, datetime], Change]] = {
    ContactChanged: portals.contact_changed,
    RexPressed: portals.rex_pressed,
    LockSensed: portals.lock_sensed,
    InputChanged: inputs.input_changed,
    DeviceHealthChanged: devices.health_changed,
}


def _present(desk: Desk, happened: Happened, read: CredentialPresented) -> tuple[Change, Decision | None]:
    """A read that is sent again has been answered long ago, by an engine or alone: nothing opens for it now."""
    if happened.resent:
        return Change(), None
    envelope = happened.envelope
    change, decision = access.present(
        desk.facts, read, envelope.identity, envelope.src, happened.now, desk.judge, desk.means(envelope.src)
    )
    if decision is not None:
        desk.answered.note(envelope.identity, decision.result.value)
    return change, decision


def _take_over(desk: Desk, decided: AccessDecided, now: datetime) -> Change:
    """A decision that an agent kept for us is a repeat once we have it; one that it acted on alone is always told,
    and applied where it is not what we decided ourselves."""
    ours = desk.answered.result(decided.request)
    if ours is not None and not decided.by_agent:
        change = Change()
        change.record = False
        return change
    desk.answered.note(decided.request, decided.decision.result.value)
    if ours is not None and ours in ("", decided.decision.result.value):
        return Change()
    return access.take_over(desk.facts, decided, now)
