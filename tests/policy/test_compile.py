"""Compiling: what a zone takes over, and sites that cannot be compiled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from gate.domain.group import Grant, Group
from gate.domain.level import Assurance, Clearance
from gate.domain.portal import Interlock
from gate.domain.text import Text
from gate.domain.zone import AntiPassback, Visitors, Zone
from gate.policy import PolicyFaults, compile_site
from gate.policy.instant import length
from gate.policy.rules import ZoneRules
from tests.policy.build import site
from tests.policy.lab import SITE

Raw = dict[str, Any]


def inner(outer: Raw, own: Raw) -> ZoneRules:
    """The rules of a zone with one zone around it."""
    zones = [{"id": "outer", **outer}, {"id": "inner", "parent": "outer", **own}, {"id": "beside"}]
    return compile_site(site({"zones": zones})).zones["inner"]


@pytest.mark.parametrize(
    ("outer", "own", "name", "value"),
    [
        ({}, {}, "min_clearance", Clearance.NONE),
        ({"min_clearance": "core"}, {"min_clearance": "none"}, "min_clearance", Clearance.CORE),
        ({"min_clearance": "none"}, {"min_clearance": "core"}, "min_clearance", Clearance.CORE),
        ({"level": "secret"}, {"min_assurance": "copyable"}, "min_assurance", Assurance.PROTECTED),
        ({"level": "confidential"}, {}, "min_assurance", Assurance.COPYABLE),
        ({"min_assurance": "pki"}, {"level": "secret"}, "min_assurance", Assurance.PKI),
        ({"prerequisites": ["b"]}, {"prerequisites": ["a", "b"]}, "prerequisites", ("a", "b")),
        ({"factors": ["pin"]}, {"factors": ["card"]}, "pin", True),
        ({}, {"factors": ["card", "biometric"]}, "biometric", True),
        ({"factors": ["card"]}, {}, "pin", False),
        ({"banned_devices": ["phone"]}, {}, "bans_devices", True),
        ({"visitors": "never"}, {"visitors": "free"}, "visitors", Visitors.NEVER),
        ({}, {"visitors": "escorted"}, "visitors", Visitors.ESCORTED),
        ({}, {}, "escort_window", length(timedelta(seconds=5))),
        ({"escort_window": "20s"}, {}, "escort_window", length(timedelta(seconds=20))),
        ({"escort_window": "20s"}, {"escort_window": "30s"}, "escort_window", length(timedelta(seconds=20))),
        ({}, {}, "lease", length(timedelta(hours=24))),
        ({"lease": "8h"}, {"lease": "2d"}, "lease", length(timedelta(hours=8))),
        ({"level": "top_secret"}, {}, "sealed", False),
        ({"anti_passback": "hard"}, {}, "anti_passback", AntiPassback.NONE),
        ({"max_occupancy": 1}, {}, "max_occupancy", None),
        ({"two_person": "4s"}, {}, "two_person", False),
        ({"min_occupancy": 2}, {}, "never_alone", False),
        ({}, {"min_occupancy": 2}, "pair_window", length(timedelta(seconds=10))),
        ({}, {"min_occupancy": 2, "two_person": "4s"}, "pair_window", length(timedelta(seconds=4))),
        ({"escort_ratio": 1}, {}, "escort_ratio", 5),
    ],
)
def test_taken_over(outer: Raw, own: Raw, name: str, value: object) -> None:
    assert getattr(inner(outer, own), name) == value


def test_exits_and_entrances() -> None:
    configuration = compile_site(site(SITE))
    assert configuration.zones["lab"].exits == ("lab-out",)
    assert set(configuration.zones["hall"].entrances) == {"front", "labdoor", "vaultdoor"}
    assert configuration.ways["lab-out"].exit
    assert configuration.ways["front-out"].exit
    assert not configuration.ways["lab-in"].exit
    assert configuration.ways["vault-in"].rivals == ("labdoor",)


def test_all_findings_at_once() -> None:
    sound = site(SITE)
    name = Text("x")
    broken = replace(
        sound,
        zones={
            **sound.zones,
            "a": Zone(id="a", name=name, parent="b"),
            "b": Zone(id="b", name=name, parent="a"),
            "c": Zone(id="c", name=name, parent="gone", min_occupancy=3),
            "d": Zone(id="d", name=name, anti_passback=AntiPassback.TIMED),
        },
        groups={"g": Group(id="g", name=name, grants=(Grant(id="r", zones=("gone",), schedule="never"),))},
        portals={**sound.portals, "twin": replace(sound.portals["front"], id="twin", between=("out", "out"))},
        interlocks={"i": Interlock(id="i", portals=("front", "gone"))},
        calendar=replace(sound.calendar, offsets=()),
    )
    with pytest.raises(PolicyFaults) as caught:
        compile_site(broken)
    assert sorted(caught.value.findings) == [
        "calendar: expected at least one UTC offset, got none",
        "group g, rule r: expected a schedule that exists, got 'never'",
        "group g, rule r: expected a zone that exists, got 'gone'",
        "interlock i: expected a portal that exists, got 'gone'",
        "portal twin: expected two different zones, got 'out' twice",
        "reader front-in: expected one portal and direction, got 2",
        "reader front-out: expected one portal and direction, got 2",
        "zone a: expected parents that end, got a circle",
        "zone b: expected parents that end, got a circle",
        "zone c: expected a parent that exists, got 'gone'",
        "zone c: expected min_occupancy 2, got 3",
        "zone d: expected anti_passback_after for timed anti-passback, got none",
    ]
