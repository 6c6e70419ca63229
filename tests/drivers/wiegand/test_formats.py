"""Card formats against published vectors, and against each other."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.wiegand import BINARY_FORMATS, DEFAULT_FORMATS, FORMATS, decode, decode_card, encode
from drivers.wiegand.card_format import CardFormat
from gate.domain.card import CardNumber

VECTORS = json.loads((Path(__file__).parents[2] / "vectors/wiegand/formats.json").read_text())["vectors"]
NAMES = {"FC": "facility", "CN": "number", "IL": "issue", "OEM": "oem"}


def fields_of(vector: dict[str, Any]) -> dict[str, int]:
    return {NAMES[name]: value for name, value in vector["fields"].items()}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['format']}-{v['bits'][:12]}")
class TestPublished:
    def test_decoded(self, vector: dict[str, Any]) -> None:
        (match,) = decode(vector["bits"], [vector["format"]]).matches
        came: dict[str, int | str] = {"number": match.number, **dict(match.more)}
        if match.facility is not None:
            came["facility"] = match.facility
        assert came == fields_of(vector)

    def test_encoded(self, vector: dict[str, Any]) -> None:
        fields = fields_of(vector)
        facility, number = fields.pop("facility", None), fields.pop("number")
        assert encode(vector["format"], facility, number, fields) == vector["bits"]

    def test_right_aligned_hex_is_the_same_card(self, vector: dict[str, Any]) -> None:
        assert int(vector["hex_right_aligned"], 16) == int(vector["bits"], 2)


@given(st.data())
def test_what_is_encoded_is_decoded(data: st.DataObject) -> None:
    layout = BINARY_FORMATS[data.draw(st.sampled_from(sorted(BINARY_FORMATS)))]
    values = {name: data.draw(st.integers(0, layout.largest(name))) for name in layout.fields}
    facility, number = values.pop("facility", None), values.pop("number")
    (match,) = decode(encode(layout.name, facility, number, values), [layout.name]).matches
    came = int(match.number, 16) if isinstance(match.number, str) else match.number
    assert (match.facility, came, dict(match.more)) == (facility, number, values)


@given(st.data())
def test_one_flipped_bit_is_never_another_card_of_a_format_whose_parity_covers_all(
    data: st.DataObject,
) -> None:
    name = data.draw(st.sampled_from(["H10301", "H10306", "C1k35s", "C1k48s", "Kastle32"]))
    layout = BINARY_FORMATS[name]
    bits = encode(name, data.draw(st.integers(0, layout.largest("facility"))), 1)
    at = data.draw(st.integers(0, layout.length - 1))
    flipped = bits[:at] + ("1" if bits[at] == "0" else "0") + bits[at + 1 :]
    assert decode(flipped, [name]).matches == ()


def test_the_one_card() -> None:
    card, why = decode_card("10111101100010001110101110")
    assert (card, why) == (CardNumber(format="H10301", number="4567", facility=123), "")


def test_wrong_parity_says_which_bit_of_which_format() -> None:
    card, why = decode_card("10111101100010001110101111")
    assert card is None
    assert why == "H10301: odd parity at bit 25 is wrong"


def test_look_alikes_are_refused_by_name() -> None:
    bits = encode("H10302", None, 1234567890)
    card, why = decode_card(bits)
    assert card is None
    assert "H10302 and H10304" in why
    assert decode_card(bits, ["H10301", "H10302"])[0] == CardNumber(format="H10302", number="1234567890")


def test_a_strong_check_wins_over_a_chance_fit() -> None:
    bits = f"{0xF0760643C3:040b}"
    both = [match.format for match in decode(bits, ["Casi40", "P10001"]).matches]
    assert both == ["Casi40", "P10001"]
    assert decode_card(bits, ["Casi40", "P10001"])[0] == CardNumber(
        format="P10001", number="1603", facility=118
    )


@pytest.mark.parametrize(
    ("bits", "why"), [("1" * 31, "no format has 31 bits"), ("", "0 bits"), ("1" * 513, "513 bits")]
)
def test_no_card(bits: str, why: str) -> None:
    card, came = decode_card(bits)
    assert card is None
    assert why in came


@given(st.text(alphabet="01", max_size=600))
def test_any_bits_give_a_card_or_a_reason(bits: str) -> None:
    card, why = decode_card(bits)
    assert (card is None) == bool(why)


@pytest.mark.parametrize("text", ["", "10a", "1" * 513])
def test_what_are_no_bits_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="expected 1 to 512 bits"):
        decode(text)


@pytest.mark.parametrize(
    ("name", "facility", "number", "why"),
    [
        ("H10301", 256, 1, "facility must be 0 to 255, came 256"),
        ("H10301", 1, 65536, "number must be 0 to 65535"),
        ("H10301", None, 1, "needs a facility"),
        ("H10302", 1, 1, "has no facility"),
        ("H10399", 1, 1, "unknown card format 'H10399'"),
    ],
)
def test_what_cannot_be_encoded(name: str, facility: int | None, number: int, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        encode(name, facility, number)


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(ValueError, match="H10301 has no field 'issue'"):
        encode("H10301", 1, 1, {"issue": 1})


@pytest.mark.parametrize("layout", BINARY_FORMATS.values(), ids=lambda f: f.name)
def test_layout_is_sound(layout: CardFormat) -> None:
    fields = [bit for at in layout.fields.values() for bit in at]
    assert len(fields) == len(set(fields)), "fields overlap"
    checks = [parity.pos for parity in layout.parities]
    assert not set(fields) & set(checks), "a field holds a parity bit"
    assert all(0 <= bit < layout.length for bit in (*fields, *checks))
    done: set[int] = set()
    later = set(checks)
    for parity in layout.parities:
        later.discard(parity.pos)
        assert not set(parity.over) & later, "a parity covers one that is set after it"
        done.add(parity.pos)


def test_default_formats_are_known() -> None:
    assert set(DEFAULT_FORMATS) <= set(FORMATS)
