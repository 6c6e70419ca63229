"""A campus with every kind of rule in use: 40 buildings, 2,000 portals, 500 groups, 50 schedules, and its people.

Each building has the same plan: a lobby, five floors in it, six rooms on each floor. What a room asks for follows from
its number, so that every rule of policy.md stands at hundreds of doors. All of it comes out of one seeded generator.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from benchmarks.policy_groups import groups
from gate.domain.group import ThreatLevel
from gate.domain.level import Assurance, Classification, Clearance
from gate.domain.portal import Egress, Interlock, Lock, LockMode, Point, Portal, Wiring
from gate.domain.schedule import Calendar, OnHoliday, Schedule, Span, Window
from gate.domain.site import Site
from gate.domain.text import Text
from gate.domain.zone import AntiPassback, Factor, Visitors, Zone

BUILDINGS, FLOORS, ROOMS = 40, 5, 6
SCHEDULES = 50
OUT = "outside"
NOON = datetime(2026, 4, 15, 2, tzinfo=UTC)
"""10:00 of a Wednesday in Shanghai."""
LOCK = Lock(device="io", output=1, wiring=Wiring.NO, release=timedelta(seconds=5), mode=LockMode.FAIL_SECURE)
CONTACT = Point(device="io", input=1, wiring=Wiring.NC)

_RULES: tuple[dict[str, Any], ...] = (
    {"max_occupancy": 40},
    {"min_clearance": Clearance.GENERAL},
    {"anti_passback": AntiPassback.HARD},
    {"anti_passback": AntiPassback.SOFT, "prerequisites": ("training",)},
    {"anti_passback": AntiPassback.TIMED, "anti_passback_after": timedelta(minutes=5)},
    {"factors": frozenset({Factor.PIN}), "banned_devices": frozenset({"camera"})},
    {"two_person": timedelta(seconds=10), "visitors": Visitors.NEVER, "level": Classification.SECRET},
    {"factors": frozenset({Factor.BIOMETRIC}), "level": Classification.CONFIDENTIAL},
    {"min_occupancy": 2, "lease": timedelta(hours=2)},
    {"max_occupancy": 20, "occupancy_soft": True, "min_assurance": Assurance.PROTECTED},
)
"""What the rooms of a building ask for, over and over; three in four rooms of the first two floors ask for nothing."""


def policy_site(random: Random, buildings: int = BUILDINGS) -> Site:
    """The campus, with as many of its buildings."""
    zones = {zone.id: zone for zone in _zones(buildings)}
    portals = {portal.id: portal for portal in _portals(buildings)}
    schedules = {schedule.id: schedule for schedule in _schedules(random)}
    return Site(
        id="campus",
        name=Text("Campus"),
        version="5" * 64,
        calendar=Calendar(
            timezone="Asia/Shanghai",
            offsets=((946_684_800, 28_800),),
            holidays=frozenset(date(year, 10, day) for year in (2025, 2026, 2027) for day in range(1, 8)),
            swapped=frozenset({date(2026, 10, 10)}),
            published=frozenset({2025, 2026, 2027}),
        ),
        zones=zones,
        portals=portals,
        schedules=schedules,
        groups=groups(random, buildings, tuple(schedules)),
        threat_levels={
            "amber": ThreatLevel(
                id="amber", factors=frozenset({Factor.PIN}), groups=frozenset(f"team-{n}" for n in range(250))
            )
        },
        interlocks={
            f"trap-{b}": Interlock(id=f"trap-{b}", portals=(f"front-{b}", f"lift-{b}-4"))
            for b in range(0, buildings, 4)
        },
    )


def _zones(buildings: int) -> Iterator[Zone]:
    yield Zone(id=OUT, name=Text(OUT), outside=True)
    for b in range(buildings):
        yield Zone(id=f"lobby-{b}", name=Text("lobby"))
        for f in range(FLOORS):
            floor = f"floor-{b}-{f}"
            visitors = Visitors.ESCORTED if f > 2 else None
            yield Zone(id=floor, name=Text("floor"), parent=f"lobby-{b}", visitors=visitors)
            for r in range(ROOMS):
                rules = {} if f < 2 and r % 4 else _RULES[(b + f * ROOMS + r) % len(_RULES)]
                yield Zone(id=f"room-{b}-{f}-{r}", name=Text("room"), parent=floor, **rules)


def _portals(buildings: int) -> Iterator[Portal]:
    """50 a building: to the street, to the floors, to the rooms, between rooms beside each other."""
    for b in range(buildings):
        for door in ("front", "back"):
            yield _portal(f"{door}-{b}", OUT, f"lobby-{b}", out=door == "front")
        for f in range(FLOORS):
            yield _portal(f"lift-{b}-{f}", f"lobby-{b}", f"floor-{b}-{f}", out=f == 4)
            for r in range(ROOMS):
                yield _portal(
                    f"door-{b}-{f}-{r}", f"floor-{b}-{f}", f"room-{b}-{f}-{r}", out=r in (2, 4), free=r != 2
                )
        for number in range(13):
            f, r = divmod(number, 3)
            yield _portal(
                f"side-{b}-{number}",
                f"room-{b}-{f}-{2 * r}",
                f"room-{b}-{f}-{2 * r + 1}",
                out=True,
                free=False,
            )


def _portal(id: str, first: str, second: str, *, out: bool, free: bool = True) -> Portal:
    return Portal(
        id=id,
        name=Text(id),
        between=(first, second),
        lock=LOCK,
        egress=Egress.MECHANICAL if free else Egress.READER,
        reader_in=f"{id}-in",
        reader_out=f"{id}-out" if out else None,
        contact=CONTACT,
    )


def _schedules(random: Random) -> Iterator[Schedule]:
    for number in range(SCHEDULES):
        start, length = random.randrange(0, 1440, 15), random.randrange(480, 1320, 15)
        span = Span(start=start, end=(start + length) % 1440 or 1440)
        days = frozenset(range(7 if number % 3 else 5))
        yield Schedule(
            id=f"s{number}",
            windows=(Window(days=days, span=span),),
            on_holiday=OnHoliday.AS_USUAL if number % 2 else OnHoliday.CLOSED,
            on_swapped_workday=0 if number % 5 == 0 else None,
        )
