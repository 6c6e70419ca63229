"""Lines driven through a world one by one, with a look at every question before it is answered and applied."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from gate.domain.decision import Request
from gate.policy import NotThere, World
from gate.policy.line import Ask
from gate.policy.line_reader import read_line
from gate.policy.line_values import LineFault
from gate.policy.lines import carry_out, request_of
from tests.policy.build import PinJudge, Raw
from tests.policy.build import world as build_world


@dataclass(frozen=True)
class Asked:
    """A question, and the world that it is about to be put to."""

    world: World
    request: Request


def asked(raw_site: Raw, people: Iterable[Raw], lines: Iterable[Raw]) -> Iterator[Asked]:
    """Every question of the lines; lines that cannot be accepted are passed over."""
    people = list(people)
    world, pins = build_world(raw_site, people), PinJudge(people)
    last: datetime | None = None
    for raw in lines:
        try:
            line = read_line(json.dumps(raw))
            if last is not None and line.at < last:
                continue
            if isinstance(line.said, Ask):
                request = request_of(world, pins, line, line.said)
                decision = world.decide(request)
                yield Asked(world, request)
                world.record(decision)
            else:
                carry_out(world, line.said, line.at)
            last = line.at
        except (LineFault, NotThere):
            continue
