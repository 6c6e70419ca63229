"""The earliest time at which somebody can be in each zone, and the way there.

Whoever is in a zone may wait there; so to be somewhere earlier is never worse, and the earliest arrival (Dijkstra's
algorithm over time) answers for every later time too. Exact for unbounded time: nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from gate.policy.instant import END
from gate.policy.prove.graph import How, Move
from gate.policy.prove.ground import Ground
from gate.policy.prove.party import Admission, Parties
from gate.policy.prove.subject import Subject
from gate.policy.prove.times import Stretch, Times, earliest


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One move at one instant; ``admission`` where an entry let the person in."""

    move: Move
    at: int
    admission: Admission | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """In a zone from ``at`` on, by ``step``; None where the way begins."""

    at: int
    step: Step | None = None


Arrivals = Mapping[str, Arrival]


class Journeys:
    """Ways through one site."""

    def __init__(self, ground: Ground, parties: Parties) -> None:
        self._graph = ground.graph
        self._zones = ground.configuration.zones
        self._hours = ground.hours
        self._parties = parties

    def arrivals(self, subject: Subject, start: int, end: int = END) -> Arrivals:
        """Every zone that the person can come to within start <= t < end, beginning where people begin."""
        found: dict[str, Arrival] = {}
        waiting: list[tuple[int, int, int, str, Arrival]] = []
        for zone in self._graph.starts:
            heappush(waiting, (start, 0, len(waiting), zone, Arrival(at=start)))
        pushed = len(waiting)
        while waiting:
            at, hops, _, zone, arrival = heappop(waiting)
            if zone in found:
                continue
            found[zone] = arrival
            for move in self._graph.moves_from[zone]:
                if move.target in found:
                    continue
                step = self.step(subject, move, at, end)
                if step is not None:
                    pushed += 1
                    reached = Arrival(at=step.at, step=step)
                    heappush(waiting, (step.at, hops + 1, pushed, move.target, reached))
        return found

    def step(
        self, subject: Subject, move: Move, start: int, end: int = END, also: tuple[Times, ...] = ()
    ) -> Step | None:
        """The move as early as the person can make it within start <= t < end and the further sets."""
        if move.how is How.ENTRY:
            admission = self._parties.admission(subject, self._zones[move.target], start, end, also)
            return None if admission is None else Step(move=move, at=admission.at, admission=admission)
        if move.how is How.EXIT and not subject.known:
            return None
        open_: tuple[Times, ...] = ((Stretch(want=move.schedule),),) if move.how is How.UNLOCKED else ()
        at = earliest(self._hours, (*open_, *also), start, end)
        return None if at is None else Step(move=move, at=at)

    def moves_into(self, inside: int, arrivals: Arrivals) -> Iterator[tuple[Arrival, Move]]:
        """The moves that let one into zones of the mask from where one can be."""
        for zone, arrival in arrivals.items():
            for move in self._graph.moves_from[zone]:
                if move.lets_in and self._zones[move.target].bit & inside:
                    yield arrival, move


def way_to(arrival: Arrival, arrivals: Arrivals) -> tuple[Step, ...]:
    """The steps that end with the arrival, first one first."""
    steps: list[Step] = []
    while arrival.step is not None:
        steps.append(arrival.step)
        arrival = arrivals[arrival.step.move.source]
    return tuple(reversed(steps))
