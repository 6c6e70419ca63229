"""What is made of records is forgotten and made again; nobody can tell."""

from __future__ import annotations

from random import Random

import pytest

from gate.policy import World, compile_site
from gate.policy.roster import build_roster, recent
from gate.policy.roster.recent import Recent
from tests.policy.build import person, site
from tests.policy.lab import SITE, employee, read

CROWD = [employee(f"p{number}", number) for number in range(1, 8)]


def test_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "MOST", 2)
    kept: Recent[str, int] = Recent()
    for number, key in enumerate("abc"):
        assert kept.keep(key, number) == number
    assert list(kept.items()) == [("b", 1), ("c", 2)]


def test_a_crowd_larger_than_what_is_kept_is_judged_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "MOST", 2)
    built, everyone = compile_site(site(SITE)), [person(each) for each in CROWD]
    one_by_one, rolled = World(built, everyone), World(built, build_roster(everyone))
    random = Random(1)
    for second in range(60):
        reader, number = random.choice(["front-in", "lab-in", "front-out"]), random.randint(1, 9)
        asked = [read(world, second, reader, number) for world in (one_by_one, rolled)]
        assert asked[0] == asked[1]
        for world, decision in zip((one_by_one, rolled), asked, strict=True):
            world.record(decision)
