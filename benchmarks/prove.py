"""``prove``: 20 invariants on 1,000 portals and 50,000 people, for all times; then one of them changed.

Beside it the floor: to look once at every pair of person and invariant, by one call and one masked comparison. Whoever
proves something of everybody cannot look at less. Times are of the processor, for one core.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random

from benchmarks.figures import Bound, Figure, Target
from benchmarks.prove_site import big_people, big_site, culprit
from benchmarks.suite import Options
from gate.domain.person import Person
from gate.domain.site import Site
from gate.policy import compile_site
from gate.policy.prove import Proof, Verdict, Watch, check_invariants
from gate.policy.prove.ground import Ground

BUDGET = Target(reference_name="budget", reference=10.0, bound=Bound.AT_MOST, ratio=1.0)
"""Seconds of one core within which a policy must be ready to be published."""
AT_ONCE = Target(reference_name="budget", reference=1.0, bound=Bound.AT_MOST, ratio=1.0)
"""Seconds of one core from a change of one person to what it breaches."""
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def run(options: Options) -> list[Figure]:
    """All invariants proved; then with one more person, who breaches two of them."""
    portals, count = (400, 2_000) if options.quick else (1_000, 50_000)
    random = Random(3)
    site = big_site(random, portals)
    people = big_people(random, count)
    seconds, verdicts = _prove(site, people)
    _expect(verdicts, breached=0)
    with_culprit, verdicts = _prove(site, [*people, culprit()])
    _expect(verdicts, breached=2)
    anybody, _ = _prove(site, None)
    return [
        Figure(name="floor: person x invariant", value=_floor(people, len(site.invariants)), unit="s"),
        Figure(name="20 invariants proved", value=seconds, unit="s", target=BUDGET),
        Figure(name="the same, two breached", value=with_culprit, unit="s", target=BUDGET),
        Figure(name="the same without people", value=anybody, unit="s", target=BUDGET),
        Figure(
            name="one person changed who breaches two", value=_changed(site, people), unit="s", target=AT_ONCE
        ),
    ]


def _prove(site: Site, people: Sequence[Person] | None) -> tuple[float, tuple[Verdict, ...]]:
    configuration = compile_site(site)
    begun = time.process_time()
    verdicts = check_invariants(site, configuration, people)
    return time.process_time() - begun, verdicts


def _changed(site: Site, people: Sequence[Person]) -> float:
    """The longer of two: somebody comes who breaches two invariants, and goes again."""
    watch, who = Watch(Ground(site, compile_site(site)), people, NOW), culprit()
    longest = 0.0
    for person, breached in ((who, 2), (None, 0)):
        begun = time.process_time()
        watch.change({who.id: person}, NOW)
        verdicts = watch.verdicts
        longest = max(longest, time.process_time() - begun)
        _expect(verdicts, breached=breached)
    return longest


def _expect(verdicts: Sequence[Verdict], breached: int) -> None:
    came = [verdict.invariant.id for verdict in verdicts if not isinstance(verdict, Proof)]
    if len(came) != breached:
        raise AssertionError(f"expected {breached} breached invariants, came {came}")


def _floor(people: Sequence[Person], invariants: int) -> float:
    """Seconds to look once at each pair."""
    masks = [hash(person.id) for person in people]
    begun = time.process_time()
    for number in range(invariants):
        bit = 1 << number
        if any(_both(mask, bit, ~bit) for mask in masks):
            raise AssertionError("a bit that is set and not set")
    return time.process_time() - begun


def _both(mask: int, bit: int, other: int) -> bool:
    return bool(mask & bit & other)
