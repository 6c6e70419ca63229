"""A portal on a table: inputs at given seconds, what came of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gate.domain.door_state import Contact
from gate.domain.portal import Egress
from gate.policy.portal import (
    Changed,
    ContactSeen,
    Effect,
    PortalInput,
    PortalRules,
    PortalState,
    Tick,
    next_deadline,
    transition,
)

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RULES = PortalRules(
    release=timedelta(seconds=5),
    egress=Egress.REX_HARDWIRED,
    fail_safe=False,
    rex_input=True,
    held_after=timedelta(seconds=30),
    warn_before=timedelta(seconds=10),
)
SOFTWARE = replace(RULES, egress=Egress.REX_SOFTWARE)
HANDLE = replace(RULES, egress=Egress.MECHANICAL, rex_input=False)
OPEN = ContactSeen(contact=Contact.OPEN)
CLOSED = ContactSeen(contact=Contact.CLOSED)
UNKNOWN = ContactSeen(contact=Contact.UNKNOWN)
TAMPER = ContactSeen(contact=Contact.TAMPER)


class Rig:
    """Starts with a closed door at second 0, unless told otherwise."""

    def __init__(self, rules: PortalRules = RULES, *, heard: bool = True) -> None:
        self.rules = rules
        self.state = PortalState()
        self.all: list[Effect] = []
        if heard:
            self.at(0, CLOSED)
            self.all.clear()

    def at(self, seconds: float, input: PortalInput | None = None) -> tuple[Effect, ...]:
        """Feed an input (a Tick without one) and return its effects, changes of state left out."""
        now = START + timedelta(seconds=seconds)
        self.state, effects = transition(self.rules, self.state, input or Tick(), now)
        self.all += effects
        return without_changes(effects)

    @property
    def door(self) -> str:
        """The derived state, in its word."""
        return self.state.state.value

    @property
    def waits_until(self) -> float | None:
        """Seconds from the start to the next deadline."""
        due = next_deadline(self.state)
        return None if due is None else (due - START).total_seconds()


def without_changes(effects: Sequence[Effect]) -> tuple[Effect, ...]:
    """Only what asks for an action."""
    return tuple(effect for effect in effects if not isinstance(effect, Changed))
