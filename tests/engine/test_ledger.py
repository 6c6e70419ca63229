"""Which numbers are known, and up to where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.engine.ledger import MOST_MISSING, Ledger


def test_a_mark_of_the_store_counts() -> None:
    ledger = Ledger({("a", 1): 5})
    assert [ledger.knows("a", 1, seq) for seq in (1, 5, 6)] == [True, True, False]
    assert not ledger.knows("a", 2, 1)
    assert ledger.upto("a", 1) == 5
    assert ledger.upto("b", 1) == 0


def test_a_gap_that_was_closed_is_still_open_for_a_late_comer() -> None:
    ledger = Ledger({})
    assert ledger.take("a", 1, 4, oldest_kept=True) == 4
    assert not ledger.knows("a", 1, 2)
    assert ledger.take("a", 1, 2) == 4
    assert ledger.knows("a", 1, 2)


def test_one_event_can_stand_for_several() -> None:
    ledger = Ledger({})
    ledger.take("a", 1, 1)
    assert ledger.take("a", 1, 5, stands_for=4) == 5
    assert ledger.knows("a", 1, 3)


def test_what_the_store_has_beyond_a_gap_is_known() -> None:
    ledger = Ledger({("a", 1): 5}, [("a", 1, 7, 9), ("a", 1, 11, 11)])
    assert [seq for seq in range(4, 13) if ledger.knows("a", 1, seq)] == [4, 5, 7, 8, 9, 11]
    assert ledger.take("a", 1, 6) == 9
    assert ledger.take("a", 1, 10) == 11


@pytest.mark.parametrize("count", [0, -5, 10**12])
def test_a_strange_count_of_dropped_events_costs_nothing(count: int) -> None:
    ledger = Ledger({})
    assert ledger.take("a", 1, 10**9, stands_for=count) == (10**9 if count > 0 else 0)
    assert ledger.knows("a", 1, 10**9)


def test_a_long_gap_is_closed_at_once_and_its_end_still_taken() -> None:
    ledger = Ledger({})
    assert ledger.take("a", 1, 10**9, oldest_kept=True) == 10**9
    assert not ledger.knows("a", 1, 10**9 - MOST_MISSING)
    assert ledger.knows("a", 1, 10**9 - MOST_MISSING - 1)


def test_a_gap_is_closed_below_a_repeat() -> None:
    ledger = Ledger({})
    assert ledger.take("a", 1, 4) == 0
    ledger.close_gap("a", 1, 4)
    assert ledger.upto("a", 1) == 4


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 5), st.booleans()), max_size=30))
def test_as_a_set_of_numbers_would(steps: list[tuple[int, int, bool]]) -> None:
    ledger, known, upto = Ledger({}), set[int](), 0
    for seq, stands_for, oldest in steps:
        covered = set(range(max(1, seq - stands_for + 1), seq + 1))
        known |= covered
        if oldest:
            upto = max(upto, min(covered) - 1)
        while upto + 1 in known:
            upto += 1
        assert ledger.take("a", 1, seq, stands_for=stands_for, oldest_kept=oldest) == upto
        assert {n for n in range(1, 40) if ledger.knows("a", 1, n)} == known


@given(st.permutations(range(1, 12)))
def test_in_whatever_order_they_come_all_are_known_in_the_end(order: list[int]) -> None:
    ledger, seen = Ledger({}), set[int]()
    for seq in order:
        assert not ledger.knows("a", 1, seq)
        upto = ledger.take("a", 1, seq)
        seen.add(seq)
        assert set(range(1, upto + 1)) <= seen, "never further than what is known"
        assert upto + 1 not in seen, "and as far as that"
        assert ledger.knows("a", 1, seq)
    assert upto == 11
