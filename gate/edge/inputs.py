"""From what devices tell to what happened at portals: contacts, REX, locks, supervision, health.

Levels are debounced as they come from the wire and mean something only then. A REX press counts at once: somebody
wants out. Where nothing but the system lets him out (``rex-software``), the lock is released here and now: leaving
waits for no engine.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from gate.domain.door_state import Contact
from gate.domain.events import ContactChanged, InputChanged, LockSensed, RexPressed, WireFaulted
from gate.domain.portal import Egress
from gate.domain.signals import (
    DeviceOffline,
    DeviceOnline,
    InputSensed,
    OutputSensed,
    Sense,
    TamperSensed,
    WireFault,
    WireRefused,
)
from gate.edge.alone import Alone
from gate.edge.debounce import STEADY_S, Debouncer, Settled
from gate.edge.health import DeviceHealth, WireFaults
from gate.edge.locks import Locks
from gate.edge.outbox import Outbox
from gate.edge.points import ContactPoint, Points, RexPoint, SupervisionPoint, Terminal
from gate.edge.ports import Clock
from gate.edge.wiring import active_of, contact_of, released_of

QUIET_S = 60.0
"""How long after an attempt on its wire a device counts as attacked."""
DOWNGRADE = "osdp_downgrade"
"""The input under which an attack on a device's wire is told: less than its key was offered."""

Cabinet = Callable[[bool], None]
"""Takes whether the cabinet is open, or its tamper loop is cut or bridged. An unknown loop says nothing."""


class Inputs:
    """The last word on every terminal of the agent's devices."""

    def __init__(
        self, points: Points, *, clock: Clock, outbox: Outbox, alone: Alone, locks: Locks, cabinet: Cabinet
    ) -> None:
        """``cabinet`` is called whenever the agent's own tamper input settles."""
        self._cabinet = cabinet
        self._points = points
        self._clock = clock
        self._outbox = outbox
        self._alone = alone
        self._locks = locks
        self._levels: Debouncer[Terminal, Sense] = Debouncer()
        self._released: dict[str, bool | None] = {}
        self._flags: dict[tuple[str, str], tuple[bool | None, str]] = {}
        self._rex_off: dict[tuple[str, str], float] = {}  # since when each is at rest; infinite while pressed
        self._refused: dict[str, float] = {}  # until when an attempt on a device's wire counts as going on
        self._health = DeviceHealth()
        self._faults = WireFaults()

    # ── from the wire ────────────────────────────────────────────────────────

    def sensed(self, signal: InputSensed) -> None:
        """The raw level of an input."""
        terminal, now = (signal.device, signal.input), self._clock.monotonic()
        for meaning in self._points.inputs.get(terminal, ()):
            if isinstance(meaning, RexPoint):
                self._rex(meaning, signal.level, now)
        unsure = Sense.UNKNOWN in (signal.level, self._levels.value(terminal))
        step = self._levels.force if unsure else self._levels.seen
        for settled in step(terminal, signal.level, now):
            self._settled(settled)

    def output(self, signal: OutputSensed) -> None:
        """An output read back: what is, not what was commanded."""
        portal = self._points.outputs.get((signal.device, signal.output))
        if portal is not None:
            self._lock(portal, released_of(signal.level, self._points.portals[portal].lock))

    def tamper(self, signal: TamperSensed) -> None:
        """A device's own case switch."""
        self._flag(signal.device, "tamper", signal.active)

    def online(self, signal: DeviceOnline) -> None:
        """A device answers."""
        self.health(signal.device, online=True, why=signal.detail)

    def offline(self, signal: DeviceOffline) -> None:
        """A device does not answer: all that hangs on it is unknown."""
        self.health(signal.device, online=False, why=signal.why)
        now = self._clock.monotonic()
        terminals = dict.fromkeys(terminal for terminal, _ in self._points.inputs_of(signal.device))
        for terminal in terminals:
            for settled in self._levels.force(terminal, Sense.UNKNOWN, now):
                self._settled(settled)
        for portal in self._points.outputs_of(signal.device):
            self._lock(portal, None)

    def health(self, device: str, *, online: bool, why: str) -> None:
        """A device or line came or went; nothing is said that was said before."""
        event = self._health.seen(device, online, why)
        if event is not None:
            self._outbox.send(event)

    def refused(self, signal: WireRefused) -> None:
        """Somebody on the wire pretends to be the device: it is under attack until it has been quiet for a minute."""
        self._outbox.send(WireFaulted(device=signal.device, count=1, why=signal.why))
        self._refused[signal.device] = self._clock.monotonic() + QUIET_S
        self._flag(signal.device, DOWNGRADE, True)

    def fault(self, signal: WireFault) -> None:
        """Bad bytes."""
        event = self._faults.seen(signal.device, signal.why, self._clock.monotonic())
        if event is not None:
            self._outbox.send(event)

    # ── time ─────────────────────────────────────────────────────────────────

    def due(self, now: float) -> None:
        """Levels that have stood still, faults that were counted."""
        for settled in self._levels.due(now):
            self._settled(settled)
        for event in self._faults.due(now):
            self._outbox.send(event)
        for device in [device for device, until in self._refused.items() if now >= until]:
            del self._refused[device]
            self._flag(device, DOWNGRADE, False)

    def next_deadline(self) -> float | None:
        """When ``due`` has something to do."""
        deadlines = (self._levels.next_deadline(), self._faults.next_deadline(), *self._refused.values())
        return min((each for each in deadlines if each is not None), default=None)

    # ── meanings ─────────────────────────────────────────────────────────────

    def _settled(self, settled: Settled[Terminal, Sense]) -> None:
        for meaning in self._points.inputs.get(settled.key, ()):
            match meaning:
                case ContactPoint():
                    self._contact(meaning, settled)
                case SupervisionPoint():
                    self._supervised(meaning, settled)
                case RexPoint():
                    active = active_of(settled.value, meaning.wiring)
                    if active is None or (meaning.portal, meaning.name) in self._flags:
                        self._flag(meaning.portal, meaning.name, active, settled.value.of_wire)

    def _supervised(self, point: SupervisionPoint, settled: Settled[Terminal, Sense]) -> None:
        if settled.glitch is not None:
            self._tell_glitch(point, settled.glitch, settled.value)
            return
        active = active_of(settled.value, point.wiring)
        brief = settled.brief and active is False
        self._flag(point.owner, point.name, active, settled.value.of_wire, brief=brief)
        if (point.owner, point.name) == (self._outbox.agent, "tamper") and settled.value is not Sense.UNKNOWN:
            self._cabinet(active is not False)

    def _tell_glitch(self, point: SupervisionPoint, away: Sense, back: Sense) -> None:
        """Away for less than the debounce: told with its label, and nothing follows from it."""
        for level in (away, back):
            active = active_of(level, point.wiring)
            self._outbox.send(
                InputChanged(
                    owner=point.owner, name=point.name, active=active, wire=level.of_wire, brief=True
                )
            )

    def _contact(self, point: ContactPoint, settled: Settled[Terminal, Sense]) -> None:
        contact = contact_of(settled.value, point.wiring)
        if settled.glitch is not None and contact is Contact.CLOSED:
            # away for a moment and back: an opening must show; of an open door that bounced, only the label
            self._tell_contact(point, settled.glitch, brief=True)
        self._tell_contact(point, settled.value, brief=settled.brief)

    def _tell_contact(self, point: ContactPoint, level: Sense, *, brief: bool) -> None:
        contact = contact_of(level, point.wiring)
        self._outbox.send(
            ContactChanged(portal=point.portal, contact=contact, brief=brief, wire=level.of_wire)
        )
        if point.portal in self._points.portals:
            self._alone.contact(point.portal, contact)

    def _rex(self, point: RexPoint, level: Sense, now: float) -> None:
        button = (point.portal, point.name)
        if not active_of(level, point.wiring):
            if self._rex_off.get(button, math.inf) == math.inf:
                self._rex_off[button] = now
            return
        rested = now - self._rex_off.get(button, -math.inf)
        self._rex_off[button] = math.inf
        if rested < STEADY_S:  # the same press, bouncing, or still held down (then it is minus infinity)
            return
        self._outbox.send(RexPressed(portal=point.portal, extended=point.extended))
        portal = self._points.portals.get(point.portal)
        if portal is not None and portal.egress is Egress.REX_SOFTWARE:
            duration = self._locks.release_time(portal.id, extended=point.extended)
            self._locks.release(portal.id, duration)

    def _lock(self, portal: str, released: bool | None) -> None:
        if self._released.get(portal, ...) != released:
            self._released[portal] = released
            self._outbox.send(LockSensed(portal=portal, released=released))

    def _flag(
        self, owner: str, name: str, active: bool | None, wire: str = "", *, brief: bool = False
    ) -> None:
        if self._flags.get((owner, name)) != (active, wire):
            self._flags[(owner, name)] = (active, wire)
            self._outbox.send(InputChanged(owner=owner, name=name, active=active, wire=wire, brief=brief))
