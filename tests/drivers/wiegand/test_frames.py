"""Formats that are more than runs of bits: EM4100, FASC-N, ioProx, raw, and the keys of a Wiegand keypad."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.wiegand import decode, decode_card, encode
from drivers.wiegand.em4100 import printed_forms
from drivers.wiegand.keys import KEYS, burst, key_of
from gate.domain.card import CardNumber

FOLDER = Path(__file__).parents[2] / "vectors/wiegand"
EM = json.loads((FOLDER / "em4100.json").read_text())["vectors"]
FASCN = json.loads((FOLDER / "fascn.json").read_text())
IOPROX = json.loads((FOLDER / "ioprox_xsf.json").read_text())["vectors"]
KEYPAD = json.loads((FOLDER / "keypad_burst.json").read_text())
NAMES = {"unique_tag_id_bit_reversed": "unique_tag_id"}


def bits_of(text: str, length: int) -> str:
    return f"{int(text, 16):0{length}b}"


@pytest.mark.parametrize("vector", EM, ids=lambda v: v["name"])
class TestEm4100:
    def test_frame(self, vector: dict[str, Any]) -> None:
        assert bits_of(vector["frame_hex"], 64) == vector["frame_bits"]
        assert decode_card(vector["frame_bits"]) == (CardNumber(format="EM4100", number=vector["id"]), "")
        assert encode("EM4100", None, vector["id"]) == vector["frame_bits"]

    def test_printed_forms(self, vector: dict[str, Any]) -> None:
        came = printed_forms(vector["id"])
        for name, text in vector["printed_forms"].items():
            assert came[NAMES.get(name, name)] == text


@given(st.integers(0, 63), st.integers(0, (1 << 40) - 1))
def test_one_flipped_bit_is_never_another_em4100(at: int, number: int) -> None:
    bits = encode("EM4100", None, number)
    flipped = bits[:at] + ("1" if bits[at] == "0" else "0") + bits[at + 1 :]
    assert decode(flipped, ["EM4100"]).matches == ()


@pytest.mark.parametrize("number", ["", "62E308", "62E3086CEDFF", "62E3086CEX"])
def test_only_ten_hex_digits_have_printed_forms(number: str) -> None:
    with pytest.raises(ValueError):
        printed_forms(number)


def test_fascn_published() -> None:
    (vector,) = FASCN["vectors"]
    bits = bits_of(vector["hex"], 200)
    (match,) = decode(bits).matches
    assert (match.format, match.number) == ("FASC-N", "0032-0001-092446-0-1")
    more = dict(match.more)
    assert (
        f"{more['agency']:04d}-{more['system']:04d}-{more['credential']:06d}-0-1-{more['person']}"
        == (vector["text"])
    )
    assert encode("FASC-N", None, "0032-0001-092446-0-1", {"person": 1112223333112232}) == bits


@pytest.mark.parametrize(
    ("at", "why"),
    [(4, "odd parity of character 1"), (5, "odd parity of character 2"), (199, "odd parity of character 40")],
)
def test_fascn_with_a_wrong_bit(at: int, why: str) -> None:
    bits = bits_of(FASCN["vectors"][0]["hex"], 200)
    flipped = bits[:at] + ("1" if bits[at] == "0" else "0") + bits[at + 1 :]
    card, came = decode_card(flipped, ["FASC-N"])
    assert card is None
    assert why in came


def test_fascn_with_two_wrong_bits_of_one_character() -> None:
    bits = bits_of(FASCN["vectors"][0]["hex"], 200)
    swapped = bits[:5] + "10000" + bits[10:]  # the first digit as 1: its own parity is right
    assert decode_card(swapped, ["FASC-N"]) == (None, "FASC-N: the check character at the end is wrong")
    letter = bits[:5] + "11010" + bits[10:]
    assert decode_card(letter, ["FASC-N"]) == (None, "FASC-N: character 2 is 11010, expected a digit")


def test_ioprox_published() -> None:
    frame, inside = IOPROX
    bits = bits_of(frame["hex"], 64)
    (match,) = decode(bits).matches
    assert (match.format, match.facility, match.number, match.more) == ("ioProx", 1, 1337, (("version", 1),))
    assert encode("ioProx", 1, 1337) == bits
    facility, version, high, low = bytes.fromhex(inside["hex"])
    (other,) = decode(encode("ioProx", facility, high << 8 | low, {"version": version}), ["ioProx"]).matches
    assert (other.facility, other.number) == (101, 1337)


@given(st.integers(0, 63), st.integers(0, 255), st.integers(0, 65535))
def test_one_flipped_bit_is_never_another_ioprox(at: int, facility: int, number: int) -> None:
    bits = encode("ioProx", facility, number)
    flipped = bits[:at] + ("1" if bits[at] == "0" else "0") + bits[at + 1 :]
    assert decode(flipped, ["ioProx"]).matches == ()


@given(st.text(alphabet="01", min_size=1, max_size=512))
def test_raw_keeps_every_bit(bits: str) -> None:
    card, why = decode_card(bits, ["raw"])
    assert card is not None
    assert why == ""
    assert encode("raw", None, card.number) == bits


def test_raw_is_never_a_guess() -> None:
    assert decode_card("1" * 31) == (None, "no format has 31 bits")
    bits = encode("H10301", 123, 4567)
    card, why = decode_card(bits, ["H10301", "raw"])
    assert card is None
    assert "fit H10301 and raw" in why


@pytest.mark.parametrize(
    ("name", "facility", "number", "why"),
    [
        ("raw", None, "26", "expected BITS-HEX"),
        ("raw", None, "4-FF", "FF has more than 4 bits"),
        ("ioProx", None, 1, "expected facility 0 to 255"),
        ("ioProx", 256, 1, "expected facility 0 to 255"),
        ("FASC-N", None, "32-1-92446-0-1", "expected AAAA-SSSS-CCCCCC-C-I"),
        ("FASC-N", None, "0032-0001-09244x-0-1", "expected digits alone"),
        ("EM4100", None, 1 << 40, "number must be 0 to 1099511627775"),
    ],
)
def test_what_cannot_be_encoded(name: str, facility: int | None, number: int | str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        encode(name, facility, number)


@pytest.mark.parametrize("vector", KEYPAD["vectors"], ids=lambda v: v["name"])
def test_keys_published(vector: dict[str, Any]) -> None:
    assert key_of(vector["bits"]) == vector["key"]
    assert burst(vector["key"], len(vector["bits"])) == vector["bits"]


@pytest.mark.parametrize("length", [4, 8])
def test_every_key_has_the_published_burst(length: int) -> None:
    for key in KEYS:
        assert burst(key, length) == KEYPAD[f"burst{length}"]["bits"][key]
        assert key_of(burst(key, length)) == key


@given(st.text(alphabet="01", max_size=10))
def test_bits_that_are_no_key(bits: str) -> None:
    known = {burst(key, length) for key in KEYS for length in (4, 8)}
    assert (key_of(bits) is not None) == (bits in known)


@pytest.mark.parametrize(("key", "length"), [("A", 4), ("", 4), ("12", 8), ("1", 5)])
def test_no_burst(key: str, length: int) -> None:
    with pytest.raises(ValueError, match="expected one of"):
        burst(key, length)
