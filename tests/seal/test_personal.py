"""What of an event is personal: every field of every event is judged, and the rest can be read without it."""

from __future__ import annotations

import json
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.bus.convert import converter
from gate.bus.plain import from_json
from gate.domain.events import Event
from gate.domain.personal import PERSONAL
from gate.engine.body import body_texts
from gate.seal.parts import part, whole
from gate.store.read.event_rows import whole_body
from tests.seal.log import some_event

EVENTS = {kind.__name__: kind for kind in get_args(Event)}


def test_every_type_in_the_table_is_an_event() -> None:
    assert PERSONAL.keys() <= EVENTS.keys()


@given(st.randoms(use_true_random=False), st.integers(1, 99))
def test_the_two_parts_are_the_body_again(dice: Any, number: int) -> None:
    event, _ = some_event(dice, number)
    body, personal = body_texts(event)
    assert from_json(type(event), whole_body(body, personal).encode()) == event


@pytest.mark.parametrize("kind", sorted(PERSONAL))
def test_every_path_leads_to_a_field_that_may_be_so_empty(kind: str) -> None:
    for path, empty in PERSONAL[kind].items():
        holder: Any = EVENTS[kind]
        *above, name = path.split(".")
        for each in above:
            holder = get_type_hints(holder)[each]
        converter(get_type_hints(holder)[name]).decode(empty)


@given(st.randoms(use_true_random=False), st.integers(1, 99))
def test_what_is_left_after_an_erasure_is_still_an_event(dice: Any, number: int) -> None:
    event, _ = some_event(dice, number)
    body, personal = body_texts(event)
    from_json(type(event), body.encode())
    assert all(f'"{person}"' not in body for person in ("p1001", "p1002", "p1003"))
    assert personal is None or json.loads(personal).keys() <= PERSONAL[type(event).__name__].keys()


def test_a_path_that_leads_nowhere_is_an_error() -> None:
    with pytest.raises(ValueError, match="an object around 'a.b'"):
        whole({"a": 1}, {"a.b": 2})
    assert part("Unheard", {"person": "p1"}) == {}


WORDS = (
    "person",
    "persons",
    "credential",
    "credentials",
    "card",
    "bits",
    "reason",
    "note",
    "origin",
    "name",
    "badge",
)
"""Fields of these names tell of people, but for:"""

OTHERS = {"InputChanged.name", "SealKeyIntroduced.note"}
"""An input's name and a key's note."""


def test_no_event_has_a_field_about_people_that_stays_public() -> None:
    missing = [
        f"{name}.{field}"
        for name, kind in EVENTS.items()
        for field in kind.__dataclass_fields__
        if field in WORDS and f"{name}.{field}" not in OTHERS and field not in PERSONAL.get(name, {})
    ]
    assert missing == [], "say in gate/domain/personal.py what stands in their place"
