"""The life of a read: card, perhaps a PIN, an event with the agent's own answer, and whoever answers first.

The engine has ``decision_timeout`` from the event on. If it is silent, or the agent is alone anyway, the agent's own
answer is carried out. Whatever comes later for that read is late or a repeat (gate.edge.orders).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta

from gate.domain.card import CardNumber
from gate.domain.decision import Decision, Result
from gate.domain.door_commands import ShowAnswer
from gate.domain.events import AccessDecided, CredentialPresented, OwnAnswer
from gate.domain.pin import pin_context
from gate.domain.signals import CardRead, Feedback, KeysTyped
from gate.domain.site import Site
from gate.edge.alone import Alone, Judged
from gate.edge.keypad import Keypad, PinnedRead
from gate.edge.locks import Locks
from gate.edge.mode import Mode
from gate.edge.outbox import Outbox
from gate.edge.ports import Clock, Doors, Keys

REMEMBERED_S = 60.0
"""How long a read is remembered, to tell late answers from strange ones."""

SHOWN = {Result.GRANTED: Feedback.GRANTED, Result.PENDING: Feedback.WAIT, Result.DENIED: Feedback.DENIED}


@dataclass(slots=True)
class OpenRead:
    """A read that somebody has answered or will answer. ``at``: monotonic seconds."""

    identity: str
    reader: str
    at: float
    judged: Judged | None
    acted: bool = False  # the agent carried out its own answer
    released: bool = False  # a lock was released for it
    recorded: bool = False  # its decision stands in the agent's world

    @property
    def decision(self) -> Decision | None:
        """The agent's own answer."""
        return self.judged.decision if self.judged else None


class Reads:
    """All reads of the agent's readers."""

    def __init__(
        self,
        site: Site,
        *,
        clock: Clock,
        keys: Keys,
        outbox: Outbox,
        alone: Alone,
        mode: Mode,
        locks: Locks,
        doors: Doors,
    ) -> None:
        self._site = site
        self._clock = clock
        self._keys = keys
        self._outbox = outbox
        self._alone = alone
        self._mode = mode
        self._locks = locks
        self._doors = doors
        self._keypad = Keypad(self._whole_pin)
        self._open: OrderedDict[str, OpenRead] = OrderedDict()  # those of the last minute
        self._waiting: dict[str, OpenRead] = {}  # those that nobody has answered, in order
        self._timeout = site.decision_timeout.total_seconds()

    # ── from the wire ────────────────────────────────────────────────────────

    def card(self, read: CardRead) -> None:
        """A card at a reader."""
        if not self._waits_for_pin(read):
            self._present(PinnedRead(read=read))
            return
        before = self._keypad.hold(read, self._clock.monotonic())
        self._doors.show(read.device, Feedback.WAIT)
        if before is not None:
            self._present(before)

    def keys(self, typed: KeysTyped) -> None:
        """Keys at a reader."""
        done = self._keypad.typed(typed.device, typed.keys, self._clock.monotonic())
        if done is not None:
            self._present(done)

    # ── from the engine ──────────────────────────────────────────────────────

    def find(self, identity: str) -> OpenRead | None:
        """The read of this identity, if it is remembered."""
        return self._open.get(identity)

    def show(self, command: ShowAnswer) -> None:
        """The engine's answer as people see it; nothing where the agent answered before."""
        read = self._open.get(command.request)
        if read is not None and read.acted:
            return
        if read is not None or not command.request:
            self._doors.show(command.reader, command.feedback)
        if read is not None:
            self._waiting.pop(read.identity, None)
            self._follow(read, command.feedback)
        if command.decision is not None:
            self.keep(command.request, command.decision)

    def keep(self, request: str, decision: Decision) -> None:
        """A decision of the engine that nothing could record: the spool keeps it, unless the agent's own counted."""
        read = self._open.get(request)
        if read is None or not read.acted:
            self._outbox.send(AccessDecided(request=request, decision=decision))

    def released(self, read: OpenRead) -> None:
        """The engine has released a lock for this read: its reader shows it, and the agent's world follows if it had
        granted too."""
        self._waiting.pop(read.identity, None)
        self._doors.show(read.reader, Feedback.GRANTED)
        self._follow(read, Feedback.GRANTED)

    # ── time ─────────────────────────────────────────────────────────────────

    def due(self, now: float) -> None:
        """PINs whose time is up, and reads that the engine left unanswered."""
        for done in self._keypad.due(now):
            self._present(done)
        first = self._first_deadline()
        if first is not None and now >= first:
            self._mode.silent(f"no answer within {self._timeout:g} s")
            self.act_on_all()
        while self._open and now - next(iter(self._open.values())).at >= REMEMBERED_S:
            self._open.popitem(last=False)

    def act_on_all(self) -> None:
        """Nobody else will answer: carry out the agent's own answers to all open reads."""
        for read in list(self._waiting.values()):
            self._act(read)

    def next_deadline(self) -> float | None:
        """When ``due`` has something to do."""
        deadlines = (self._first_deadline(), self._keypad.next_deadline())
        return min((each for each in deadlines if each is not None), default=None)

    # ── helpers ──────────────────────────────────────────────────────────────

    def _first_deadline(self) -> float | None:
        """All wait equally long, so that the first to come is the first to be due."""
        for read in self._waiting.values():
            return read.at + self._timeout
        return None

    def _waits_for_pin(self, read: CardRead) -> bool:
        device = self._site.devices.get(read.device)
        if read.card is None or device is None or not device.keypad:
            return False
        judged = self._alone.decide("", read.device, read.card, None)
        return judged is not None and self._alone.asks_pin(judged, read.device)

    def _whole_pin(self, read: CardRead, digits: str) -> bool:
        return read.card is not None and self._alone.whole_pin(read.card, digits)

    def _present(self, pinned: PinnedRead) -> None:
        read, identity = pinned.read, self._outbox.next_identity()
        now, alone = self._clock.monotonic(), self._mode.alone or not self._outbox.online
        judged = self._judge(identity, read.device, read.card, pinned.digits)
        own = self._own(judged, alone) if judged and (alone or judged.complete) else None
        pin = (
            self._keys.seal_pin(pinned.digits, pin_context(identity, read.device)) if pinned.digits else None
        )
        self._outbox.send(
            CredentialPresented(
                reader=read.device, card=read.card, bits=read.bits, why=read.why, pin=pin, own=own
            )
        )
        opened = self._open[identity] = OpenRead(identity, read.device, now, judged)
        if judged is not None and not alone:
            self._waiting[identity] = opened
        elif judged is not None:
            if not self._mode.alone:
                self._mode.silent("the broker cannot be reached")
            self._act(opened)
        elif alone:
            self._doors.show(read.device, Feedback.DENIED)

    def _judge(
        self, identity: str, reader: str, card: CardNumber | None, digits: str | None
    ) -> Judged | None:
        return None if card is None else self._alone.decide(identity, reader, card, digits)

    def _own(self, judged: Judged, alone: bool) -> OwnAnswer:
        decision, pack = judged.decision, self._alone.pack or ""
        return OwnAnswer(result=decision.result, reasons=decision.reasons, pack=pack, acted=alone)

    def _act(self, read: OpenRead) -> None:
        """Carry out the agent's own answer. It is kept first: a release that nobody knows of must not be."""
        self._waiting.pop(read.identity, None)
        read.acted = True
        if read.judged is None:
            return
        judged = read.judged = self._alone.settle(read.judged)
        decision = judged.decision
        self._outbox.send(
            AccessDecided(
                request=read.identity, decision=decision, pin=judged.pin, by_agent=True, seen=judged.seen
            )
        )
        release = self._locks.release_time(decision.portal, extended=decision.extended_time)
        if decision.granted:
            read.released = True
            self._locks.release(decision.portal, release)
        self._doors.show(read.reader, SHOWN[decision.result])
        self._record(read, release)

    def _follow(self, read: OpenRead, feedback: Feedback) -> None:
        decision = read.decision
        if decision is not None and SHOWN[decision.result] is feedback:
            self._record(read, None)

    def _record(self, read: OpenRead, release: timedelta | None) -> None:
        if read.judged is not None and not read.recorded:
            read.recorded = True
            self._alone.record(read.judged.decision, release)
