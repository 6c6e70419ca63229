"""Invariants kept proved while people change: at every step what a proof from the beginning says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.domain.invariant import Always, Never, Who
from gate.domain.person import Person
from gate.policy import compile_site
from gate.policy.prove import Breach, NoWayOut, Proof, Verdict, Watch, check_invariants
from gate.policy.prove.ground import Ground
from tests.policy import build
from tests.prove.museum import ANYONE, NEAR, VISITOR, museum
from tests.prove.replay import walk
from tests.prove.stories import PEOPLE, Maker, case

SEEDS = st.integers(0, 2**32)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
NO_VISITOR = Never(id="no-visitor", who=VISITOR, reaches="archive")
NOBODY = Never(id="nobody", who=ANYONE, reaches="archive")
OUT = Always(id="out", who=ANYONE, start="*", reaches="out")


@settings(max_examples=8, deadline=None)
@given(SEEDS, SEEDS)
def test_after_every_change_it_says_what_a_proof_from_the_beginning_says(seed: int, steps: int) -> None:
    drawn = case(seed)
    ground = Ground(drawn.site, compile_site(drawn.site))
    people = {each.id: each for each in drawn.people}
    watch = Watch(ground, people.values(), LONG_AGO)
    maker = Maker(Random(steps))
    for _ in range(4):
        people = _change(watch, maker, people, LONG_AGO)
        whole = check_invariants(drawn.site, ground.configuration, people.values(), LONG_AGO)
        assert _kinds(watch.verdicts) == _kinds(whole)
        for verdict in watch.verdicts:
            if isinstance(verdict, Breach):
                walk(drawn.site, tuple(people.values()), verdict)


@settings(max_examples=8, deadline=None)
@given(SEEDS, SEEDS)
def test_as_time_goes_by_it_says_what_one_who_begins_then_says(seed: int, steps: int) -> None:
    drawn = case(seed)
    ground = Ground(drawn.site, compile_site(drawn.site))
    people = {each.id: each for each in drawn.people}
    watch = Watch(ground, people.values(), drawn.times[0])
    maker = Maker(Random(steps))
    for now in drawn.times[::2]:
        people = _change(watch, maker, people, now)
        assert _kinds(watch.verdicts) == _kinds(Watch(ground, people.values(), now).verdicts)
        for verdict in watch.verdicts:
            if isinstance(verdict, Breach):
                assert verdict.way[-1].at >= now
                walk(drawn.site, tuple(people.values()), verdict)


def _change(watch: Watch, maker: Maker, people: dict[str, Person], now: datetime) -> dict[str, Person]:
    """Let some be others; everybody as they are then."""
    changed = {name: _drawn(maker, name, people) for name in maker.few(PEOPLE, 0, 2)}
    watch.change(changed, now)
    return {id_: each for id_, each in {**people, **changed}.items() if each is not None}


def _kinds(verdicts: Iterable[Verdict]) -> list[tuple[type, str]]:
    return [(type(each), each.invariant.id) for each in verdicts]


def _drawn(maker: Maker, name: str, people: dict[str, Person]) -> Person | None:
    """A new file, none, or the old one under another name."""
    known = people.get(name)
    if known is not None and maker.random.random() < 0.2:
        return replace(known, name=f"{known.name}!")
    return None if maker.random.random() < 0.2 else build.person(maker.person(name))


def _proved(watch: Watch) -> list[bool]:
    return [isinstance(each, Proof) for each in watch.verdicts]


def _breach(watch: Watch, place: int) -> Breach:
    """The verdict at that place, which must be one."""
    verdict = watch.verdicts[place]
    assert isinstance(verdict, Breach)
    return verdict


def _watch(*people: Person, **site: Any) -> Watch:
    made = museum(NO_VISITOR, NOBODY, OUT, grants={"curators": GRANT}, **site)
    return Watch(Ground(made, compile_site(made)), people, NEAR)


GRANT: list[Mapping[str, Any]] = [{"id": "g", "zones": ["lobby", "archive"], "schedule": "office"}]


def _person(id_: str, *groups: str, **more: Any) -> Person:
    """Of these groups for ever; ``more``: other keys of a people file."""
    card = {"id": f"{id_}-card", "format": "EM4100", "number": str(len(id_)), "assurance": "protected"}
    return build.person(
        {"id": id_, "credentials": [card], "groups": [{"id": each} for each in groups]} | more
    )


def test_who_joins_a_group_breaches_and_who_leaves_it_does_not() -> None:
    watch = _watch(_person("li"), egress={"front": "mechanical", "inner": "mechanical"})
    assert _proved(watch) == [True, True, True]
    watch.change({"li": _person("li", "curators")}, NEAR)
    assert _proved(watch) == [True, False, True]
    assert _breach(watch, 1).person.id == "li"
    assert _breach(watch, 1).way[-1].at >= NEAR
    watch.change({"li": None}, NEAR)
    assert [each.people for each in watch.verdicts if isinstance(each, Proof)] == [0, 0, 1]


def test_one_of_two_who_breach_goes_and_the_other_stays_shown() -> None:
    watch = _watch(_person("li", "curators"), _person("chen", "curators"))
    watch.change({"li": _person("li")}, NEAR)
    assert (_breach(watch, 1).person.id, _breach(watch, 1).others) == ("chen", ())


def test_a_second_person_on_file_lets_the_first_in() -> None:
    watch = _watch(_person("li", "curators"), zones={"archive": {"two_person": "10s"}})
    assert _proved(watch) == [True, True, True]
    watch.change({"chen": _person("chen", "curators")}, NEAR)
    assert {_breach(watch, 1).person.id, _breach(watch, 1).way[-1].partner} == {"li", "chen"}
    watch.change({"chen": _person("chen")}, NEAR)
    assert _proved(watch) == [True, True, True]


def test_an_escort_named_by_a_visit_lets_the_visitor_in_only_once_they_may_go_there() -> None:
    visit = {
        "id": "w1",
        "from": "2026-06-01T00:00:00Z",
        "until": "2026-06-02T00:00:00Z",
        "zones": ["lobby", "archive"],
        "escorts": ["li"],
    }
    visitor = _person("ana", kind="visitor", visits=[visit])
    watch = _watch(visitor, _person("li"), zones={"archive": {"visitors": "escorted"}})
    assert _proved(watch) == [True, True, True]
    watch.change({"li": _person("li", "curators")}, NEAR)
    assert (_breach(watch, 0).person.id, _breach(watch, 0).way[-1].escort) == ("ana", "li")


def test_a_way_out_that_is_not_there_hangs_on_nobody() -> None:
    watch = _watch(egress={"front": "reader", "inner": "reader"})
    watch.change({"li": _person("li")}, NEAR)
    assert isinstance(watch.verdicts[2], NoWayOut)


def test_the_named_person_alone_is_meant() -> None:
    made = museum(Never(id="not-li", who=Who(person="li"), reaches="archive"), grants={"curators": GRANT})
    watch = Watch(Ground(made, compile_site(made)), (), NEAR)
    watch.change({"chen": _person("chen", "curators")}, NEAR)
    assert _proved(watch) == [True]
    watch.change({"li": _person("li", "curators")}, NEAR)
    assert _breach(watch, 0).person.id == "li"


@pytest.mark.parametrize(("late", "proved"), [(-1, False), (0, True), (1, True)])
def test_what_is_over_breaches_nothing_any_more(late: int, proved: bool) -> None:
    ends = NEAR + timedelta(hours=8)  # the office is open then
    member = {"groups": [{"id": "curators", "until": ends.isoformat()}]}
    watch = _watch(_person("li", **member))
    assert not _proved(watch)[1]
    watch.change({}, ends + timedelta(microseconds=late))
    assert _proved(watch)[1] is proved


def test_who_came_by_a_way_that_is_over_may_have_waited() -> None:
    """The lobby was theirs until noon: whoever went in may be there, and the archive is theirs still."""
    grants: dict[str, list[Mapping[str, Any]]] = {
        "early": [{"id": "e", "zones": ["lobby"], "schedule": "office", "until": NEAR.isoformat()}],
        "keys": [{"id": "k", "zones": ["archive"], "schedule": "office"}],
    }
    made = museum(NOBODY, grants=grants)
    watch = Watch(Ground(made, compile_site(made)), (_person("li", "early", "keys"),), NEAR)
    assert _breach(watch, 0).way[0].at < NEAR <= _breach(watch, 0).way[-1].at
