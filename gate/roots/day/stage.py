"""What the acts of a day can do: hold cards to readers, push doors, work the desk, and look at what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from gate.clock import SimulatedClock
from gate.domain.commands import Actor, Command, Receipt
from gate.domain.decision import Decision
from gate.domain.door_state import Contact, DoorState
from gate.domain.events import (
    AccessDecided,
    AlarmRaised,
    ContactChanged,
    CredentialPresented,
    PassageEnded,
    PortalChanged,
)
from gate.roots.day.report import Report
from gate.roots.day.watch import Watch
from simulators.control import ControlError

PULL_S = 5.0
"""How long a person pulls at a door that was granted."""

Hand = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Moves simulated hardware: one request of ``simulators.control``, its answer; ControlError where it cannot."""


class Desk(Protocol):
    """Sends commands as an operator would."""

    def send(self, command: Command, actor: Actor) -> Receipt:
        """The engine's receipt; raises where the engine is silent."""


class Faults(Protocol):
    """Kills a process of the site and lets it come back."""

    def kill(self, name: str) -> None:
        """KILL it and leave it dead."""

    def revive(self, name: str) -> None:
        """Start it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A read and what was decided; ``request`` is its identity on the bus. ``decision`` None: no answer came."""

    request: str
    decision: Decision | None
    by_agent: bool = False

    @property
    def text(self) -> str:
        """``granted``, or the result with its reasons, as policy.md spells them."""
        if self.decision is None:
            return "no answer"
        reasons = " ".join((*self.decision.reasons, *(f"({note})" for note in self.decision.notes)))
        return f"{self.decision.result}{': ' if reasons else ''}{reasons}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Everything an act needs. Waits are on events, never on time alone."""

    report: Report
    clock: SimulatedClock
    watch: Watch
    hand: Hand
    desk: Desk
    faults: Faults

    def say(self, text: str) -> None:
        """A line of the timeline at the site's time."""
        self.report.line(self.clock.now(), text)

    def jump(self, **by: int) -> None:
        """Let the site's clock run ahead, e.g. ``minutes=20``."""
        self.clock.jump(timedelta(**by))

    def present(self, who: str, card: str, reader: str, pin: str | None = None, wait: float = 15.0) -> Answer:
        """Hold a card to a reader, type a PIN if one is given, and wait for the decision."""
        mark = self.watch.mark()
        self.hand({"do": "present", "card": card, "reader": reader, "pin": pin})
        answer = self._answer(mark, reader, wait)
        self.say(f"{who} at {reader}{' with PIN' if pin else ''}: {answer.text}")
        return answer

    def door(self, portal: str, action: str) -> None:
        """``open``, ``leave``, ``force``, ``close`` or ``rex``."""
        self.hand({"do": "door", "portal": portal, "action": action})
        self.say(f"{portal}: {action}")

    def pull(self, portal: str) -> None:
        """Pull until the lock lets go, as people do; nothing if it never does: the act sees what came of it."""
        deadline = time.monotonic() + PULL_S
        while not self._moves(portal):
            if time.monotonic() > deadline:
                self.say(f"{portal}: does not open")
                return
            time.sleep(0.02)
        self.say(f"{portal}: open")

    def _moves(self, portal: str) -> bool:
        try:
            self.hand({"do": "door", "portal": portal, "action": "open"})
        except ControlError:
            return False
        return True

    def walk(self, portal: str, outcome: str = "entered") -> str:
        """Open the released door, go through, let it close: what the system made of it."""
        mark = self.watch.mark()
        self.pull(portal)
        ended = self.watch.wait(mark, PassageEnded, lambda e: e.portal == portal and e.outcome == outcome)
        self.door(portal, "close")
        self.state(mark, portal, DoorState.SECURE)
        return f"{ended.outcome} {ended.zone}" if ended else "nothing"

    def swing(self, portal: str) -> None:
        """Open the released door and let it close, as far as its contact tells; nobody need be there to judge it."""
        mark = self.watch.mark()
        self.pull(portal)
        self.contact(mark, portal, Contact.OPEN)
        self.door(portal, "close")
        self.contact(mark, portal, Contact.CLOSED)

    def contact(self, mark: int, portal: str, contact: Contact) -> None:
        """Wait until the agent has seen the contact so."""
        self.watch.wait(mark, ContactChanged, lambda e: (e.portal, e.contact) == (portal, contact))

    def state(self, mark: int, portal: str, state: DoorState, wait: float = 15.0) -> str:
        """Wait until the portal is in that state; the state, or what it last was."""
        found = self.watch.wait(mark, PortalChanged, lambda e: e.portal == portal and e.state is state, wait)
        if found is not None:
            return str(found.state)
        seen = [e.state for e in self.watch.since(mark, PortalChanged) if e.portal == portal]
        return f"{seen[-1]}" if seen else "no change"

    def alarm(self, mark: int, kind: str, subject: str, wait: float = 15.0) -> AlarmRaised | None:
        """Wait for an alarm of that kind about that subject."""
        alarm = self.watch.wait(mark, AlarmRaised, lambda e: (e.kind, e.subject) == (kind, subject), wait)
        if alarm is not None:
            why = f": {alarm.cause}" if alarm.cause else ""
            self.say(f"ALARM {alarm.kind} {alarm.subject}, priority {alarm.priority}{why}")
        return alarm

    def command(self, actor: Actor, command: Command) -> Receipt:
        """Send it and say what came back."""
        receipt = self.desk.send(command, actor)
        why = f" ({receipt.why})" if receipt.why else ""
        self.say(f"{actor.user} ({actor.role}): {type(command).__name__} → {receipt.outcome}{why}")
        return receipt

    def _answer(self, mark: int, reader: str, wait: float) -> Answer:
        read = self.watch.wait_envelope(mark, CredentialPresented, lambda e: e.reader == reader, wait)
        if read is None:
            return Answer(request="", decision=None)
        request = read.identity  # an agent that decided the read before alone may still be saying so
        decided = self.watch.wait(mark, AccessDecided, lambda e: e.request == request, wait)
        if decided is None:
            return Answer(request="", decision=None)
        return Answer(request=decided.request, decision=decided.decision, by_agent=decided.by_agent)
