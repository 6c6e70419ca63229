"""``gate card decode`` and ``gate card formats``."""

import json
from pathlib import Path
from typing import Any

import pytest

from drivers.wiegand import DEFAULT_FORMATS, FORMATS
from gate.cli import main

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/wiegand/formats.json").read_text())["vectors"]
GOLDEN = [v for v in VECTORS if v["level"] in "AB"]


def gate(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def test_as_the_handbook_shows(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = gate(capsys, "card", "decode", "2F623AE", "--bits", "26", "--json")
    assert code == 0
    assert json.loads(out) == {
        "matches": [{"format": "H10301", "facility": 123, "number": 4567}],
        "bits": "10111101100010001110101110",
    }


@pytest.mark.parametrize("vector", GOLDEN, ids=lambda v: f"{v['format']}-{v['hex_right_aligned']}")
def test_published(capsys: pytest.CaptureFixture[str], vector: dict[str, Any]) -> None:
    length = str(len(vector["bits"]))
    _, out, _ = gate(capsys, "card", "decode", vector["hex_right_aligned"], "--bits", length, "--json")
    came = json.loads(out)
    fields = vector["fields"]
    wanted = {"format": vector["format"], "facility": fields.get("FC"), "number": fields["CN"]}
    assert came["bits"] == vector["bits"]
    assert wanted in came["matches"]


def test_wrong_parity_says_why_for_each_format(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = gate(capsys, "card", "decode", "2F623AF", "--bits", "26", "--json")
    came = json.loads(out)
    assert code == 0
    assert came["matches"] == []
    assert set(came["why"]) == set(DEFAULT_FORMATS)
    assert came["why"]["H10301"] == "odd parity at bit 25 is wrong"
    assert came["why"]["H10302"] == "has 37 bits, not 26"


def test_look_alikes_are_both_named(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = gate(capsys, "card", "decode", "10932C05A5", "--bits", "37", "--json")
    came = json.loads(out)
    assert [match["format"] for match in came["matches"]] == ["H10302", "H10304"]
    assert "H10302 and H10304" in came["ambiguous"]


def test_an_em4100_with_all_that_may_be_printed_on_it(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = gate(capsys, "card", "decode", "FF8C65298C94A940", "--bits", "64", "--json")
    (match,) = json.loads(out)["matches"]
    assert (match["format"], match["number"]) == ("EM4100", "1122334455")
    assert match["printed"]["DEZ5.5"] == "08755.17493"


def test_a_named_format(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = gate(capsys, "card", "decode", "2F623AE", "--bits", "26", "--json", "--format", "raw")
    assert json.loads(out)["matches"] == [{"format": "raw", "facility": None, "number": "26-2F623AE"}]


def test_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = gate(capsys, "card", "decode", "B", "--bits", "4", "--json")
    assert json.loads(out)["key"] == "#"


@pytest.mark.parametrize(
    ("data", "bits", "line"),
    [
        ("2F623AE", "26", "fits H10301:123:4567 (2 check bits)"),
        ("10932C05A5", "37", "no card: 37 bits fit H10302 and H10304: the profile must name the one in use"),
        ("0", "31", "no card: no format has 31 bits"),
        ("4B", "8", "a keypad's burst: key #"),
        ("FF8C65298C94A940", "64", "fits EM4100:1122334455 (24 check bits)"),
    ],
)
def test_in_words(capsys: pytest.CaptureFixture[str], data: str, bits: str, line: str) -> None:
    code, out, _ = gate(capsys, "card", "decode", data, "--bits", bits)
    assert code == 0
    assert line in out.splitlines()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["2F623AE", "--bits", "25"], "has 26 bits, more than the 25 that were read"),
        (["2F62XAE", "--bits", "26"], "expected hex digits, came '2F62XAE'"),
        (["1", "--bits", "0"], "expected 1 to 512, came 0"),
        (["1", "--bits", "26", "--format", "H1"], "unknown card format 'H1'"),
    ],
)
def test_what_is_wrong_is_one_line(capsys: pytest.CaptureFixture[str], words: list[str], why: str) -> None:
    code, out, err = gate(capsys, "card", "decode", *words)
    assert (code, out) == (2, "")
    assert why in err
    assert err.count("\n") == 1


def test_all_formats_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = gate(capsys, "card", "formats")
    assert code == 0
    assert len(out.splitlines()) == len(FORMATS)
    assert "(raw)" in out
