"""The five theorems of docs/policy.md as properties of random stories."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.domain.decision import Biometric, Decision, PinVerdict, Request
from gate.policy import World
from gate.policy.lines import answer_lines
from tests.policy.build import PinJudge, answers, person, site, world
from tests.policy.worlds import READERS, Story, story

Raw = dict[str, Any]
SEEDS = st.integers(min_value=0, max_value=2**48)


def entries(told: Story, raw_site: Raw, people: list[Raw]) -> list[Raw]:
    """The entries that are granted."""
    given = answers(raw_site, people, told.lines)
    return [each for each in given if each.get("kind") == "entry" and each["result"] == "granted"]


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
@pytest.mark.regime("A3")
def test_default_deny(seed: int) -> None:
    """1: nothing configured, nobody enters."""
    told = story(seed)
    raw = deepcopy(told.site)
    for group in raw["groups"]:
        group["grants"] = []
    assert entries(told, raw, [each | {"visits": []} for each in told.people]) == []


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_deny_beats_grant(seed: int) -> None:
    """2: whom a deny names stays out of the zone and of those inside it, whatever grants and visits say."""
    told = story(seed)
    raw = deepcopy(told.site)
    denied = told.site["zones"][seed % len(told.site["zones"])]["id"]
    deny = {"id": "deny-all", "zones": [denied], "schedule": "always"}
    raw["groups"].append({"id": "outcasts", "denies": [deny]})
    people = [each | {"groups": [*each["groups"], {"id": "outcasts"}]} for each in told.people]
    inside = {zone for zone in site(raw).zones if denied in site(raw).zones_around(zone)}
    portals = {portal.id: portal for portal in site(raw).portals.values()}
    for each in entries(told, raw, people):
        assert not inside.issuperset(portals[each["portal"]].between), each


def asked(told: Story, raw_site: Raw, rows_of: World) -> dict[tuple[str, str], Decision]:
    """Everybody at every reader, at the end of the story, on a site with the same moving state; nobody waits."""
    asking = world(raw_site, told.people)
    asking.restore(row for row in rows_of.drain() if row.kind != "wait")
    now = max(datetime.fromisoformat(line["at"]) for line in told.lines)
    requests = {
        (reader, each["id"]): Request(
            id=0,
            at=now,
            reader=reader,
            card=person(each).credentials[0].card,
            pin=PinVerdict.RIGHT,
            biometric=Biometric.MATCH,
        )
        for reader in READERS
        for each in told.people
    }
    return {key: asking.decide(request) for key, request in requests.items()}


def lived(told: Story) -> World:
    """A world after the story."""
    living = world(told.site, told.people)
    list(answer_lines(living, PinJudge(told.people), map(json.dumps, told.lines)))
    return living


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_removing_a_grant_never_grants(seed: int) -> None:
    """3: who is granted without a grant is granted with it."""
    told = story(seed)
    raw = deepcopy(told.site)
    carrying = [group for group in raw["groups"] if group["grants"]]
    grants = carrying[seed % len(carrying)]["grants"]
    grants.pop(seed % len(grants))
    fewer, more = asked(told, raw, lived(told)), asked(told, told.site, lived(told))
    for key, decision in fewer.items():
        assert more[key].granted or not decision.granted, key


def shuffled(told: Story, random: Random) -> Raw:
    """The same site with every list in another order, and rules and prerequisites said twice."""
    raw = deepcopy(told.site)
    for part in ("zones", "schedules", "groups", "threat_levels", "portals", "interlocks"):
        random.shuffle(raw[part])
    for group in raw["groups"]:
        for rules in (group.get("grants", []), group.get("denies", [])):
            rules.extend(random.choices(rules, k=2) if rules else [])
            random.shuffle(rules)
            for rule in rules:
                rule["zones"] = random.sample(rule["zones"] * 2, 2 * len(rule["zones"]))
    for schedule in raw["schedules"]:
        schedule["windows"] = random.sample(schedule["windows"] * 2, 2 * len(schedule["windows"]))
    return raw


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_order_and_repeats_do_not_matter(seed: int) -> None:
    """4: the same answers whatever the order of the file, with rules said twice."""
    told = story(seed)
    given = [each | {"policy": ""} for each in answers(told.site, told.people, told.lines)]
    again = [each | {"policy": ""} for each in answers(shuffled(told, Random(seed)), told.people, told.lines)]
    assert again == given


BROKEN = (
    "{",
    "[]",
    '{"id": 1}',
    '{"id": 1, "at": "2026-03-27T22:00:00", "opened": "lab-door"}',
    '{"id": 1, "at": "2026-03-27T21:00:00Z", "opened": "lab-door"}',
    '{"id": 1, "at": "2099-03-27T22:00:00Z", "opened": "no-door"}',
    '{"id": 1, "at": "2099-03-27T22:00:00Z", "set": {"lockdown": ["lab", "nowhere"]}}',
    '{"id": 1, "at": "2099-03-27T22:00:00Z", "set": {"forgive": "p1", "lift": ["lab"]}}',
    '{"id": 1, "at": "2099-03-27T22:00:00Z", "reader": "no-reader", "credential": {"format": "x", "number": 1}}',
)


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_an_error_grants_and_changes_nothing(seed: int) -> None:
    """5: a line that cannot be accepted has an error for an answer, and the others' answers stay the same."""
    told, random = story(seed), Random(seed)
    broken: list[Raw | str] = []
    for line in told.lines:
        if random.random() < 0.3:
            broken.append(random.choice(BROKEN[:4] if not broken else BROKEN))
        broken.append(line)
    given = answers(told.site, told.people, broken)
    assert [each for each in given if "error" not in each] == [
        each for each in answers(told.site, told.people, told.lines) if "error" not in each
    ]
