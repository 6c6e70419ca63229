"""Documents as text: ICAO's specimens, one wrong character anywhere, and what a card reader may answer."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.identity.bridge import Bridge, ReaderAway
from gate.identity.id_card import IdCardInvalid, born_of, check_number, read_answer, sex_of
from gate.identity.mrz import MrzInvalid, looks_like_mrz, read_mrz
from simulators.id_reader import IdReader, served

VECTORS = Path(__file__).parents[1] / "vectors" / "identity"
TODAY = date(2026, 11, 23)
ZONES = {name: (VECTORS / f"{name}.txt").read_text() for name in ("td1", "td2", "td3")}
CARDS = [line.split() for line in (VECTORS / "id-cards.txt").read_text().splitlines()]
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"


@pytest.mark.parametrize("form", ["td1", "td2", "td3"])
@pytest.mark.regime("D1")
def test_icaos_specimens(form: str) -> None:
    found = read_mrz(ZONES[form], TODAY)
    assert (found.form, found.surname, found.given) == (form.upper(), "ERIKSSON", "ANNA MARIA")
    assert (found.issuer, found.nationality, found.sex) == ("UTO", "UTO", "F")
    assert (found.born, found.ends) == (date(1974, 8, 12), date(2012, 4, 15))
    assert found.number == ("L898902C3" if form == "td3" else "D23145890")
    assert found.name == "Anna Maria Eriksson"


@pytest.mark.parametrize("spoilt", ["\r\n", " ", ""])
def test_however_the_reader_ends_its_lines(spoilt: str) -> None:
    assert read_mrz(spoilt.join(ZONES["td3"].lower().split()), TODAY) == read_mrz(ZONES["td3"], TODAY)


CHECKED = {
    "td1": [*range(5, 15), *range(30, 37), *range(38, 45)],
    "td3": [*range(44, 54), *range(57, 64), *range(65, 72)],
}


@given(
    where=st.sampled_from([(form, place) for form, places in CHECKED.items() for place in places]),
    other=st.sampled_from(ALPHABET),
)
def test_one_wrong_character_in_a_checked_field_is_found_or_weighs_the_same(
    where: tuple[str, int], other: str
) -> None:
    """Modulo 10, letters that differ by ten weigh alike (9303-3, 4.9): those the composite digit cannot tell either."""
    form, place = where
    bare = "".join(ZONES[form].split())
    spoilt = bare[:place] + other + bare[place + 1 :]
    values = {each: 0 if each == "<" else int(each, 36) for each in ALPHABET}
    if values[other] % 10 == values[bare[place]] % 10:
        return
    with pytest.raises(MrzInvalid):
        read_mrz(spoilt, TODAY)


@given(st.text(max_size=100))
def test_any_other_text_is_a_clear_error(text: str) -> None:
    with pytest.raises(MrzInvalid, match="expected"):
        read_mrz(text, TODAY)


def test_what_is_no_zone_is_told_apart_at_once() -> None:
    assert looks_like_mrz(ZONES["td2"])
    assert not looks_like_mrz("GV" + "A" * 26)
    assert not looks_like_mrz("A" * 88)


@pytest.mark.parametrize(("text", "century"), [("261123", 2026), ("261124", 1926), ("000101", 2000)])
def test_a_birth_date_is_never_ahead(text: str, century: int) -> None:
    from gate.identity.mrz import _born

    found = _born(text, TODAY)
    assert found is not None
    assert found.year == century


@pytest.mark.parametrize(("number", "verdict"), CARDS)
def test_chinese_identity_numbers(number: str, verdict: str) -> None:
    if verdict == "good":
        assert check_number(f" {number} ") == number.upper()
    else:
        with pytest.raises(IdCardInvalid) as caught:
            check_number(number)
        assert number not in str(caught.value)


def test_what_a_number_says_of_its_holder() -> None:
    assert (born_of("11010519491231002X"), sex_of("11010519491231002X")) == (date(1949, 12, 31), "F")


def test_the_answer_of_a_reader() -> None:
    card = read_answer(json.dumps({"name": "陈丽", "number": "11010519491231002x", "valid": "20200101-长期"}))
    assert (card.name, card.number[-4:], card.ends) == ("陈丽", "002X", None)
    assert "11010519491231002X" not in repr(card)


@pytest.mark.parametrize(
    "answer",
    ["", "[]", "{}", '{"name":"A","number":"1","valid":"20200101-20300101"}',
     '{"name":" ","number":"11010519491231002X","valid":"20200101-20300101"}',
     '{"name":"A","number":"11010519491231002X","valid":"soon"}',
     '{"name":"A","number":"11010519491231002X","valid":"20200101-20301301"}'],
)  # fmt: skip
def test_an_answer_that_does_not_fit_is_no_card(answer: str) -> None:
    with pytest.raises(IdCardInvalid):
        read_answer(answer)


def test_the_bridge_and_its_simulator() -> None:
    reader = IdReader()
    with served(reader) as url:
        assert Bridge(url).read() is None
        reader.card = {"name": "陈丽", "number": "11010519491231002X", "valid": "20200101-20400101"}
        card = Bridge(url).read()
        assert card is not None
        assert card.ends == date(2040, 1, 1)
        reader.broken = True
        with pytest.raises(ReaderAway, match="503"):
            Bridge(url).read()
    with pytest.raises(ReaderAway, match="does not answer"):
        Bridge(url).read()


@pytest.mark.parametrize("url", ["http://10.0.0.1:80", "https://127.0.0.1:1", "http://127.0.0.1", "nonsense"])
def test_a_reader_anywhere_else_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="expected http://127.0.0.1:PORT"):
        Bridge(url)
