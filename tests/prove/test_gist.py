"""A breach in one line of an alarm: by ids and doors, in both languages, whole or without its beginning."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from gate.domain.invariant import Always, Who
from gate.domain.person import Person, PersonKind
from gate.domain.text import Text
from gate.domain.words.machines.said import machine_said
from gate.policy.prove import Breach, NoWayOut, Passing
from gate.policy.prove.gist import LONGEST, gist_of
from gate.policy.prove.graph import How
from tests.prove.museum import ANYONE, museum, never
from web.words.causes import cause
from web.words.names import Names

MUSEUM = museum(never(ANYONE))
ARCHIVE = replace(MUSEUM.zones["archive"], name=Text("Archive", "档案室"))
SITE = replace(MUSEUM, zones={**MUSEUM.zones, "archive": ARCHIVE})
ALWAYS = Always(id="out", who=Who(word="anyone"), start="*", reaches="out")
LATIN = re.compile(r"[A-Za-z]{3,}")


def breach(kind: PersonKind, *steps: tuple[str, str, str]) -> Breach:
    """A way by these (source, portal, target)."""
    at = datetime(2026, 6, 1, tzinfo=UTC)
    way = tuple(Passing(portal=p, source=s, target=t, how=How.ENTRY, at=at) for s, p, t in steps)
    return Breach(
        invariant=never(ANYONE), person=Person(id="p1", name="Chen Wei", kind=kind), way=way, others=("p2",)
    )


SHORT = (("out", "front", "lobby"), ("lobby", "inner", "archive"))


@pytest.mark.parametrize("kind", PersonKind)
def test_a_way_by_ids_alone(kind: PersonKind) -> None:
    assert gist_of(breach(kind, *SHORT)) == f"{kind.value} p1: out —front→ lobby —inner→ archive"


@pytest.mark.parametrize("count", range(1, 12))
def test_a_long_way_keeps_its_end(count: int) -> None:
    steps = [(f"zone-{n}", f"the-door-{n}", f"zone-{n + 1}") for n in range(count)]
    doors = [f" —{door}→ {target}" for _, door, target in steps]
    whole = "visitor p1: zone-0" + "".join(doors)
    kept = [whole, *("visitor p1: …" + "".join(doors[start:]) for start in range(1, count))]
    assert gist_of(breach(PersonKind.VISITOR, *steps)) == next(each for each in kept if len(each) <= LONGEST)


@pytest.mark.parametrize(
    ("comes_to", "said", "chinese"),
    [
        (("vault",), "one comes nowhere", "从 vault 用把手或硬接线按钮无法到达任何区域"),
        (
            ("vault", "lab", "hall"),
            "one comes to lab, hall only",
            "从 vault 用把手或硬接线按钮只能到达 lab, hall",
        ),
    ],
)
def test_no_way_out(comes_to: tuple[str, ...], said: str, chinese: str) -> None:
    gist = gist_of(NoWayOut(invariant=ALWAYS, zones=("vault", "safe"), comes_to=comes_to, doors=()))
    assert gist == f"from vault by handle or hard-wired button {said}"
    assert machine_said(gist, "zh") == chinese


@pytest.mark.parametrize("kind", PersonKind)
def test_the_way_in_chinese_where_no_names_are_known(kind: PersonKind) -> None:
    said = machine_said(gist_of(breach(kind, *SHORT)), "zh")
    assert said.endswith(" p1：out —front→ lobby —inner→ archive")
    assert not LATIN.search(said.partition(" p1")[0])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Chen Wei: Outside —Front→ Lobby —Inner→ Archive"),
        ("zh", "陈伟：室外 —Front→ Lobby —Inner→ 档案室"),
    ],
)
def test_the_way_with_names_on_a_page(language: str, said: str) -> None:
    people: dict[str, Any] = {"p1": Person(id="p1", name="Chen Wei", name_zh="陈伟")}
    assert cause(gist_of(breach(PersonKind.EMPLOYEE, *SHORT)), Names(SITE, people, language)) == said
