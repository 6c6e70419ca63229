"""PINs: sealed on the wire, judged by verifier."""

import os
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.domain.decision import PinVerdict
from gate.domain.pin import duress_pin, judge_digits, pin_context
from gate.keys.box import Box
from gate.keys.errors import SealError
from gate.keys.pins import judge_own, judge_pin, open_pin, person_key, pin_verifier, seal_pin

KEY = bytes(range(32))
BOX = Box(KEY)
HERE = pin_context("cabinet-1/3/17", "rdr-archive-in")
PINS = st.text("0123456789", min_size=4, max_size=12)


@given(digits=st.text("0123456789*#", max_size=15))
def test_a_sealed_pin_opens_to_what_was_typed(digits: str) -> None:
    assert open_pin(BOX, seal_pin(BOX, digits, HERE), HERE) == digits


@given(one=PINS, other=PINS)
def test_a_sealed_pin_tells_neither_digits_nor_length(one: str, other: str) -> None:
    assert len(seal_pin(BOX, one, HERE)) == len(seal_pin(BOX, other, HERE))
    assert seal_pin(BOX, one, HERE) != seal_pin(BOX, one, HERE)


@pytest.mark.parametrize(
    "context", [pin_context("cabinet-1/3/18", "rdr-archive-in"), pin_context("cabinet-1/3/17", "x")]
)
def test_a_sealed_pin_does_not_open_in_another_read_or_at_another_reader(context: str) -> None:
    with pytest.raises(SealError):
        open_pin(BOX, seal_pin(BOX, "4821", HERE), context)


SEALED = seal_pin(BOX, "4821", HERE)


@given(place=st.integers(0, 59), letter=st.sampled_from(ascii_letters + digits + "-_="))
def test_a_changed_box_does_not_open(place: int, letter: str) -> None:
    changed = SEALED[:place] + letter + SEALED[place + 1 :]
    if changed != SEALED:
        with pytest.raises(SealError):
            open_pin(BOX, changed, HERE)


def test_the_spare_bits_of_the_last_letter_are_none_to_play_with() -> None:
    """44 bytes are 58 letters and four bits of one more: three other spellings say the same bytes."""
    alphabet = ascii_uppercase + ascii_lowercase + digits + "-_"
    place = alphabet.index(SEALED[58])
    others = [alphabet[place ^ spare] for spare in (1, 2, 3)]
    for letter in others:
        with pytest.raises(SealError):
            open_pin(BOX, SEALED[:58] + letter + "=", HERE)


@pytest.mark.parametrize("rubbish", ["", "AAAA", "not base64!", "é"])
def test_rubbish_is_refused(rubbish: str) -> None:
    with pytest.raises(SealError):
        open_pin(BOX, rubbish, HERE)


def test_another_key_does_not_open() -> None:
    with pytest.raises(SealError):
        open_pin(Box(os.urandom(32)), seal_pin(BOX, "4821", HERE), HERE)


@pytest.mark.parametrize("typed", ["0" * 16, "12é4"])
def test_what_no_keypad_sends_is_refused_without_showing_it(typed: str) -> None:
    with pytest.raises(ValueError) as fault:
        seal_pin(BOX, typed, HERE)
    assert typed not in str(fault.value)


@given(own=PINS, typed=st.text("0123456789*#", max_size=13))
def test_verifiers_judge_as_the_digits_would(own: str, typed: str) -> None:
    """Policy.md, "PIN", against the plain comparison of the domain."""
    kept = pin_verifier(KEY, "p1", own)
    assert judge_pin(KEY, "p1", kept, typed) is judge_digits(own, typed)
    assert judge_pin(KEY, "p1", kept, own) is PinVerdict.RIGHT
    assert judge_pin(KEY, "p1", kept, duress_pin(own)) is PinVerdict.DURESS


@pytest.mark.parametrize(("own", "duress"), [("4821", "4822"), ("4829", "4820"), ("9999", "9990")])
def test_duress_wraps(own: str, duress: str) -> None:
    assert judge_pin(KEY, "p1", pin_verifier(KEY, "p1", own), duress) is PinVerdict.DURESS


def test_no_pin_typed_or_none_set() -> None:
    assert judge_pin(KEY, "p1", pin_verifier(KEY, "p1", "4821"), None) is PinVerdict.ABSENT
    assert judge_pin(KEY, "p1", None, "4821") is PinVerdict.UNSET
    assert judge_pin(KEY, "p1", None, None) is PinVerdict.ABSENT


def test_verifiers_of_two_people_with_one_pin_differ_and_do_not_cross() -> None:
    kept = pin_verifier(KEY, "p1", "4821")
    assert kept != pin_verifier(KEY, "p2", "4821")
    assert judge_pin(KEY, "p2", kept, "4821") is PinVerdict.WRONG
    assert judge_own(person_key(KEY, "p1"), kept, "4821") is PinVerdict.RIGHT
    assert judge_own(person_key(KEY, "p2"), kept, "4821") is PinVerdict.WRONG


@pytest.mark.parametrize("digits", ["", "123", "1" * 13, "12a4", "٤٨٢١"])
def test_an_unfit_pin_gets_no_verifier(digits: str) -> None:
    with pytest.raises(ValueError, match="4 to 12 digits"):
        pin_verifier(KEY, "p1", digits)
