"""Random small sites, people and request lines: few names, many rules, so that rules meet.

Made from a seed that hypothesis draws: drawing each choice by itself yields sites too empty for anything to happen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeVar

Raw = dict[str, Any]
Item = TypeVar("Item")
THEMES = ("two_person", "min_occupancy", "max_occupancy", "anti_passback", "visitors", "factors", "interlock")
START = datetime(2026, 3, 27, 21, 59, 50, tzinfo=UTC)  # a Friday; clocks in Berlin change on Sunday
PEOPLE = ("p1", "p2", "p3", "v1", "v2")
ZONES = ("out", "hall", "lab", "vault", "yard")
PORTALS = {
    "gate-door": ("out", "hall"),
    "lab-door": ("hall", "lab"),
    "vault-door": ("lab", "vault"),
    "side-door": ("vault", "out"),
    "yard-door": ("yard", "lab"),
}
READERS = tuple(f"{portal}-{way}" for portal in PORTALS for way in ("in", "in", "out"))
NESTINGS: tuple[dict[str, str], ...] = (
    {},
    {"lab": "hall", "vault": "lab"},
    {"hall": "out", "yard": "lab"},
    {"hall": "yard", "lab": "hall", "vault": "hall", "out": "yard"},  # the yard is around everything
)
ALWAYS = {
    "id": "always",
    "windows": [{"days": "mon-sun", "from": "00:00", "to": "24:00"}],
    "on_holiday": "as-usual",
}
BROAD = {"id": "all", "grants": [{"id": "all-1", "zones": list(ZONES), "schedule": "always"}]}
CARDS = [{"format": "H10301", "facility": 1, "number": number} for number in range(len(PEOPLE))]
SHARED = {"format": "EM4100", "number": "0A"}
STRANGE = {"format": "H10301", "facility": 2, "number": 1}


@dataclass(frozen=True)
class Story:
    """A site, its people, and what happens there."""

    site: Raw
    people: list[Raw]
    lines: list[Raw]


def story(seed: int, length: int = 40) -> Story:
    """The story of that seed, with so many lines."""
    maker = Maker(Random(seed))
    return Story(maker.site(), [maker.person(name) for name in PEOPLE], maker.lines(length))


class Maker:
    """Draws parts of stories."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.reader = READERS[0]
        self.themes = random.sample(THEMES, random.randint(0, 3))
        self.following: list[Raw] = []  # what comes next for sure
        self.noise = random.choice([0.0, 0.02, 0.1])

    def one(self, choices: Sequence[Item]) -> Item:
        return self.random.choice(choices)

    def some(self, names: Sequence[Item], least: int = 0) -> list[Item]:
        return self.random.sample(list(names), self.random.randint(least, len(names)))

    def table(self, chance: float, required: Raw, optional: Raw) -> Raw:
        """The required keys, and each optional one with that chance."""
        return required | {key: value for key, value in optional.items() if self.random.random() < chance}

    def site(self) -> Raw:
        nesting = self.one(NESTINGS)
        head = {
            "timezone": self.one(["UTC", "Asia/Shanghai", "Europe/Berlin"]),
            "holidays": self.some(["2026-03-28", "2026-03-30"]),
            "swapped": self.some(["2026-03-29"]),
            "pin_tries": self.one([2, 5]),
            "pin_block": "30s",
        }
        return {
            "site": head,
            "zones": [self.zone(name, nesting.get(name)) for name in ZONES],
            "schedules": [ALWAYS, self.schedule("some"), self.schedule("other")],
            "groups": [BROAD, self.group("staff"), self.group("odd")],
            "threat_levels": [
                {
                    "id": "high",
                    "factors": self.some(["pin", "biometric"]),
                    "groups": self.some(["all", "odd"]),
                },
                {"id": "low", "factors": [], "groups": ["all", "staff"]},
            ],
            "portals": [self.portal(name) for name in PORTALS],
            "interlocks": [
                {"id": f"trap-{number}", "portals": self.some(list(PORTALS), 2)}
                for number in range(self.one([1, 2]) if "interlock" in self.themes else 0)
            ],
        }

    def zone(self, name: str, parent: str | None) -> Raw:
        plain = ["none"] if "anti_passback" in self.themes else ["none"] * 12
        required: Raw = {"id": name, "anti_passback": self.one([*plain, "hard", "soft", "timed"])}
        if required["anti_passback"] == "timed":
            required["anti_passback_after"] = "10s"
        if parent is not None:
            required["parent"] = parent
        if name == "out":
            required["outside"] = True
        if self.random.random() < (0.6 if "visitors" in self.themes else 0.1):
            required["visitors"] = self.one(["free", "escorted", "escorted", "escorted", "never"])
        optional = {
            "level": self.one(["confidential", "secret"]),
            "min_clearance": self.one(["general", "core"]),
            "min_assurance": self.one(["copyable", "protected", "pki"]),
            "prerequisites": ["training"],
            "factors": self.some(["card", "pin", "biometric"], 1),
            "two_person": self.one(["4s", "10s"]),
            "min_occupancy": 2,
            "max_occupancy": self.one([1, 2, 3]),
            "occupancy": "soft",
            "banned_devices": ["phone"],
            "escort_window": self.one(["3s", "8s"]),
            "escort_ratio": 1,
        }
        for theme in self.themes:
            if theme in optional and self.random.random() < 0.6:
                required[theme] = optional[theme]
        return self.table(self.noise, required, optional)

    def schedule(self, name: str) -> Raw:
        windows = [
            self.window() | {"days": self.one(["mon-sun", "fri", "sat-sun", "fri-mon", "mon,wed"])}
            for _ in "12"
        ]
        optional = {
            "on_holiday": self.one(["closed", "as-usual", [self.window()]]),
            "on_swapped_workday": self.one(["mon", "fri"]),
        }
        return self.table(0.7, {"id": name, "windows": windows}, optional)

    def window(self) -> Raw:
        """Its edges lie near the lines' times."""
        start, end = self.random.sample(["00:00", "02:00", "02:30", "03:00", "06:00", "22:00", "23:00"], 2)
        return {"from": start, "to": self.one([end, end, "24:00"])}

    def group(self, name: str) -> Raw:
        group: Raw = {"id": name, "grants": [self.rule(f"{name}-grant-{number}") for number in "12"]}
        if name == "odd":
            group["denies"] = [self.rule("odd-deny")][: self.one([0, 1])]
        return self.table(0.2, group, {"escort": True, "responders": True, "passback_exempt": True})

    def rule(self, name: str) -> Raw:
        return {"id": name, "zones": self.some(ZONES, 1), "schedule": self.one(["always", "some", "other"])}

    def portal(self, name: str) -> Raw:
        return {
            "id": name,
            "between": list(PORTALS[name]),
            "readers": {"in": f"{name}-in", "out": f"{name}-out"},
            "release": self.one(["1s", "3s"]),
            "egress": self.one(["mechanical", "mechanical", "rex-hardwired", "rex-software", "reader"]),
        }

    def person(self, name: str) -> Raw:
        number, visitor = PEOPLE.index(name), name.startswith("v")
        required: Raw = {
            "id": name,
            "kind": "visitor" if visitor else "employee",
            "clearance": self.one(["core", "core", "general"]),
            "groups": [self.membership() for _ in range(self.one([1, 2]) - visitor)],
            "prerequisites": self.one(
                [{"training": None}, {"training": "2026-03-28"}, {"training": "2026-03-27"}, {}][
                    : self.one([1, 4])
                ]
            ),
            "credentials": self.credentials(name, number),
            "visits": [self.visit(name)] if visitor else [],
        }
        if self.random.random() < 0.8:
            required["pin"] = self.one(["1234", "1239"])
        return self.table(
            self.noise / 2, required, {"until": "2026-03-27T22:00:25Z", "from": "2026-03-27T22:00:05Z"}
        )

    def membership(self) -> Raw:
        optional = {"until": "2026-03-27T22:00:20Z", "from": "2026-03-27T22:00:00Z"}
        return self.table(self.noise, {"id": self.one(["all", "all", "all", "staff", "odd"])}, optional)

    def credentials(self, name: str, number: int) -> list[Raw]:
        own = {
            "id": f"{name}-card",
            "format": "H10301",
            "facility": 1,
            "number": number,
            "assurance": "copyable" if self.random.random() < self.noise else "pki",
            "state": "suspended" if self.random.random() < self.noise else "active",
        }
        fob_state = "active" if name == "p2" else "lost"
        return [
            own,
            {"id": f"{name}-fob", "format": "EM4100", "number": "0a", "assurance": "pki", "state": fob_state},
        ]

    def visit(self, name: str) -> Raw:
        visit: Raw = {
            "id": f"{name}-visit",
            "from": "2026-03-27T00:00:00Z",
            "until": self.one(["2026-03-27T22:00:30Z", "2026-04-27T00:00:00Z", "2026-04-27T00:00:00Z"]),
            "zones": ["hall", "lab", "vault"],
            "escorts": self.some(PEOPLE, 1),
        }
        return self.table(
            0.3,
            visit,
            {"state": self.one(["approved"] * 4 + ["cancelled"]), "items": self.one(["none", "open"])},
        )

    def lines(self, length: int) -> list[Raw]:
        """In time order, mostly seconds apart; now and then one that must be refused."""
        now, found = START, []
        for number in range(length):
            gap = self.one([0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 5.000001, 10] * 3 + [30, 3600, 7 * 3600, -1])
            now += timedelta(seconds=gap)
            found.append({"id": number, "at": now.isoformat()} | self.said())
        return found

    def said(self) -> Raw:
        if self.following:
            return self.following.pop(0)
        kind = self.random.random()
        here = self.reader.rpartition("-")[0]
        if kind < 0.66:
            return self.read()
        if kind < 0.80:
            return {"opened": self.one([here, here, here, *PORTALS])}
        if kind < 0.94:
            return {"closed": self.one([here, here, here, *PORTALS])}
        if kind < 0.98:
            return {"set": self.change()}
        return self.one(
            [{"opened": "nowhere"}, {"set": {"forgive": "nobody"}}, {"set": {"lift": ["lab", "x"]}}]
        )

    def read(self) -> Raw:
        if self.random.random() < 0.35:
            self.reader = self.one(READERS)
        portal = self.reader.rpartition("-")[0]
        if self.random.random() < 0.4:
            self.following = [{"opened": portal}, {"closed": portal}][: self.one([1, 2, 2, 2])]
        card = self.one([*CARDS * 5, SHARED, STRANGE])
        read: Raw = {"reader": self.reader, "credential": card}
        if self.random.random() < 0.8:
            read["pin"] = self.one(["1234", "1234", "1239", "1239", "1235", "1230", "0000"])
        if self.random.random() < 0.8:
            read["biometric"] = self.one(["match"] * 6 + ["no_match"])
        return read

    def change(self) -> Raw:
        targets = self.random.sample([*ZONES, *PORTALS], 1)
        return self.one(
            [
                {"lockdown": targets},
                {"lift": self.some([*ZONES, *PORTALS])},
                {"lift": [*ZONES, *PORTALS]},
                {
                    "credential": self.one(["p1-card", "p2-card", "v1-card"]),
                    "state": self.one(["active", "lost"]),
                },
                {"threat": self.one(["high", "low"]), "zones": self.some(ZONES)},
                {"threat": None, "zones": list(ZONES)},
                {"forgive": self.one(PEOPLE)},
                {
                    "day": self.one(["2026-03-27", "2026-03-28", "2026-03-29"]),
                    "as": self.one(["mon", "fri", "sat", "holiday"]),
                },
            ]
        )
