"""The groups of the campus of :mod:`benchmarks.policy_site`: who may go where, who may not, who is exempt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

from gate.domain.group import Deny, Grant, Group
from gate.domain.text import Text

GROUPS = 500
SPRING = datetime(2026, 3, 1, tzinfo=UTC)
AUTUMN = datetime(2026, 9, 1, tzinfo=UTC)


def groups(random: Random, buildings: int, schedules: tuple[str, ...]) -> dict[str, Group]:
    """500 teams. Team n works in building n modulo their number, and is a guest in some other rooms."""
    return {f"team-{n}": _team(random, n, n % buildings, buildings, schedules) for n in range(GROUPS)}


def _team(random: Random, number: int, b: int, buildings: int, schedules: tuple[str, ...]) -> Group:
    rooms = [f"room-{b}-{f}-{r}" for f in range(5) for r in range(6)]
    guest = [f"room-{random.randrange(buildings)}-{random.randrange(5)}-{random.randrange(6)}" for _ in "ab"]
    return Group(
        id=f"team-{number}",
        name=Text("team"),
        grants=tuple(_grants(random, number, b, rooms, guest, schedules)),
        denies=_denies(random, number, rooms, schedules),
        escort=number % 25 == 7,
        responders=number % 50 == 3,
        passback_exempt=number % 50 == 9,
    )


def _grants(
    random: Random, number: int, b: int, rooms: list[str], guest: list[str], schedules: tuple[str, ...]
) -> Iterator[Grant]:
    floors = tuple(f"floor-{b}-{f}" for f in range(5))
    named = {"base": (f"lobby-{b}", *floors), "rooms": tuple(random.sample(rooms, 20)), "guest": tuple(guest)}
    for key, zones in named.items():
        starts, ends = (SPRING, AUTUMN) if key == "guest" and number % 4 == 0 else (None, None)
        yield Grant(
            id=f"g{number}-{key}", zones=zones, schedule=random.choice(schedules), starts=starts, ends=ends
        )


def _denies(random: Random, number: int, rooms: list[str], schedules: tuple[str, ...]) -> tuple[Deny, ...]:
    if number % 10 != 5:
        return ()
    return (Deny(id=f"d{number}", zones=tuple(random.sample(rooms, 5)), schedule=random.choice(schedules)),)
