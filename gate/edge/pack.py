"""Policy packs: what one agent needs to decide alone, and nothing that names a person.

Content: the policy's part of the site, people by id with keyed hashes of their cards, what operators have set. Who may
enter through none of the agent's doors is there with his cards alone, for the way out. On its way and at rest a pack
is compressed, encrypted for its agent, and stands in an envelope that the engine signed; its hash is SHA-256 of the
content.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from gate.bus.errors import CodecError
from gate.bus.messages import PackDelivery
from gate.bus.plain import from_json, to_json
from gate.domain.card import CardNumber
from gate.domain.person import Membership, Person
from gate.domain.site import Site
from gate.domain.text import Text
from gate.edge.errors import PackError
from gate.policy.kept import StateRow

HASHED = "keyed-hash"
"""The card format under which a pack files its hashes."""

POSTURE = frozenset({"lockdown", "threat", "day"})
"""Kinds of state rows that operators set; where people are is not the pack's to say."""

MAX_CONTENT = 64 * 1024 * 1024

CardHash = Callable[[CardNumber], str]
PinKey = Callable[[str], bytes]
Seal = Callable[[bytes, str], str]
Open = Callable[[str, str], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """``people`` carry hashes as cards (:data:`HASHED`) and their PIN's verifier; ``pin_keys`` what it is judged by.

    ``exit_only``: ids of those who are here with their cards alone, since they may enter through none of the doors.
    """

    agent: str
    revision: int
    site: Site
    people: tuple[Person, ...]
    pin_keys: dict[str, str] = field(repr=False)
    exit_only: tuple[str, ...] = ()
    posture: tuple[StateRow, ...] = ()


# ── the engine's side ────────────────────────────────────────────────────────


def build_pack(
    site: Site,
    people: Iterable[Person],
    *,
    agent: str,
    revision: int,
    card_hash: CardHash,
    pin_key: PinKey,
    rows: Iterable[StateRow] = (),
) -> bytes:
    """The content of an agent's pack. ``rows``: the world's state, of which only :data:`POSTURE` goes in.

    ``card_hash`` hashes for this agent; ``pin_key(person)`` is the key of one person's PIN.
    """
    targets = _targets(site, agent)
    groups = {
        group.id for group in site.groups.values() if any(targets & {*grant.zones} for grant in group.grants)
    }
    asks_pin = _asks_pin(site, targets)
    reduced, keys, exit_only = [], {}, []
    for person in people:
        enters = _enters(person, groups, targets)
        if not enters:
            exit_only.append(person.id)
        reduced.append(_reduced(person, card_hash, full=enters, pin=enters and asks_pin))
        if enters and asks_pin and person.pin:
            keys[person.id] = pin_key(person.id).hex()
    pack = Pack(
        agent=agent,
        revision=revision,
        site=_policy_of(site),
        people=tuple(reduced),
        pin_keys=keys,
        exit_only=tuple(exit_only),
        posture=tuple(row for row in rows if row.kind in POSTURE),
    )
    return to_json(pack)


def pack_hash(content: bytes) -> str:
    """What tokens and receipts call the pack: SHA-256, hex."""
    return hashlib.sha256(content).hexdigest()


def seal_pack(content: bytes, *, agent: str, revision: int, epoch: int, seal: Seal) -> PackDelivery:
    """The body to sign and send. ``seal(content, context)`` encrypts for this agent."""
    name = pack_hash(content)
    sealed = seal(zlib.compress(content, 6), pack_context(agent, name))
    return PackDelivery(agent=agent, pack=name, revision=revision, epoch=epoch, sealed=sealed)


def pack_context(agent: str, name: str) -> str:
    """What the encryption is bound to."""
    return f"pack {agent} {name}"


# ── the agent's side ─────────────────────────────────────────────────────────


def open_pack(delivery: PackDelivery, agent: str, open_box: Open) -> Pack:
    """The pack of a delivery whose signature holds. PackError if it is not this agent's, changed, or unreadable."""
    if delivery.agent != agent:
        raise PackError(f"expected a pack for {agent}; got one for {delivery.agent[:80]!r}")
    try:
        content = _inflated(open_box(delivery.sealed, pack_context(agent, delivery.pack)))
    except ValueError as fault:
        raise PackError(f"the pack does not open: {fault}") from fault
    if pack_hash(content) != delivery.pack:
        raise PackError("expected a content with the delivery's hash; got another")
    try:
        pack = from_json(Pack, content)
    except CodecError as fault:
        raise PackError(f"the pack cannot be read: {fault}") from fault
    if (pack.agent, pack.revision) != (agent, delivery.revision):
        raise PackError(
            f"expected revision {delivery.revision} for {agent}; got {pack.revision} for {pack.agent}"
        )
    return pack


def hashed_card(name: str) -> CardNumber:
    """The card that stands for a hash in a pack's people."""
    return CardNumber(format=HASHED, number=name)


def _inflated(compressed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(compressed, MAX_CONTENT)
    except zlib.error as fault:
        raise PackError("expected compressed content") from fault
    if not unpacker.eof:
        raise PackError(f"expected at most {MAX_CONTENT} bytes of content")
    return content


# ── reducing ─────────────────────────────────────────────────────────────────


def _targets(site: Site, agent: str) -> frozenset[str]:
    """The zones that the agent's doors lead to."""
    return frozenset(
        zone
        for portal in site.portals.values()
        if site.agent_of_portal(portal.id) == agent
        for zone in portal.between
    )


def _asks_pin(site: Site, targets: frozenset[str]) -> bool:
    return bool(site.threat_levels) or any(
        site.zones[around].factors for target in targets for around in site.zones_around(target)
    )


def _enters(person: Person, groups: set[str], targets: frozenset[str]) -> bool:
    member = any(membership.group in groups for membership in person.memberships)
    return member or any(targets & {*visit.zones} for visit in person.visits)


def _reduced(person: Person, card_hash: CardHash, *, full: bool, pin: bool) -> Person:
    credentials = tuple(replace(each, card=hashed_card(card_hash(each.card))) for each in person.credentials)
    bare = Person(
        id=person.id, name="", kind=person.kind, credentials=credentials, extended_time=person.extended_time
    )
    if not full:
        return bare
    return replace(
        bare,
        clearance=person.clearance,
        starts=person.starts,
        ends=person.ends,
        memberships=tuple(
            Membership(group=each.group, starts=each.starts, ends=each.ends) for each in person.memberships
        ),
        prerequisites=dict(person.prerequisites),
        visits=tuple(replace(each, host=None) for each in person.visits),
        pin=person.pin if pin else None,
    )


def _policy_of(site: Site) -> Site:
    """The site without names, wires, cameras and instructions."""
    nameless = Text("")
    return replace(
        site,
        name=nameless,
        zones={
            id_: replace(zone, name=nameless, owner=None, instructions=None)
            for id_, zone in site.zones.items()
        },
        portals={id_: replace(portal, name=nameless, cameras=()) for id_, portal in site.portals.items()},
        groups={
            id_: replace(
                group,
                name=nameless,
                grants=tuple(replace(grant, reason="", approved_by=None) for grant in group.grants),
                denies=tuple(replace(deny, reason="") for deny in group.denies),
            )
            for id_, group in site.groups.items()
        },
        agents={},
        lines={},
        devices={},
        cameras={},
        invariants=(),
        retention=dict[str, timedelta](),
        bus_url=None,
        store_url=None,
    )
