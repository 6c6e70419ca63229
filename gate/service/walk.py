"""Walk-tests as the record keeps them: what was tried at a cabinet, by whom, and what nobody tried."""

from __future__ import annotations

from gate.domain.commands import RecordWalkTest
from gate.domain.events import WalkTested
from gate.domain.walk import WalkResult, points_of
from gate.service.change import Change
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts


def record(facts: Facts, change: Change, ask: RecordWalkTest) -> str:
    """Record a walk-test; it has passed only where every point of the cabinet was tried and passed.

    Refused: made with another configuration, nobody named, an item that is none of the cabinet's or is there twice,
    a skip or a failure without its reason.
    """
    if ask.agent not in facts.site.agents:
        raise NotThere(f"no agent {ask.agent!r}")
    points = tuple(point.id for point in points_of(facts.site, ask.agent))
    _check(ask, points, facts.site.version)
    passed = {item.point for item in ask.items if item.result is WalkResult.PASSED}
    tried = {item.point for item in ask.items}
    change.note(
        WalkTested(
            agent=ask.agent,
            tester=ask.tester,
            at_door=ask.at_door,
            signed_by=ask.signed_by,
            started_at=ask.started_at,
            ended_at=ask.ended_at,
            configuration=ask.configuration,
            items=ask.items,
            untried=tuple(point for point in points if point not in tried),
            passed=passed.issuperset(points),
        )
    )
    return ask.agent


def _check(ask: RecordWalkTest, points: tuple[str, ...], version: str) -> None:
    if ask.configuration != version:
        raise Refused("it was made with another configuration of the site: walk again")
    if not all(name.strip() for name in (ask.tester, ask.at_door, ask.signed_by)):
        raise Refused("expected the names of who tested, who was at the door, and who signs")
    if not ask.items:
        raise Refused("nothing was tried")
    seen: set[str] = set()
    for item in ask.items:
        if item.point not in points or item.point in seen:
            raise NotThere(f"expected each point of the cabinet once; got {item.point!r}")
        if item.result is not WalkResult.PASSED and not item.note.strip():
            raise Refused(f"{item.point}: a reason is owed")
        seen.add(item.point)
