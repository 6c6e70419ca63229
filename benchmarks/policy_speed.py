"""How fast one core decides, beside the least that any decider must do: two look-ups and one masked comparison.

Decisions change nothing, so each is taken several times and the quickest counts: what the machine does in between is
no property of the policy. Floor and decider take turns, a few dozen requests at a time.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random

from benchmarks.policy_people import requests
from benchmarks.policy_site import NOON
from benchmarks.quantiles import p99
from gate.domain.decision import Request
from gate.domain.person import Person
from gate.domain.site import Site
from gate.policy import World, compile_site
from gate.policy.instant import micros
from gate.policy.names import mask_of
from gate.policy.timetable import Timetable

TURN = 50
TURNS = 15
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)

Take = Callable[[Request], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """``decide`` and ``floor`` in seconds each, the 99th percentile in microseconds."""

    decide: float
    floor: float
    p99: float


def lived_in(world: World, site: Site, seed: int, people: int) -> World:
    """The same world after an hour: people inside, doors open, waits, a lockdown and a threat level."""
    world.lock_down(["floor-3-1"], NOON)
    world.set_threat("amber", ["floor-5-2", "lobby-7"], NOON)
    for number, request in enumerate(requests(Random(seed), site, people, 15_000)):
        decision = world.decide(request)
        world.record(decision)
        if decision.granted and number % 3:
            world.opened(decision.portal, request.at)
        if number % 7:
            world.closed(decision.portal, request.at)
    return world


def measure(world: World, asked: Sequence[Request], floor: Take | None = None) -> Speed:
    """The quickest of :data:`TURNS` turns of each part; the 99th percentile over requests, each at its quickest."""
    gc.collect()
    gc.freeze()
    decide_s = floor_s = 0.0
    for part in _parts(asked):
        best_decide, best_floor = float("inf"), float("inf")
        for _ in range(TURNS):
            best_decide = min(best_decide, _seconds(world.decide, part))
            best_floor = best_floor if floor is None else min(best_floor, _seconds(floor, part))
        decide_s += best_decide
        floor_s += best_floor
    latency = p99([_quickest(world.decide, request) for request in asked])
    return Speed(decide=decide_s / len(asked), floor=floor_s / len(asked), p99=latency)


def later(asked: Iterator[Request], count: int) -> list[Request]:
    """So many of the reads, a minute on: most of those who waited have gone."""
    return [
        Request(
            id=each.id,
            at=each.at + timedelta(minutes=1),
            reader=each.reader,
            card=each.card,
            pin=each.pin,
            biometric=each.biometric,
        )
        for each in islice(asked, count)
    ]


def floor_of(site: Site, people: Sequence[Person], asked: Sequence[Request]) -> Take:
    """Groups by card, granting groups by minute and reader: granted or not, without any reason."""
    built = compile_site(site)
    timetable = Timetable(built.calendar, built.days)
    groups = {
        (each.card.format, each.card.facility, each.card.number): _mask(person, built.groups)
        for person in people
        for each in person.credentials
    }
    now: dict[int, dict[str, int]] = {}
    for minute in sorted({(each.at - _EPOCH) // _MINUTE for each in asked}):
        active, _ = timetable.at(micros(_EPOCH + minute * _MINUTE))
        now[minute] = {
            reader: sum(
                group
                for group, rules in way.target.grants.items()
                if any(rule.schedule & active for rule in rules)
            )
            for reader, way in built.ways.items()
        }

    def granted(request: Request) -> bool:
        card = request.card
        mine = groups.get((card.format, card.facility, card.number), 0)
        return mine & now[(request.at - _EPOCH) // _MINUTE][request.reader] != 0

    return granted


def _mask(person: Person, bits: Mapping[str, int]) -> int:
    return mask_of((each.group for each in person.memberships), bits)


def _parts(asked: Sequence[Request]) -> Iterator[Sequence[Request]]:
    for start in range(0, len(asked), TURN):
        yield asked[start : start + TURN]


def _seconds(take: Take, asked: Sequence[Request]) -> float:
    begun = time.perf_counter()
    for request in asked:
        take(request)
    return time.perf_counter() - begun


def _quickest(take: Take, request: Request) -> float:
    """Microseconds of one decision, at its quickest of five."""
    best = 1 << 62
    for _ in range(5):
        begun = time.perf_counter_ns()
        take(request)
        best = min(best, time.perf_counter_ns() - begun)
    return best / 1000
