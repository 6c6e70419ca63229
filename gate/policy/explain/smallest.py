"""The search: reasons are lifted one after the other, a few ways are kept, and what turns out not to be needed goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations

from gate.domain.decision import Decision, Request
from gate.domain.remedy import ComeAt, Explanation, Remedy
from gate.policy.explain.apply import applied
from gate.policy.explain.candidates import candidates
from gate.policy.explain.cost import cost
from gate.policy.explain.look import Look
from gate.policy.explain.scenario import BY_COMPANY, Outcome, Scenario, scenario_of, try_out
from gate.policy.means import HOST, Means
from gate.policy.world import World

KEPT = 4
"""Ways that are followed side by side."""
STEPS = 12
"""Reasons that are lifted before the search gives up."""
TIMES_FIRST = ("person_not_valid", "outside_schedule", "no_grant", "denied_by_rule")
"""Lifted first: to come at another time changes everything else. Company is sought last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A way so far, and what came of it. ``asked``: when the person stood at the door."""

    asked: datetime
    scenario: Scenario
    outcome: Outcome
    remedies: tuple[Remedy, ...] = ()

    @property
    def rank(self) -> tuple[int, float]:
        """The acts that it took with those that it still takes at least, and how much they cost."""
        return self.left + len(self.remedies), sum(cost(each, self.asked) for each in self.remedies)

    @property
    def left(self) -> int:
        """Reasons that are left."""
        return 0 if self.outcome.granted else max(1, len(self.outcome.reasons))


def explain(world: World, request: Request, decision: Decision, means: Means = HOST) -> Explanation:
    """The smallest change that would have turned ``decision`` into a grant.

    ``world`` is as it was when the decision was taken, before it was recorded; nothing in it changes.
    """
    if decision.granted:
        return Explanation()
    if decision.person is None:
        return Explanation(final=decision.reasons)
    start = scenario_of(world, request, means)
    found = _search(start, decision.person)
    if isinstance(found, Explanation):
        return found
    return Explanation(remedies=_needed(start, found.remedies, decision.person))


def granting(scenario: Scenario, remedies: Iterable[Remedy], person: str) -> Outcome:
    """What comes of these remedies together."""
    for remedy in remedies:
        scenario = applied(scenario, remedy, person)
    return try_out(scenario)


def _search(start: Scenario, person: str) -> Step | Explanation:
    first = Step(asked=start.request.at, scenario=start, outcome=try_out(start))
    kept, best, furthest = [first], None, first
    for _ in range(STEPS):
        further = sorted(
            (after for step in kept for after in _next(step, person)), key=lambda step: step.rank
        )
        for step in further:
            if step.outcome.granted and (best is None or step.rank < best.rank):
                best = step
        kept = [step for step in further if step.left and (best is None or step.rank < best.rank)][:KEPT]
        if not kept:
            break
        furthest = kept[0]
    if best is not None:
        return best
    stuck = set(_without_remedy(furthest, person)) & set(first.outcome.reasons)
    return Explanation(final=tuple(sorted(stuck)) or first.outcome.reasons)


def _next(step: Step, person: str) -> Iterator[Step]:
    """The step after: each way to lift the first reason that is left."""
    reason = _first(step.outcome.reasons)
    look = Look.at(step.scenario, step.outcome.decision)
    if reason is None or look is None:
        return
    for bundle in candidates(look, reason):
        scenario = step.scenario
        for remedy in bundle:
            scenario = applied(scenario, remedy, person)
        outcome = try_out(scenario)
        if bundle and reason not in outcome.reasons:
            remedies = _joined(step.remedies, bundle)
            yield replace(step, remedies=remedies, scenario=scenario, outcome=outcome)


def _joined(remedies: tuple[Remedy, ...], more: tuple[Remedy, ...]) -> tuple[Remedy, ...]:
    """One comes once: a later time takes the place of an earlier one."""
    if any(isinstance(each, ComeAt) for each in more):
        remedies = tuple(each for each in remedies if not isinstance(each, ComeAt))
    return remedies + more


def _first(reasons: tuple[str, ...]) -> str | None:
    def order(reason: str) -> tuple[bool, bool, str]:
        return reason in BY_COMPANY, reason not in TIMES_FIRST, reason

    return min(reasons, key=order, default=None)


def _needed(start: Scenario, remedies: tuple[Remedy, ...], person: str) -> tuple[Remedy, ...]:
    """The first of the smallest parts that grant: all of them, if no part does."""
    for size in range(1, len(remedies)):
        for part in combinations(remedies, size):
            if granting(start, part, person).granted:
                return part
    return remedies


def _without_remedy(step: Step, person: str) -> tuple[str, ...]:
    """The reasons that no candidate lifts; all that are left if each can be lifted but not together."""
    look = Look.at(step.scenario, step.outcome.decision)
    if look is None:
        return step.outcome.reasons
    stuck = tuple(
        reason
        for reason in step.outcome.reasons
        if not any(
            reason not in granting(step.scenario, bundle, person).reasons
            for bundle in candidates(look, reason)
        )
    )
    return stuck or step.outcome.reasons
