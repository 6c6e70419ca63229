"""A row has one spelling, whoever writes it: the tree's own code, the native writer, SQLite."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.seal.leaf import NOBODY, Row, row_of, spelt, spelt_row
from gate.store.seal.spelling import SAMPLE, spells_alike, spelt_columns

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
VALUES = st.lists(st.one_of(st.none(), TEXT, st.integers(-(2**63), 2**63 - 1)), max_size=14)
LINE = sqlite3.connect(":memory:")


@given(VALUES)
def test_the_writer_spells_as_the_tree_does(values: list[object]) -> None:
    assert orjson.dumps(values) == spelt(values)


@given(VALUES)
def test_sqlite_spells_as_the_tree_does(values: list[object]) -> None:
    select = f"SELECT CAST(json_array({', '.join('?' * len(values))}) AS BLOB)"
    assert LINE.execute(select, values).fetchone() == (spelt(values),)


@given(VALUES)
def test_nothing_is_spelt_as_something_else(values: list[object]) -> None:
    assert json.loads(spelt(values)) == values


def test_a_number_a_text_and_nothing_are_three_things() -> None:
    assert len({spelt([value]) for value in (1, "1", None, "", "null", 1.0, True)}) == 7


def test_this_sqlite_is_asked_before_it_is_believed() -> None:
    assert spells_alike(LINE.execute)
    spelt_otherwise = sqlite3.connect(":memory:")
    spelt_otherwise.create_function("json_array", len(SAMPLE), lambda *values: json.dumps(values))
    assert not spells_alike(spelt_otherwise.execute)


def test_a_row_comes_back_from_its_spelling() -> None:
    row = Row(
        7, 1, 9, 10, 11, "a", "T", None, "z", None, "r", "{}", "p", None, None, bytes(16), None, bytes(32)
    )
    said = spelt_row(row)
    assert row_of(said) == row
    assert (said.personal, spelt_row(row._replace(person=None, salt=None)).personal) == (
        b'["p",null,null]',
        None,
    )
    erased = spelt_row(row._replace(person=None, salt=None, hidden=bytes(32)))
    assert erased.personal == NOBODY


NUMBER, MAYBE = st.integers(-(2**63), 2**63 - 1), st.none() | TEXT
BYTES = st.none() | st.binary(max_size=32)
KIND = st.sampled_from(["SealKeyIntroduced", "WitnessIntroduced", "RexPressed"])
ROWS = st.tuples(
    *[NUMBER] * 5, TEXT, KIND, *[MAYBE] * 4, TEXT, *[MAYBE] * 3, *[BYTES] * 3
)  # fmt: skip


@given(ROWS)
def test_columns_are_spelt_as_the_tree_does(row: tuple[Any, ...]) -> None:
    assert spelt_columns(row) == spelt_row(Row(*row))


@pytest.mark.parametrize("apart", range(12, 17))
def test_each_thing_of_the_personal_part_makes_one(apart: int) -> None:
    row = (7, 1, 9, 10, 11, "a", "T", None, "z", None, "r", "{}", *[None] * 6)
    assert spelt_columns(row).personal is None
    something = b"x" if apart > 14 else "x"
    assert spelt_columns((*row[:apart], something, *row[apart + 1 :])).personal is not None
