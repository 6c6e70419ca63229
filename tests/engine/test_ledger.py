"""Which numbers are known, and up to where."""

from hypothesis import given
from hypothesis import strategies as st

from gate.engine.ledger import Ledger


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
