"""``policy``: how fast it decides, what it costs to know two million people, how soon a change counts.

A hundred thousand people on the campus of :mod:`benchmarks.policy_site`: 2,000 portals, 500 groups, 50 schedules,
every kind of rule, after many reads. One core; PINs are judged before. The figures of two million people are taken at
a tenth unless ``--full`` is said, with a tenth of the time and memory to meet: what they promise grows with the people.
"""

from __future__ import annotations

from random import Random

from benchmarks import prove
from benchmarks.figures import Bound, Figure, Target
from benchmarks.policy_big import Start, big_files, change_one, start
from benchmarks.policy_peers import answerable, compare, plain_person, plain_site
from benchmarks.policy_people import policy_people, requests
from benchmarks.policy_site import policy_site
from benchmarks.policy_speed import floor_of, later, lived_in, measure
from benchmarks.quantiles import p99
from benchmarks.suite import Options
from gate.policy import World, compile_site

PEOPLE, MANY = 100_000, 2_000_000
GIGABYTE = 1024.0
"""In megabytes."""


def run(options: Options) -> list[Figure]:
    """Every figure of the policy; of ``prove`` those that it is measured by."""
    scale = 0.005 if options.quick else 1.0 if options.full else 0.1
    people = 5_000 if options.quick else PEOPLE
    speed = list(_speed(people, 1_000 if options.quick else 8_000))
    latency = next(each.value for each in speed if each.unit == "µs")
    return [
        *speed,
        *_peers(20 if options.quick else 100),
        *_many(scale, latency),
        *prove.run(options),
    ]


def _speed(people: int, count: int) -> list[Figure]:
    site = policy_site(Random(1))
    everyone = list(policy_people(Random(2), people))
    world = lived_in(World(compile_site(site), everyone), site, 4, people)
    asked = later(requests(Random(5), site, people, count), count)
    speed = measure(world, asked, floor_of(site, everyone, asked))
    rate, floor = 1 / speed.decide, 1 / speed.floor
    return [
        Figure(name="floor: two look-ups and a mask", value=floor, unit="decisions/s"),
        Figure(
            name=f"decisions, {people:,} people",
            value=rate,
            unit="decisions/s",
            target=Target(reference_name="budget", reference=250_000, bound=Bound.AT_LEAST, ratio=1),
        ),
        Figure(
            name="the same beside the floor",
            value=rate,
            unit="decisions/s",
            target=Target(reference_name="floor", reference=floor, bound=Bound.AT_LEAST, ratio=1 / 6),
        ),
        _at_most("99th percentile", speed.p99, "µs", 12.0),
    ]


def _peers(count: int) -> list[Figure]:
    """The subset that they can express, on a thousand people; their answers are ours."""
    site = plain_site(policy_site(Random(1)))
    everyone = [plain_person(each) for each in policy_people(Random(2), 1_000)]
    world = World(compile_site(site), everyone)
    ours, peers = compare(
        site, everyone, answerable(world, requests(Random(3), site, 1_000, 10 * count), count)
    )
    return [
        Figure(
            name=f"grants and denies alone, beside {peer.name}",
            value=1 / ours,
            unit="decisions/s",
            target=Target(
                reference_name=peer.name, reference=1 / peer.seconds, bound=Bound.AT_LEAST, ratio=100
            ),
        )
        for peer in peers
    ]


def _many(scale: float, latency: float) -> list[Figure]:
    people = int(MANY * scale)
    with big_files(people) as folder:
        mapped, asked = start("from_file", folder, people), start("from_sql", folder, people)
        changes = change_one(folder, people, 500)
    bound = Target(reference_name="p99 above", reference=latency, bound=Bound.AT_MOST, ratio=1.5)
    return [
        _at_most(f"{people:,} people from a file", mapped.seconds, "s", 15 * scale),
        _at_most(f"{people:,} people from SQL", asked.seconds, "s", 90 * scale),
        _at_most("memory afterwards, from the file", mapped.megabytes, "MB", _memory(mapped, scale)),
        _at_most("memory afterwards, from SQL", asked.megabytes, "MB", _memory(asked, scale)),
        Figure(name=f"99th percentile, {people:,} people", value=mapped.p99, unit="µs", target=bound),
        _at_most(f"one of {people:,} changed, until it counts: 99th percentile", p99(changes), "ms", 1.0),
    ]


def _memory(start: Start, scale: float) -> float:
    """A gigabyte for two million people; with fewer, their share of what the process leaves of it."""
    return start.before + (GIGABYTE - start.before) * scale


def _at_most(name: str, value: float, unit: str, budget: float) -> Figure:
    target = Target(reference_name="budget", reference=budget, bound=Bound.AT_MOST, ratio=1)
    return Figure(name=name, value=value, unit=unit, target=target)
