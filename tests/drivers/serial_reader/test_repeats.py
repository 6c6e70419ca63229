"""One read for a card that stays."""

import pytest

from drivers.serial_reader.repeats import RepeatFilter


@pytest.mark.parametrize(("gap", "fresh"), [(0.299, False), (0.3, True), (0.301, True)])
def test_the_window(gap: float, fresh: bool) -> None:
    repeats = RepeatFilter(window=0.3)
    assert repeats.fresh("A", 0.0)
    assert repeats.fresh("A", gap) is fresh


def test_a_card_that_stays_a_minute_is_one_read() -> None:
    repeats = RepeatFilter(window=0.3)
    assert [repeats.fresh("A", n * 0.065) for n in range(900)].count(True) == 1


def test_cards_that_answer_in_turn_are_one_read_each() -> None:
    repeats = RepeatFilter(window=0.3)
    assert [repeats.fresh(card, n * 0.065) for n, card in enumerate("ABABAB")] == [True, True] + [False] * 4


def test_memory_is_bounded() -> None:
    repeats = RepeatFilter(window=0.3)
    for n in range(1000):
        repeats.fresh(str(n), 0.0)
    assert len(repeats._last) == 16
