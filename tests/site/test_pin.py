"""The duress rule (policy.md, "PIN") and what counts as a PIN."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.domain.decision import PinVerdict
from gate.domain.pin import duress_pin, fit_pin, judge_digits

DIGITS = st.text("0123456789", min_size=4, max_size=12)


@pytest.mark.parametrize(
    ("own", "duress"), [("4821", "4822"), ("7719", "7710"), ("0000", "0001"), ("9999", "9990")]
)
def test_last_digit_plus_one(own: str, duress: str) -> None:
    assert duress_pin(own) == duress


@pytest.mark.parametrize(
    ("digits", "fits"),
    [
        ("123", False),
        ("1234", True),
        ("123456789012", True),
        ("1234567890123", False),
        ("12a4", False),
        ("١٢٣٤", False),
        ("", False),
    ],
)
def test_four_to_twelve_ascii_digits(digits: str, fits: bool) -> None:
    assert fit_pin(digits) is fits
    if not fits:
        with pytest.raises(ValueError, match="4 to 12 digits") as raised:
            duress_pin(digits)
        assert not digits or digits not in str(raised.value)


@given(DIGITS, DIGITS)
def test_only_two_numbers_open(own: str, typed: str) -> None:
    verdict = judge_digits(own, typed)
    assert (verdict is PinVerdict.RIGHT) == (typed == own)
    assert (verdict is PinVerdict.DURESS) == (typed == duress_pin(own))


@given(DIGITS)
def test_own_and_duress(own: str) -> None:
    assert judge_digits(own, own) is PinVerdict.RIGHT
    assert judge_digits(own, duress_pin(own)) is PinVerdict.DURESS
