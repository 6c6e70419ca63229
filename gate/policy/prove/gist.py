"""What breaches an invariant, in one short line for an alarm: ids alone, no name, no time.

Pages put names in their place and say it in Chinese (``web.words.ways``, ``gate.domain.words.machines.ways``): whoever
changes a form changes it there.
"""

from __future__ import annotations

from gate.policy.prove.verdict import Breach, NoWayOut, Passing

LONGEST = 128
"""Characters that an alarm keeps of its cause."""


def gist_of(verdict: Breach | NoWayOut) -> str:
    """``visitor v1: outside —front-door→ lobby —side-door→ archive``; of a long way the end alone, after ``…``.

    A way that leads nobody out: ``from vault by handle or hard-wired button one comes to lab only``.
    """
    if isinstance(verdict, Breach):
        return _shortened(f"{verdict.person.kind.value} {verdict.person.id}: ", verdict.way)
    start = verdict.zones[0]
    zones = ", ".join(zone for zone in verdict.comes_to if zone != start)
    reached = f"one comes to {zones} only" if zones else "one comes nowhere"
    return f"from {start} by handle or hard-wired button {reached}"[:LONGEST]


def _shortened(who: str, way: tuple[Passing, ...]) -> str:
    """As many of the last doors as there is room for."""
    steps = [f" —{each.portal}→ {each.target}" for each in way]
    whole = who + way[0].source + "".join(steps)
    while len(whole) > LONGEST and len(steps) > 1:
        steps = steps[1:]
        whole = who + "…" + "".join(steps)
    return whole[:LONGEST]
