"""A site whose engine is called by hand: real policy, real keys, real store, no threads and a clock that stands still.

Every outcome is written to the store, so that what use cases hand back must also fit its tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from gate.bus.codec import Received
from gate.bus.plain import to_json
from gate.bus.sender import Sender
from gate.domain.card import CardNumber, card_number
from gate.domain.commands import Actor, Command, CommandRequest, Receipt
from gate.domain.decision import Decision
from gate.domain.door_state import Contact, DoorState
from gate.domain.envelope import Envelope
from gate.domain.events import ContactChanged, CredentialPresented
from gate.domain.rights import Role
from gate.domain.site import Site
from gate.engine.answered import Answered
from gate.engine.decider import Decider
from gate.engine.importing import import_people
from gate.engine.ledger import Ledger
from gate.engine.outcome import Outcome
from gate.engine.pins import Secrets
from gate.engine.starting import facts_from
from gate.engine.uses import Desk
from gate.keys.agent_keys import AgentKeys
from gate.keys.engine_keys import EngineKeys
from gate.keys.pins import pin_context
from gate.keys.ring import KeyRing
from gate.service.change import Change
from gate.service.facts import Facts
from gate.site.load import Checked, check_files
from gate.store import Store

EXAMPLES = Path(__file__).parents[1] / "examples"
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday 09:00 in Shanghai
CABINET = "cabinet-1"

CHEN, LI, ANA = (
    card_number("H10301", number, facility) for number, facility in ((4567, 123), (4568, 123), (17, 200))
)
POOL = card_number("H10301", 31, 200)
STRANGER = card_number("H10301", 1, 99)

GUARD = Actor(user="wang.fang", role=Role.GUARD, origin="desk")
MANAGER = Actor(user="chen.wei", role=Role.MANAGER)
HR = Actor(user="liu.yang", role=Role.HR)
AUDITOR = Actor(user="auditor", role=Role.AUDITOR)

E = TypeVar("E")


class StillClock:
    """A clock that goes when told."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.instant = now

    def now(self) -> datetime:
        return self.instant

    def monotonic(self) -> float:
        return self.instant.timestamp()

    def patience(self, seconds: float) -> float:
        return max(0.0, seconds)

    def forward(self, **by: float) -> None:
        self.instant += timedelta(**by)


@dataclass(slots=True)
class Rig:
    """The engine of the example site. ``outcomes`` are all so far, newest last."""

    site: Site
    store: Store
    keys: EngineKeys
    agent_keys: AgentKeys
    clock: StillClock
    outcomes: list[Outcome] = field(default_factory=list)
    decider: Decider = field(init=False)
    epoch: int = 0
    _seq: int = 0
    _commands: int = 0

    def __post_init__(self) -> None:
        self.restart()

    @property
    def facts(self) -> Facts:
        """What the engine knows."""
        return self.decider.facts

    def restart(self) -> None:
        """A new engine from the store alone."""
        with self.store.work() as work:
            snapshot = work.snapshot()
            self.epoch = work.begin_epoch(self.clock.now(), self.site.version, to_json(self.site).decode())
        secrets = Secrets(self.keys)
        desk = Desk(
            facts=facts_from(self.site, snapshot, self.epoch),
            judge=secrets.judge,
            answered=Answered(snapshot.answered),
        )
        self.decider = Decider(
            desk,
            ledger=Ledger(snapshot.sources, snapshot.beyond),
            secrets=secrets,
            sender=Sender(self.site.id, "engine", self.epoch, self.clock.now),
            clock=self.clock,
            seq=snapshot.seq,
        )
        self.decider.remember(snapshot.receipts, snapshot.world)

    # ── what happens ─────────────────────────────────────────────────────────

    def event(
        self, body: Any, *, resent: bool = False, at: datetime | None = None, src: str = CABINET
    ) -> Outcome:
        """The next event of the cabinet (or another source)."""
        self._seq += 1
        outcome = self.repeat(body, self._seq, resent=resent, at=at, src=src)
        assert outcome is not None, "an event that was never seen"
        return outcome

    def repeat(
        self, body: Any, seq: int, *, resent: bool = False, at: datetime | None = None, src: str = CABINET
    ) -> Outcome | None:
        """An event under a number of one's choice."""
        self._seq = max(self._seq, seq)
        envelope = Envelope(site=self.site.id, src=src, boot=1, seq=seq, at=at or self.clock.now(), body=body)
        return self._take(self.decider.event(Received(envelope=envelope, resent=resent)))

    def present(self, card: CardNumber | None, reader: str, pin: str | None = None) -> Decision | None:
        """A card at a reader, with what is typed behind it."""
        identity = f"{CABINET}/1/{self._seq + 1}"
        sealed = None if pin is None else self.agent_keys.seal_pin(pin, pin_context(identity, reader))
        return self.event(CredentialPresented(reader=reader, card=card, pin=sealed)).decision

    def door(self, portal: str, contact: Contact, *, brief: bool = False) -> Outcome:
        """A door contact."""
        return self.event(ContactChanged(portal=portal, contact=contact, brief=brief))

    def walk(self, card: CardNumber, reader: str, portal: str, pin: str | None = None) -> Decision:
        """Present, open, close."""
        decision = self.present(card, reader, pin)
        assert decision is not None
        assert decision.granted, decision
        self.door(portal, Contact.OPEN)
        self.door(portal, Contact.CLOSED)
        return decision

    def command(self, command: Command, actor: Actor = GUARD, id: str | None = None) -> Receipt:
        """An operator's command; its receipt."""
        self._commands += 1
        request = CommandRequest(id=id or f"k{self._commands}", client="desk", actor=actor, command=command)
        answer = self.decider.command(request)
        if isinstance(answer, Receipt):
            return answer
        self._take(answer)
        assert answer.receipt is not None
        return answer.receipt[1]

    def own(self, change: Change) -> Outcome:
        """A change of the engine's own making."""
        outcome = self._take(self.decider.own(change))
        assert outcome is not None
        return outcome

    def wait(self, **by: float) -> Outcome | None:
        """Let time go on, stopping at each deadline on the way; the last outcome."""
        until = self.clock.now() + timedelta(**by)
        last = None
        while (due := self.decider.deadline()) is not None and due <= until:
            self.clock.instant = max(due, self.clock.instant)
            outcome = self.decider.tick()
            assert outcome is not None, "a deadline that is due has something to do"
            last = self._take(outcome)
            assert self.decider.deadline() != due, "a deadline comes once"
        self.clock.instant = until
        return last

    def _take(self, outcome: Outcome | None) -> Outcome | None:
        if outcome is not None:
            self.outcomes.append(outcome)
            with self.store.work() as work:
                work.write(outcome.batch)
        return outcome

    # ── what came of it ──────────────────────────────────────────────────────

    @property
    def last(self) -> Outcome:
        """The newest outcome."""
        return self.outcomes[-1]

    def told(self, kind: type[E], outcome: Outcome | None = None) -> list[E]:
        """Commands of a kind that the outcome (the last one) sends to agents."""
        return [each.command for each in (outcome or self.last).told if isinstance(each.command, kind)]

    def noted(self, kind: type[E], outcome: Outcome | None = None) -> list[E]:
        """The engine's own events of a kind in the outcome (the last one)."""
        logged = (outcome or self.last).logged
        return [each.own.body for each in logged if each.own is not None and isinstance(each.own.body, kind)]

    def ever_noted(self, kind: type[E]) -> list[E]:
        """The same of all outcomes so far."""
        return [event for outcome in self.outcomes for event in self.noted(kind, outcome)]

    def state(self, portal: str) -> DoorState:
        """The derived state of a portal."""
        return self.facts.doors[portal].state

    def alarms(self) -> dict[tuple[str, str], Any]:
        """Open alarms by kind and subject."""
        return {(alarm.kind, alarm.subject): alarm for alarm in self.facts.alarms.values()}


@cache
def example() -> Checked:
    """The example site with its people and PINs, read once."""
    return check_files(EXAMPLES / "hq.site.toml", EXAMPLES / "people.json", today=MORNING.date())


def example_site() -> Site:
    """The example site."""
    site = example().site
    assert site is not None
    return site


def example_keys(folder: Path) -> KeyRing:
    """A key ring of the example site."""
    ring = KeyRing(folder / "keys")
    ring.ensure(example_site().agents, [])
    return ring


def import_example(store: Store, ring: KeyRing) -> None:
    """The example's people into the store."""
    site, pins = example_site(), {person: pin.reveal() for person, pin in example().pins.items()}
    import_people(site, store, ring.for_engine(site.agents), StillClock(), example().people, pins)


def make_rig(store: Store, ring: KeyRing) -> Rig:
    """The example site on a store with its people, every door closed."""
    site = example_site()
    rig = Rig(site, store, ring.for_engine(site.agents), ring.for_agent(CABINET), StillClock())
    for portal in site.portals:
        rig.door(portal, Contact.CLOSED)
    rig.outcomes.clear()
    return rig
