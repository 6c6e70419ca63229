"""The people of the campus of :mod:`benchmarks.policy_site`, and what they do at its readers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks.policy_groups import GROUPS
from benchmarks.policy_site import BUILDINGS, NOON
from gate.domain.card import CardNumber, card_number
from gate.domain.credential import Credential, CredentialState
from gate.domain.decision import Biometric, PinVerdict, Request
from gate.domain.level import Assurance, Clearance
from gate.domain.person import Membership, Person, PersonKind
from gate.domain.site import Site
from gate.domain.visit import Items, Visit

_STATES = (CredentialState.SUSPENDED, CredentialState.LOST, CredentialState.EXPIRED, CredentialState.RETURNED)
_PINS = (PinVerdict.RIGHT,) * 90 + (
    PinVerdict.WRONG,
    PinVerdict.DURESS,
    PinVerdict.ABSENT,
    PinVerdict.UNSET,
) * 2


def policy_people(random: Random, count: int, buildings: int = BUILDINGS) -> Iterator[Person]:
    """Staff in one to four groups, many with spans and dates that run out; one in twenty a visitor with a visit."""
    return (_person(random, number, buildings) for number in range(count))


def card_of(number: int) -> CardNumber:
    """The card of the person with that number."""
    return card_number("H10301", number % 65_536, number // 65_536)


def requests(random: Random, site: Site, people: int, count: int) -> Iterator[Request]:
    """Reads of a working hour, one after another; one in a hundred of a card that nobody knows.

    Nine in ten at a reader of the building where the person works, one in ten anywhere.
    """
    ways = [
        reader for p in site.portals.values() for reader in (p.reader_in, p.reader_out) if reader is not None
    ]
    near: dict[int, list[str]] = {}
    for reader in ways:
        near.setdefault(int(reader.split("-")[1]), []).append(reader)
    for number in range(count):
        who = random.randrange(people)
        at_work = random.random() < 0.9
        yield Request(
            id=number,
            at=NOON + timedelta(milliseconds=number),
            reader=random.choice(near[who % GROUPS % len(near)] if at_work else ways),
            card=card_of(who if random.random() < 0.99 else people + who),
            pin=random.choice(_PINS),
            biometric=Biometric.MATCH if random.random() < 0.95 else Biometric.NO_MATCH,
        )


def _person(random: Random, number: int, buildings: int) -> Person:
    visitor = number % 20 == 19
    return Person(
        id=f"p{number}",
        name=f"Person {number}",
        kind=PersonKind.VISITOR if visitor else PersonKind.EMPLOYEE,
        clearance=Clearance(random.choice((0, 1, 1, 2, 3))),
        ends=_day(random) if random.random() < 0.1 else None,
        memberships=() if visitor else tuple(_memberships(random, number)),
        prerequisites={"training": _day(random).date()} if random.random() < 0.9 else {},
        credentials=(_credential(random, number),),
        visits=(_visit(random, number, buildings),) if visitor else (),
        extended_time=random.random() < 0.01,
    )


def _memberships(random: Random, number: int) -> Iterator[Membership]:
    yield Membership(id=f"m{number}-0", group=f"team-{number % GROUPS}")
    for more in range(1, random.randint(0, 3) + 1):
        ends = _day(random) if random.random() < 0.1 else None
        yield Membership(id=f"m{number}-{more}", group=f"team-{random.randrange(GROUPS)}", ends=ends)


def _credential(random: Random, number: int) -> Credential:
    state = random.choice(_STATES) if random.random() < 0.02 else CredentialState.ACTIVE
    assurance = Assurance.PROTECTED if random.random() < 0.95 else Assurance.COPYABLE
    return Credential(id=f"c{number}", card=card_of(number), assurance=assurance, state=state)


def _visit(random: Random, number: int, buildings: int) -> Visit:
    b = number % GROUPS % buildings
    rooms = (f"room-{b}-{random.randrange(5)}-{random.randrange(6)}" for _ in range(2))
    starts = NOON - timedelta(hours=random.randrange(12))
    return Visit(
        id=f"v{number}",
        starts=starts,
        ends=starts + timedelta(hours=10),
        zones=(f"lobby-{b}", f"floor-{b}-{random.randrange(5)}", *rooms),
        escorts=(f"p{number - 1}",),
        items=random.choice(list(Items)),
    )


def _day(random: Random) -> datetime:
    return datetime(2026, 3, 1, 1, tzinfo=UTC) + timedelta(days=random.randrange(700))
