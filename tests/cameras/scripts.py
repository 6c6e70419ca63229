"""Random scripts of a door: people with badges, people who follow them, and what a camera behind the door makes of it.

The truth is the script's own; what the rule is told is boxes with shiver and gaps through the real tracker and line.
Coordinates are shares of the picture; the door's line is y = 0.6, inside is below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from drivers.camera.crossing import LineWatch
from drivers.camera.people import Detection
from drivers.camera.tracker import Tracker
from gate.service import passages
from gate.service.passages import Passages, Way
from tests.drivers.camera.walkers import standing

LINE = ((0.2, 0.6), (0.8, 0.6))
START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
RELEASE_S = 5.0
RATE = 5.0
SPEED = 0.18  # of the picture's height a second: a walking pace 5 m before a camera
SHIVER = 0.006
MISSES = 0.08  # share of pictures in which a detector overlooks somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Walks over the line at ``at`` seconds (or turns round before it), ``way``; ``x`` is where."""

    at: float
    way: Way
    x: float
    turns: bool = False

    def feet(self, t: float) -> tuple[float, float] | None:
        """Where the feet are, None while out of the picture."""
        ahead = (t - self.at) * SPEED
        if self.turns:
            ahead = -0.08 - abs(ahead)
        y = 0.6 + ahead if self.way is Way.IN else 0.6 - ahead
        return (self.x, y) if 0.32 <= y <= 1.0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One use of a door. ``followers``: how many crossed whom nobody let through."""

    way: Way
    persons: int  # of the grant
    granted: float
    opens: float | None  # None: a grant not used
    closes: float
    people: tuple[Person, ...]
    followers: int


def script(dice: Random) -> Script:
    """One to three people through one grant, or a grant not used, either way."""
    way, other = dice.choice([(Way.IN, Way.OUT), (Way.OUT, Way.IN)])
    persons = dice.choice([1, 1, 1, 2])
    granted = dice.uniform(1.0, 2.0)
    if dice.random() < 0.2:
        turned = Person(at=granted + 2.0, way=way, x=0.5, turns=True)
        return Script(
            way=way, persons=persons, granted=granted, opens=None, closes=0.0, people=(turned,), followers=0
        )
    opens = granted + dice.uniform(0.5, 2.0)
    count = dice.choice([1, 2, 3])
    at, people = opens + dice.uniform(0.3, 1.0), []
    for _ in range(count):
        people.append(Person(at=at, way=way, x=dice.uniform(0.35, 0.65)))
        at += dice.uniform(0.5, 1.5)
    against = dice.random() < 0.2
    if against:
        people.append(Person(at=at, way=other, x=dice.choice([0.3, 0.7])))
    return Script(
        way=way,
        persons=persons,
        granted=granted,
        opens=opens,
        closes=at + dice.uniform(-0.4, 1.5),
        people=tuple(people),
        followers=max(0, count - persons) + against,
    )


def told(script: Script, dice: Random) -> int:
    """How many tailgates the rule tells of the script."""
    tracker, watch = Tracker(), LineWatch(LINE)
    state, count = Passages(), 0
    due = _doings(script)
    for step in range(round((script.closes + script.granted + 14.0) * RATE)):
        t = step / RATE
        while due and due[0][0] <= t:
            at, what = due.pop(0)
            state = _done(state, script, what, instant(at))
        for crossing in watch.step(tracker.step(_seen(script, t, dice), t), t):
            way = Way(crossing.direction)
            state, followed = passages.crossed(state, way, crossing.track.id, instant(t))
            count += followed
    return count


def instant(t: float) -> datetime:
    return START + timedelta(seconds=t)


def _doings(script: Script) -> list[tuple[float, str]]:
    if script.opens is None:
        return [(script.granted, "grant")]
    return [(script.granted, "grant"), (script.opens, "open"), (script.closes, "close")]


def _done(state: Passages, script: Script, what: str, now: datetime) -> Passages:
    match what:
        case "grant":
            until = now + timedelta(seconds=RELEASE_S)
            return passages.granted(state, script.way, script.persons, until, now)
        case "open":
            return passages.opened(state, "grant", now)
        case _:
            return passages.closed(state, now)


def _seen(script: Script, t: float, dice: Random) -> list[Detection]:
    found = []
    for person in script.people:
        feet = person.feet(t)
        if feet is not None and dice.random() >= MISSES:
            x, y = (value + dice.gauss(0.0, SHIVER) for value in feet)
            found.append(standing(x, y, dice.uniform(0.55, 0.95)))
    return found
