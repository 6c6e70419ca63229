"""A decision with all that it was taken from: out of a file of lines, or out of the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from gate.domain.decision import Decision, Request
from gate.domain.person import Person
from gate.domain.seen import Seen
from gate.policy.configuration import Configuration
from gate.policy.faults import NotThere
from gate.policy.line import Ask
from gate.policy.line_reader import read_line
from gate.policy.line_values import LineFault
from gate.policy.lines import JudgePin, carry_out, request_of
from gate.policy.means import HOST
from gate.policy.replay.again import decide_again
from gate.policy.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """``decision`` is what was answered; ``people`` those whom it looked at, as they were."""

    request: Request
    decision: Decision
    people: tuple[Person, ...]
    seen: Seen

    def again(self, configuration: Configuration) -> Decision:
        """The answer under that configuration, everything else being as it was; NotThere without such a reader."""
        revision = self.decision.revision
        return decide_again(configuration, self.people, self.seen, self.request, revision)


def cases(world: World, pins: JudgePin, lines: Iterable[str]) -> Iterator[Case | LineFault]:
    """A case for each line that asks, a fault for each that is refused; the world moves on as under `gate decide`."""
    last: datetime | None = None
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            line = read_line(text)
            if last is not None and line.at < last:
                raise LineFault(f"at: expected no earlier than {last.isoformat()}, got {line.at.isoformat()}")
            if isinstance(line.said, Ask):
                case = case_of(world, request_of(world, pins, line, line.said))
                yield case
                world.record(case.decision)
            else:
                carry_out(world, line.said, line.at)
            last = line.at
        except (LineFault, NotThere) as fault:
            yield LineFault(f"line {number}: {fault}")


def case_of(world: World, request: Request) -> Case:
    """What the world answers now, with what that hangs on."""
    seen = world.seen(request, HOST)
    people = tuple(person for name in seen.people if (person := world.person(name)) is not None)
    return Case(request=request, decision=world.decide(request), people=people, seen=seen)
