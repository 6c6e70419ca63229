"""A campus to prove things about: 20 buildings, 721 zones, 1,000 portals, 500 groups, 50 schedules, and its people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random

from gate.domain.card import card_number
from gate.domain.credential import Credential
from gate.domain.group import Deny, Grant, Group
from gate.domain.invariant import Always, Invariant, Never, Who
from gate.domain.level import Assurance, Clearance
from gate.domain.person import Membership, Person, PersonKind
from gate.domain.portal import Egress, Lock, LockMode, Portal, Wiring
from gate.domain.schedule import Calendar, OnHoliday, Schedule, Span, Window
from gate.domain.site import Site
from gate.domain.text import Text
from gate.domain.visit import Visit
from gate.domain.zone import Factor, Visitors, Zone

BUILDINGS, FLOORS, ROOMS = 20, 5, 6
GROUPS, SCHEDULES = 500, 50
SPRING = datetime(2026, 3, 1, tzinfo=UTC)
AUTUMN = datetime(2026, 9, 1, tzinfo=UTC)
OUT = "outside"
SAFES = ("room-0-0-0", "room-1-0-0", "room-2-0-0", "room-3-0-0")
"""Rooms with rules of their own, each behind the door of floor 0 of its building."""
LOCK = Lock(device="io", output=1, wiring=Wiring.NO, release=timedelta(seconds=5), mode=LockMode.FAIL_SECURE)
WEEK = frozenset(range(7))


def big_site(random: Random, portals: int) -> Site:
    """The campus; with fewer portals than 1,000 the adjoining doors, then the last rooms go."""
    doors = {portal.id: portal for portal in islice(_portals(), portals)}
    touched = {zone for portal in doors.values() for zone in portal.between}
    zones = {zone.id: zone for zone in _zones() if zone.id in touched}
    schedules = {schedule.id: schedule for schedule in _schedules(random)}
    return Site(
        id="campus",
        name=Text("Campus"),
        version="0" * 64,
        calendar=Calendar(
            timezone="Asia/Shanghai",
            offsets=((946_684_800, 28_800),),
            holidays=frozenset(date(year, 10, day) for year in (2025, 2026, 2027) for day in range(1, 8)),
            swapped=frozenset({date(2026, 10, 10)}),
            published=frozenset({2025, 2026, 2027}),
        ),
        zones=zones,
        portals=doors,
        schedules=schedules,
        groups={group.id: group for group in _groups(random, tuple(zones), tuple(schedules))},
        invariants=tuple(_invariants()),
    )


def big_people(random: Random, count: int) -> list[Person]:
    """Staff in one to four groups, many with spans and dates that run out; one in ten a visitor with visits."""
    return [_person(random, number) for number in range(count)]


def culprit() -> Person:
    """A visitor whose visit names the owners' floor of the first building: against two of the invariants."""
    visit = Visit(
        id="visit-wrong",
        starts=SPRING,
        ends=AUTUMN,
        zones=("lobby-0", "floor-0-0", "room-0-0-1"),
        escorts=("p0", "p500", "p1000"),
    )
    return Person(
        id="culprit",
        name="culprit",
        kind=PersonKind.VISITOR,
        prerequisites={"training": None},
        credentials=(Credential(id="c-culprit", card=card_number("H10301", 9_999_999)),),
        visits=(visit,),
    )


def _zones() -> Iterator[Zone]:
    yield Zone(id=OUT, name=Text(OUT), outside=True)
    for b in range(BUILDINGS):
        yield Zone(id=f"lobby-{b}", name=Text("lobby"))
        for f in range(FLOORS):
            floor = f"floor-{b}-{f}"
            yield Zone(id=floor, name=Text("floor"), parent=f"lobby-{b}", visitors=Visitors.ESCORTED)
            for r in range(ROOMS):
                yield _room(b, f, r, floor)


def _room(b: int, f: int, r: int, floor: str) -> Zone:
    room = f"room-{b}-{f}-{r}"
    safe = room in SAFES
    return Zone(
        id=room,
        name=Text("room"),
        parent=floor,
        min_clearance=Clearance.IMPORTANT if room == SAFES[0] else None,
        visitors=Visitors.NEVER if safe else None,
        prerequisites=("training",) if r < 2 else (),
        factors=frozenset({Factor.PIN}) if safe else frozenset(),
        two_person=timedelta(seconds=10) if room == SAFES[1] else None,
        max_occupancy=12 if r == 3 else None,
    )


def _portals() -> Iterator[Portal]:
    """Doors of buildings, floors and rooms; then stairs, then doors between rooms beside each other."""
    for b in range(BUILDINGS):
        for f in range(FLOORS):
            if f == 0:
                yield _portal(f"front-{b}", OUT, f"lobby-{b}")
            yield _portal(f"lift-{b}-{f}", f"lobby-{b}", f"floor-{b}-{f}")
            for r in range(ROOMS):
                yield _portal(f"door-{b}-{f}-{r}", f"floor-{b}-{f}", f"room-{b}-{f}-{r}")
    for b in range(BUILDINGS):
        yield _portal(f"back-{b}", OUT, f"lobby-{b}")
        for f in range(1, FLOORS - 1):
            yield _portal(f"stair-{b}-{f}", f"floor-{b}-{f}", f"floor-{b}-{f + 1}", both=True)
        for f in range(FLOORS):
            for r in (2, 4):
                yield _portal(f"side-{b}-{f}-{r}", f"room-{b}-{f}-{r}", f"room-{b}-{f}-{r + 1}", both=True)


def _portal(id: str, first: str, second: str, *, both: bool = False) -> Portal:
    return Portal(
        id=id,
        name=Text(id),
        between=(first, second),
        lock=LOCK,
        egress=Egress.READER if both else Egress.MECHANICAL,
        reader_in=f"{id}-in",
        reader_out=f"{id}-out" if both else None,
    )


def _schedules(random: Random) -> Iterator[Schedule]:
    for number in range(SCHEDULES):
        start, length = random.randrange(0, 1440, 15), random.randrange(240, 1200, 15)
        span = Span(start=start, end=(start + length) % 1440 or 1440)
        days = WEEK if number % 3 else frozenset(range(5))
        on_holiday = OnHoliday.AS_USUAL if number % 2 else OnHoliday.CLOSED
        yield Schedule(id=f"s{number}", windows=(Window(days=days, span=span),), on_holiday=on_holiday)


def _groups(random: Random, zones: tuple[str, ...], schedules: tuple[str, ...]) -> Iterator[Group]:
    """Team n has its building, some floors and rooms; floors 0 and the safes there belong to teams 0 to 3."""
    rooms = [zone for zone in zones if zone.startswith("room") and zone not in SAFES]
    for number in range(GROUPS):
        b = number % BUILDINGS
        own = [zone for zone in rooms if zone.startswith(f"room-{b}-")]
        base = (f"lobby-{b}", *(f"floor-{b}-{f}" for f in random.sample(range(1, FLOORS), 2)))
        named = {
            "base": [zone for zone in base if zone in zones],
            "rooms": random.sample(own, min(4, len(own))),
            "guest": random.sample(rooms, 2),
        }
        grants = [
            Grant(id=f"g{number}-{key}", zones=tuple(each), schedule=random.choice(schedules))
            for key, each in named.items()
        ]
        if number < len(SAFES):
            grants += _owners(number, schedules)
        denies = [Deny(id=f"d{number}", zones=tuple(named["guest"]), schedule=random.choice(schedules))]
        yield Group(
            id=f"team-{number}",
            name=Text("team"),
            grants=tuple(grants),
            denies=tuple(denies if number % 10 == 5 else ()),
            escort=number % 50 == 7,
        )
    # a crowd may enter the first safes but never comes to their doors; for the last one their time is over when it does
    crowd = Grant(id="crowd", zones=SAFES[:3], schedule="s1")
    late = [
        Grant(id="late-safe", zones=SAFES[3:], schedule="s1", ends=SPRING),
        Grant(id="late-floor", zones=("floor-3-0", "lobby-3"), schedule="s1", starts=AUTUMN),
    ]
    yield Group(id="crowd", name=Text("crowd"), grants=(crowd,))
    yield Group(id="late", name=Text("late"), grants=tuple(late))


def _owners(number: int, schedules: tuple[str, ...]) -> list[Grant]:
    """What leads to a safe and into it."""
    lead = (f"lobby-{number}", f"floor-{number}-0")
    return [
        Grant(id=f"o{number}-lead", zones=lead, schedule=schedules[1]),
        Grant(id=f"o{number}-safe", zones=(SAFES[number],), schedule=schedules[1]),
    ]


def _person(random: Random, number: int) -> Person:
    visitor = number % 10 == 9
    memberships = [] if visitor else [Membership(group=f"team-{number % GROUPS}")]
    if not visitor:
        memberships += [
            _membership(random, f"team-{random.randrange(4, GROUPS)}") for _ in range(random.randint(0, 3))
        ]
        memberships += [Membership(group="crowd")] if number % 3 == 0 else []
        memberships += [Membership(group="late")] if number % 100 == 1 else []
    return Person(
        id=f"p{number}",
        name=f"Person {number}",
        kind=PersonKind.VISITOR if visitor else PersonKind.EMPLOYEE,
        clearance=Clearance.CORE if number % GROUPS < 4 else random.choice(list(Clearance)),
        ends=_day(random) if random.random() < 0.2 else None,
        memberships=tuple(memberships),
        prerequisites={"training": _day(random).date()} if random.random() < 0.8 else {},
        credentials=(
            Credential(id=f"c{number}", card=card_number("H10301", number), assurance=Assurance.PROTECTED),
        ),
        visits=(_visit(random, number),) if visitor else (),
    )


def _membership(random: Random, group: str) -> Membership:
    return Membership(group=group, ends=_day(random) if random.random() < 0.1 else None)


def _visit(random: Random, number: int) -> Visit:
    b, f = random.randrange(BUILDINGS), random.randrange(1, FLOORS)
    starts = _day(random)
    return Visit(
        id=f"visit-{number}",
        starts=starts,
        ends=starts + timedelta(hours=8),
        zones=(f"lobby-{b}", f"floor-{b}-{f}", f"room-{b}-{f}-{random.randrange(ROOMS)}"),
        escorts=(f"p{number - 1}",),
    )


def _day(random: Random) -> datetime:
    return datetime(2026, 1, 1, 1, tzinfo=UTC) + timedelta(days=random.randrange(700))


def _invariants() -> Iterator[Invariant]:
    """Visitors, tiers, prerequisites, groups, ways out; some held by the zone's rules, some by the way there."""
    for number, safe in enumerate(SAFES):
        yield Never(id=f"no-visitor-{number}", who=Who(word="visitor"), reaches=safe)
        yield Never(id=f"owners-{number}", who=Who(not_in=f"team-{number}"), reaches=safe)
    yield Never(id="tier-important", who=Who(below=Clearance.IMPORTANT), reaches=SAFES[0])
    yield Never(id="tier-general", who=Who(below=Clearance.GENERAL), reaches=SAFES[0])
    for number in range(4):
        yield Never(id=f"trained-{number}", who=Who(lacks="training"), reaches=f"room-0-{number}-1")
    yield Never(id="first-floor-owners", who=Who(not_in="team-0"), reaches="floor-0-0")
    yield Never(id="no-guest-alone", who=Who(word="visitor"), reaches="floor-0-0", unescorted=True)
    yield Never(id="not-the-boss", who=Who(person="p1"), reaches=SAFES[2])
    yield Never(id="no-visitor-below", who=Who(word="visitor"), reaches="floor-0-0")
    yield Always(id="everyone-out", who=Who(word="anyone"), start="*", reaches=OUT)
    yield Always(id="safe-out", who=Who(word="anyone"), start=SAFES[0], reaches=OUT)
