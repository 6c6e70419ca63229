"""A breach walked step by step on a real World: every read on its way must be granted there."""

from __future__ import annotations

import json
from collections.abc import Sequence

from gate.domain.person import Person
from gate.domain.site import Site
from gate.policy import StateRow, World, compile_site
from gate.policy.prove import Breach, Passing
from gate.policy.prove.graph import How
from tests.prove.brute import read, settled


def walk(site: Site, people: Sequence[Person], breach: Breach) -> None:
    """AssertionError at the first step that the World does not grant."""
    configuration = compile_site(site)
    by_id = {person.id: settled(person) for person in (*people, breach.person)}
    world = World(configuration, by_id.values())
    here = None
    before = None
    for step in breach.way:
        assert here in (None, step.source), f"{step} begins elsewhere than in {here}"
        assert before is None or step.at >= before, f"{step} is before {before}"
        _pass(world, by_id, breach.person.id, step)
        here, before = step.target, step.at


def _pass(world: World, by_id: dict[str, Person], person: str, step: Passing) -> None:
    if step.how in (How.ENTRY, How.EXIT):
        for each in by_id:
            if each != person:
                world.forgive(each, step.at)
        assert person in _reads(world, by_id, person, step), f"not granted: {step}"
        world.opened(step.portal, step.at)
        world.closed(step.portal, step.at)
        assert world.presence(person) == {step.target}
    else:
        inward = step.how is How.UNLOCKED
        world.widen([step.portal], step.at, inward=inward, outward=True)
        assert step.target in world.presence(person)


def _reads(world: World, by_id: dict[str, Person], person: str, step: Passing) -> tuple[str, ...]:
    assert step.reader is not None
    order = [person, step.partner, step.escort] if step.escort else [step.partner, person]
    if step.company:
        inside = next(each for each in by_id if each not in order)
        world.restore([StateRow(kind="presence", key=inside, value=json.dumps([step.target]))])
    let_through: tuple[str, ...] = ()
    for each in order:
        if each is not None:
            let_through = read(world, by_id[each], step.reader, step.at)
    return let_through
