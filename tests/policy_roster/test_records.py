"""What goes into a roster comes out of it, and is found by id, credential and card."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.domain.card import CardNumber
from gate.domain.credential import Credential, CredentialState
from gate.domain.level import Assurance, Clearance
from gate.domain.person import Membership, Person, PersonKind
from gate.domain.visit import Items, Visit, VisitState
from gate.policy import compile_site
from gate.policy.holder import compile_person
from gate.policy.roster import BadRoster, Roll, Roster, build_roster
from gate.policy.roster.roster import EMPTY
from tests.policy.build import site
from tests.policy.lab import SITE

BUILT = compile_site(site(SITE))
INSTANTS = st.datetimes(datetime(1970, 1, 2), datetime(2400, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TEXTS = st.text(max_size=8)
NAMES = st.sampled_from(["all", "hall", "lab", "nowhere", "访客"])
CARDS = st.builds(
    CardNumber,
    format=st.sampled_from(["H10301", "EM4100"]),
    number=st.sampled_from(["1", "2", "0A"]),
    facility=st.sampled_from([None, 0, 1, 2**40]),
)
PEOPLE = st.lists(
    st.builds(
        Person,
        id=st.text(min_size=1, max_size=6),
        name=TEXTS,
        name_zh=st.none() | TEXTS,
        kind=st.sampled_from(PersonKind),
        clearance=st.sampled_from(Clearance),
        starts=st.none() | INSTANTS,
        ends=st.none() | INSTANTS,
        memberships=st.lists(
            st.builds(
                Membership,
                group=NAMES,
                id=TEXTS,
                reason=TEXTS,
                approved_by=st.none() | TEXTS,
                starts=st.none() | INSTANTS,
                ends=st.none() | INSTANTS,
            ),
            max_size=3,
        ).map(tuple),
        prerequisites=st.dictionaries(NAMES, st.none() | st.dates(), max_size=3),
        credentials=st.lists(
            st.builds(
                Credential,
                id=TEXTS,
                card=CARDS,
                kind=TEXTS,
                assurance=st.sampled_from(Assurance),
                state=st.sampled_from(CredentialState),
            ),
            max_size=3,
        ).map(tuple),
        visits=st.lists(
            st.builds(
                Visit,
                id=TEXTS,
                starts=INSTANTS,
                ends=INSTANTS,
                zones=st.lists(NAMES, max_size=3).map(tuple),
                host=st.none() | TEXTS,
                escorts=st.lists(TEXTS, max_size=2).map(tuple),
                state=st.none() | st.sampled_from(VisitState),
                items=st.sampled_from(Items),
            ),
            max_size=2,
        ).map(tuple),
        pin=st.none() | TEXTS,
        extended_time=st.booleans(),
        company=TEXTS,
        department=TEXTS,
    ),
    max_size=6,
    unique_by=lambda person: person.id,
)
ANN = Person(id="ann", name="Ann")


@settings(max_examples=150, deadline=None)
@given(everyone=PEOPLE)
def test_people_come_back_whole(everyone: list[Person]) -> None:
    roster = Roster.of({name: bytes(part) for name, part in build_roster(everyone).parts().items()})
    assert len(roster) == len(everyone)
    assert [roster.person(place) for place in range(len(roster))] == everyone
    assert [roster.place_of(each.id) for each in everyone] == list(range(len(everyone)))
    assert roster.place_of("somebody else") is None


@settings(max_examples=150, deadline=None)
@given(everyone=PEOPLE, card=CARDS)
def test_the_rules_see_what_they_see_of_a_person_put(everyone: list[Person], card: CardNumber) -> None:
    roll = Roll(BUILT, build_roster(everyone))
    for place, person in enumerate(everyone):
        compiled, read = compile_person(person, BUILT, place), roll.holder(place)
        for name in ("id", "order", "visitor", "clearance", "starts", "ends", "groups", "timed", "stays"):
            assert getattr(read, name) == getattr(compiled, name), name
        assert read.prerequisites == compiled.prerequisites
        assert (read.extended_time, read.person) == (person.extended_time, person)
    found = [(token.holder.id, token.id, token.state, token.assurance) for token in roll.find(card)]
    assert found == [
        (person.id, each.id, each.state, each.assurance)
        for person in everyone
        for each in person.credentials
        if each.card == card
    ]


def test_many_groups_and_prerequisites_have_room() -> None:
    groups = tuple(Membership(group=f"g{number}") for number in range(200))
    asked = {f"x{number}": date(2026, 1, 1) for number in range(40)}
    person = replace(ANN, memberships=groups, prerequisites=asked)
    roster = build_roster([person])
    assert roster.person(0) == person
    assert len(Roll(BUILT, roster).holder(0).prerequisites) == 40


def test_a_text_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="fits into a record; .* <= 65535"):
        build_roster([replace(ANN, name="x" * 65_536)])
    assert build_roster([replace(ANN, name="x" * 65_535)]).person(0).name == "x" * 65_535


def test_nobody_is_a_roster() -> None:
    assert len(EMPTY) == len(build_roster([])) == 0
    assert EMPTY.place_of("ann") is None


@pytest.mark.parametrize(
    ("name", "block", "says"),
    [
        ("words", b"{}", "list of texts"),
        ("words", b"[", "JSON list"),
        ("starts", b"1234567", "64-bit words"),
        ("records", b"", "records: expected"),
        ("by_card", bytes(24), "power of two"),
        ("by_person", bytes(8), "power of two"),
    ],
)
def test_blocks_that_do_not_belong_together(name: str, block: bytes, says: str) -> None:
    parts = {each: bytes(part) for each, part in build_roster([ANN]).parts().items()}
    with pytest.raises(BadRoster, match=says):
        Roster.of(parts | {name: block})


def test_a_missing_block() -> None:
    with pytest.raises(BadRoster, match="by_card"):
        Roster.of({name: bytes(part) for name, part in EMPTY.parts().items() if name != "by_card"})
