"""Two deciders that check each other: does the agent's own answer to a read differ from the engine's?"""

from __future__ import annotations

from datetime import datetime

from gate.domain.decision import Decision
from gate.domain.events import OwnAnswer
from gate.service.alarms import raise_alarm
from gate.service.change import Change
from gate.service.facts import Facts

MOVING = (
    "passback", "occupancy_full", "two_person", "escort_required", "interlock", "lockdown", "threat_level",
    "wrong_pin", "pin_blocked", "factor_missing", "items_open", "lease_ended", "cannot_record", "outside_schedule",
)  # fmt: skip
"""What hangs on the moment and on other agents' doors: an agent may not know of it, and that is no drift."""


def watch_drift(
    facts: Facts, change: Change, agent: str, own: OwnAnswer | None, decision: Decision, now: datetime
) -> None:
    """Raise ``pack_drift`` where an agent with the newest pack finds other lasting reasons than the engine."""
    if own is None or own.pack != facts.packs.get(agent):
        return
    if _lasting(own.reasons) != _lasting(decision.reasons):
        differ = sorted(_lasting(own.reasons) ^ _lasting(decision.reasons))
        raise_alarm(facts, change, "pack_drift", agent, now, cause=" ".join(differ)[:128])


def _lasting(reasons: tuple[str, ...]) -> frozenset[str]:
    return frozenset(reason for reason in reasons if not reason.startswith(MOVING))
