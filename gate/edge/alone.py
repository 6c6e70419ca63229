"""Deciding alone: the engine's own policy code over the agent's pack, within the lease of each zone.

The agent decides every read, also while the engine does: the answer is ready when the engine is silent, and travels
with the event so that a drift of the pack shows long before it is needed. What moves its world are its own doors; at
doors of other agents anybody may have passed, and presence is widened by that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gate.domain.card import CardNumber
from gate.domain.credential import CredentialState
from gate.domain.decision import Decision, Passage, PinVerdict, Request, Result
from gate.domain.door_state import Contact
from gate.domain.person import Person
from gate.domain.pin import fit_pin
from gate.domain.seen import Seen
from gate.domain.site import Site
from gate.domain.zone import Factor
from gate.edge.errors import PackError
from gate.edge.freshness import Freshness
from gate.edge.pack import POSTURE, Pack, hashed_card
from gate.edge.points import Points
from gate.edge.ports import Keys
from gate.policy import BadRow, Means, NotThere, PolicyFaults, StateRow, World, compile_site
from gate.policy.layout import directions, is_exit


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An answer of the agent's own, with what it made of the PIN.

    ``complete``: all reasons can be known from the pack, so that the engine may compare them with its own.
    """

    decision: Decision
    pin: PinVerdict
    complete: bool = True
    request: Request | None = None  # None: there was no pack to put it to
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyPack:
    """A pack compiled to decide with. ``name`` is its hash."""

    name: str
    pack: Pack
    world: World
    exit_only: frozenset[str]


def compile_pack(name: str, pack: Pack) -> ReadyPack:
    """Compile; for a thread that may take its time. PackError for a policy that does not hold together."""
    try:
        world = World(compile_site(pack.site), pack.people, pack.revision)
        world.restore(pack.posture)
    except (PolicyFaults, BadRow, ValueError) as fault:
        raise PackError(f"the pack's policy cannot be compiled: {fault}") from fault
    return ReadyPack(name=name, pack=pack, world=world, exit_only=frozenset(pack.exit_only))


class Alone:
    """The agent's own judgement. ``can_record`` says whether an event can be kept."""

    def __init__(
        self, site: Site, points: Points, keys: Keys, freshness: Freshness, can_record: Callable[[], bool]
    ) -> None:
        self._site = site
        self._points = points
        self._keys = keys
        self._freshness = freshness
        self._can_record = can_record
        self._ready: ReadyPack | None = None
        self._rows: dict[tuple[str, str], StateRow] = {}  # what the agent's own doors have moved
        self._foreign: tuple[str, ...] = ()

    # ── the pack ─────────────────────────────────────────────────────────────

    @property
    def pack(self) -> str | None:
        """The hash of the pack that is run; None: there is none."""
        return self._ready.name if self._ready else None

    @property
    def revision(self) -> int:
        """The facts revision of the pack; 0 without one."""
        return self._ready.pack.revision if self._ready else 0

    def install(self, ready: ReadyPack, revoked: Mapping[str, int]) -> None:
        """Run this pack from now on. Credentials ``revoked`` after its revision stay dead; what moved stays moved."""
        self._keep_rows()
        self._ready = ready
        ready.world.restore(self._rows.values())
        self._foreign = tuple(
            name for name in ready.world.configuration.portals if name not in self._points.portals
        )
        later = [credential for credential, at in revoked.items() if at > ready.pack.revision]
        self.revoke(later)

    def forget(self) -> None:
        """Run no pack from now on; what the doors moved stays known for the next one."""
        self._keep_rows()
        self._ready = None

    def revoke(self, credentials: list[str] | tuple[str, ...]) -> None:
        """Nothing opens for these from now on; those that the pack does not know open nothing anyway."""
        if self._ready is None:
            return
        for credential in credentials:
            try:
                self._ready.world.set_credential_state(
                    credential, CredentialState.REVOKED, self._freshness.now()
                )
            except NotThere:
                continue

    # ── decisions ────────────────────────────────────────────────────────────

    def decide(self, identity: str, reader: str, card: CardNumber, digits: str | None) -> Judged | None:
        """The agent's own answer to a read; None where the reader is at no door of the agent."""
        if reader not in self._points.portal_of_reader:
            return None
        at = self._freshness.now()
        if self._ready is None or reader not in self._ready.world.configuration.ways:
            denied = self._without_pack(identity, at, reader)
            return Judged(decision=denied, pin=PinVerdict.ABSENT, complete=False)
        hashed = hashed_card(self._keys.card_hash(card))
        pin = self._judge_pin(hashed, digits)
        request = Request(id=identity, at=at, reader=reader, card=hashed, pin=pin)
        decision = self._ready.world.decide(request, self._means())
        complete = decision.kind is Passage.EXIT or decision.person not in self._ready.exit_only
        return Judged(decision=decision, pin=pin, complete=complete, request=request)

    def settle(self, judged: Judged) -> Judged:
        """The answer as of now, to be carried out, with what it saw: meanwhile the engine may have revoked."""
        if judged.request is None or self._ready is None:
            return judged
        if judged.request.reader not in self._ready.world.configuration.ways:
            return judged
        request = replace(judged.request, at=self._freshness.now())
        means = self._means()
        # of who may enter through none of the doors the pack knows too little for the answer to be taken again
        seen = self._ready.world.seen(request, means) if judged.complete else None
        return replace(judged, decision=self._ready.world.decide(request, means), seen=seen)

    def record(self, decision: Decision, release: timedelta | None = None) -> None:
        """It was carried out, by the engine or by the agent: waits, PIN counts and live grants follow."""
        if self._ready is not None and decision.policy == self._ready.world.configuration.version:
            self._ready.world.record(decision, release)

    def asks_pin(self, judged: Judged, reader: str) -> bool:
        """True if the read's target asks for a PIN now: by its zones, or by a threat level."""
        if judged.decision.kind is Passage.EXIT:
            return False
        if Factor.PIN in judged.decision.factors:
            return True
        if self._ready is not None and reader in self._ready.world.configuration.ways:
            return self._ready.world.configuration.ways[reader].target.pin
        zones = self._site.zones_around(judged.decision.target)
        return any(Factor.PIN in self._site.zones[zone].factors for zone in zones)

    def whole_pin(self, card: CardNumber, digits: str) -> bool:
        """True if these digits are the PIN, or the duress PIN, of whoever owns the card."""
        if self._ready is None or not fit_pin(digits):
            return False
        hashed = hashed_card(self._keys.card_hash(card))
        return self._judge_pin(hashed, digits) in (PinVerdict.RIGHT, PinVerdict.DURESS)

    # ── doors ────────────────────────────────────────────────────────────────

    def contact(self, portal: str, contact: Contact) -> None:
        """A door of the agent opened, closed, or cannot be told."""
        if self._ready is None:
            return
        world, at = self._ready.world, self._freshness.now()
        if contact is Contact.CLOSED:
            world.closed(portal, at)
        elif contact is not Contact.OPEN:
            world.contact_unknown(portal, at)
        elif not world.opened(portal, at):
            world.widen([portal], at, inward=True, outward=True)
        if self._foreign:
            world.widen(self._foreign, at, inward=True, outward=True)

    # ── helpers ──────────────────────────────────────────────────────────────

    def _means(self) -> Means:
        return Means(alone=True, fresh_at=self._freshness.fresh_at, can_record=self._can_record())

    def _judge_pin(self, hashed: CardNumber, digits: str | None) -> PinVerdict:
        found = self._ready.world.find(hashed) if self._ready else None
        if digits is None or self._ready is None or found is None:
            return PinVerdict.ABSENT
        person: Person = found[0]
        own_key = self._ready.pack.pin_keys.get(person.id)
        if own_key is None or person.pin is None:
            return PinVerdict.UNSET
        return self._keys.judge_pin(bytes.fromhex(own_key), person.pin, digits)

    def _without_pack(self, identity: str, at: datetime, reader: str) -> Decision:
        """No pack knows no badge: nobody enters by lease, and at an exit every card is a strange one."""
        portal = self._site.portals[self._points.portal_of_reader[reader]]
        way = next(each for each in directions(portal) if each.reader == reader)
        leaves = is_exit(self._site, way)
        return Decision(
            id=identity,
            at=at,
            reader=reader,
            portal=portal.id,
            kind=Passage.EXIT if leaves else Passage.ENTRY,
            result=Result.DENIED,
            reasons=("unknown_credential",) if leaves else ("lease_ended",),
            source=way.source,
            target=way.target,
            policy=self._site.version,
        )

    def _keep_rows(self) -> None:
        if self._ready is not None:
            self._rows.update({(row.kind, row.key): row for row in self._ready.world.drain()})
            self._rows = {
                key: row for key, row in self._rows.items() if row.kind not in POSTURE | {"credential"}
            }
