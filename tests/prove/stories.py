"""Random small sites with invariants and people, for proofs: few names, many rules, spans that end close together.

Made from a seed that hypothesis draws, as in tests/policy/worlds.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from gate.domain.invariant import Never, Who
from gate.domain.level import Clearance
from gate.domain.person import Person
from gate.domain.portal import UnlockSchedule
from gate.domain.site import Site
from tests.policy import build

Raw = dict[str, Any]
Item = TypeVar("Item")

ZONES = ("out", "hall", "lab", "vault", "yard")
NESTINGS: tuple[dict[str, str], ...] = (
    {},
    {"lab": "hall", "vault": "lab"},
    {"vault": "yard", "lab": "yard"},
)
PEOPLE = ("p1", "p2", "p3", "v1", "v2")
MOMENTS = tuple(
    datetime.fromisoformat(text)
    for text in (
        "2026-03-27T12:00:00+00:00",
        "2026-03-28T05:30:00+00:00",
        "2026-03-29T00:59:59+00:00",  # clocks in Berlin change a second later
        "2026-03-29T22:00:00+00:00",
        "2026-03-30T10:00:00+00:00",
    )
)
EDGES = ("00:00", "02:00", "02:30", "06:00", "12:00", "22:00", "23:00")
DAYS = ("2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30")
ALWAYS = {
    "id": "always",
    "windows": [{"days": "mon-sun", "from": "00:00", "to": "24:00"}],
    "on_holiday": "as-usual",
}


@dataclass(frozen=True)
class Case:
    """A site with invariants, and its people."""

    site: Site
    people: tuple[Person, ...]
    times: tuple[datetime, ...]  # instants worth a look, ascending


def case(seed: int, moments: int = 10) -> Case:
    """The case of that seed, with so many instants."""
    maker = Maker(Random(seed))
    site = maker.site()
    people = tuple(build.person(maker.person(name)) for name in maker.few(PEOPLE, 3, 4))
    return Case(site, people, maker.times(moments))


class Maker:
    """Draws parts of cases."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.strict = random.choice([0.05, 0.2])

    def one(self, choices: Sequence[Item]) -> Item:
        return self.random.choice(choices)

    def few(self, names: Sequence[Item], least: int, most: int) -> list[Item]:
        drawn = self.random.sample(list(names), self.random.randint(least, min(most, len(names))))
        return sorted(drawn, key=list(names).index)

    def maybe(self, chance: float, values: Raw) -> Raw:
        return {key: value for key, value in values.items() if self.random.random() < chance}

    def site(self) -> Site:
        nesting = self.one(NESTINGS)
        site = build.site(
            {
                "site": {
                    "timezone": self.one(["UTC", "Asia/Shanghai", "Europe/Berlin"]),
                    "holidays": self.few(DAYS, 0, 2),
                    "swapped": self.few(["2026-03-29"], 0, 1),
                },
                "zones": [self.zone(name, nesting.get(name)) for name in ZONES],
                "schedules": [ALWAYS, self.schedule("some"), self.schedule("other")],
                "groups": [self.group(name) for name in ("staff", "odd", "few")],
                "portals": [self.portal(number) for number in range(self.random.randint(4, 7))],
            }
        )
        portals = dict(site.portals)
        for name, portal in portals.items():
            if self.random.random() < 0.1:
                portals[name] = replace(portal, unlock=UnlockSchedule(schedule=self.one(["some", "other"])))
        invariants = tuple(self.invariant(number) for number in range(4))
        return replace(site, portals=portals, invariants=invariants)

    def zone(self, name: str, parent: str | None) -> Raw:
        zone: Raw = {"id": name}
        if parent is not None:
            zone["parent"] = parent
        if name == "out":
            return zone | {"outside": True}
        return (
            zone
            | self.maybe(
                self.strict,
                {
                    "min_clearance": self.one(["general", "core"]),
                    "min_assurance": self.one(["protected", "pki"]),
                    "factors": ["card", "pin", "biometric"],
                    "two_person": "10s",
                    "min_occupancy": 2,
                    "max_occupancy": self.one([1, 2, 3]),
                    "banned_devices": ["phone"],
                    "anti_passback": self.one(["soft", "hard"]),
                },
            )
            | self.maybe(
                0.4,
                {
                    "visitors": self.one(["escorted", "escorted", "escorted", "never"]),
                    "prerequisites": self.few(["a", "b"], 1, 2),
                },
            )
        )

    def schedule(self, name: str) -> Raw:
        windows = [
            self.window() | {"days": self.one(["mon-sun", "fri", "sat-sun", "fri-mon", "mon,wed"])}
            for _ in "12"
        ]
        optional = {
            "on_holiday": self.one(["closed", "as-usual", [self.window()]]),
            "on_swapped_workday": self.one(["mon", "fri"]),
        }
        return {"id": name, "windows": windows} | self.maybe(0.7, optional)

    def window(self) -> Raw:
        start, end = self.random.sample(EDGES, 2)
        return {"from": start, "to": end}

    def group(self, name: str) -> Raw:
        group: Raw = {"id": name, "grants": [self.rule(f"{name}-{number}", 3) for number in range(2)]}
        if self.random.random() < 0.3:
            group["denies"] = [self.rule(f"{name}-deny", 1)]
        return group | self.maybe(0.4, {"escort": True, "responders": True})

    def rule(self, name: str, zones: int) -> Raw:
        rule = {
            "id": name,
            "zones": self.few(ZONES, 1, zones),
            "schedule": self.one(["always", "some", "other"]),
        }
        return rule | (self.span() if self.random.random() < 0.2 else {})

    def span(self) -> Raw:
        start, end = sorted(self.random.sample(MOMENTS, 2))
        span = {"from": start.isoformat(), "until": end.isoformat()}
        return self.one([span, {"from": span["from"]}, {"until": span["until"]}])

    def portal(self, number: int) -> Raw:
        first, second = (
            self.random.sample(self.one([ZONES, ZONES[1:], ZONES[1:]]), 2) if number else ("out", "hall")
        )
        name = f"d{number}"
        readers = {"in": f"{name}-in"} if number == 0 else {}
        return {
            "id": name,
            "between": [first, second],
            "readers": readers | self.maybe(0.8, {"in": f"{name}-in", "out": f"{name}-out"}),
            "egress": self.one(["reader", "reader", "mechanical", "rex-hardwired", "rex-software"]),
        }

    def person(self, name: str) -> Raw:
        visitor = name.startswith("v")
        return {
            "id": name,
            "kind": "visitor" if visitor else "employee",
            "clearance": self.one(["core", "core", "general", "none"]),
            "groups": [self.membership() for _ in range(self.random.randint(0 if visitor else 1, 2))],
            "prerequisites": {key: self.one([None, *DAYS]) for key in self.few(["a", "b"], 0, 2)},
            "credentials": [
                {
                    "id": f"{name}-card",
                    "format": "EM4100",
                    "number": str(PEOPLE.index(name)),
                    "assurance": self.one(["copyable", "pki", "pki", "pki"]),
                    "state": self.one(["active"] * 9 + ["suspended"]),
                }
            ],
            "visits": [
                self.visit(name, number) for number in range(self.random.randint(0, 2) if visitor else 0)
            ],
        } | (self.span() if self.random.random() < 0.2 else {})

    def membership(self) -> Raw:
        return {"id": self.one(["staff", "odd", "few"])} | (self.span() if self.random.random() < 0.3 else {})

    def visit(self, name: str, number: int) -> Raw:
        start, end = sorted(self.random.sample(MOMENTS, 2))
        return {
            "id": f"{name}-visit-{number}",
            "from": start.isoformat(),
            "until": end.isoformat(),
            "zones": self.few(ZONES, 1, 3),
            "escorts": self.few(PEOPLE, 0, 3),
            "state": self.one(["approved", "approved", "approved", "cancelled"]),
            "items": self.one(["none", "open"]),
        }

    def invariant(self, number: int) -> Never:
        who = self.one(
            [
                Who(word="visitor"),
                Who(word="visitor"),
                Who(lacks="a"),
                Who(lacks="b"),
                Who(below=self.one([Clearance.GENERAL, Clearance.CORE])),
                Who(not_in=self.one(["staff", "odd"])),
                Who(person=self.one(PEOPLE)),
            ]
        )
        return Never(
            id=f"i{number}", who=who, reaches=self.one(ZONES[1:]), unescorted=self.random.random() < 0.3
        )

    def times(self, count: int) -> tuple[datetime, ...]:
        edges = [moment + timedelta(microseconds=step) for moment in MOMENTS for step in (-1, 0)]
        midnight = datetime(2026, 3, 26, tzinfo=UTC)
        hours = [midnight + timedelta(hours=hour, minutes=self.one([0, 0, 29, 30])) for hour in range(130)]
        return tuple(sorted(self.random.sample(edges, 3) + self.random.sample(hours, count - 3)))
