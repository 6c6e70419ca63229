"""``gate serial decode`` against every published frame."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gate.cli import main

FOLDER = Path(__file__).parents[1] / "vectors/serial"
CHAFON_288 = {"288 one tag", "288 one tag (b)", "288 no tag", "288 reader info"}


def gate(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def profile_of(file: str, name: str) -> str:
    if file == "chafon_uhfreader18_288":
        return "chafon-uhfreader288" if name in CHAFON_288 else "chafon-uhfreader18"
    if file == "elatec_twn4_simple_protocol":
        form = {"binary request": "-binary"}.get(name, "-binary-crc" if name.startswith("binary") else "")
        return f"elatec-twn4-simple-protocol{form}"
    return {
        "id12la": "id12la-id20la",
        "wiegand_to_serial_converters": "s4a-wiegand-ethernet",
    }.get(file, file.replace("_", "-"))


def frames() -> Iterator[Any]:
    """Profile, bytes in hex, of every quoted frame. Configuration commands of scanners are no scans."""
    for path in sorted(FOLDER.glob("*.json")):
        for vector in json.loads(path.read_text())["vectors"]:
            if vector["level"] not in "AB" or path.stem == "barcode_qr_serial":
                continue
            texts = [vector[key] for key in ("request", "response", "text") if key in vector]
            codes = [vector["hex"]] if "hex" in vector else [text.encode().hex() for text in texts]
            name = vector.get("name", vector.get("request", ""))
            for code in codes:
                profile = profile_of(path.stem, name)
                yield pytest.param(profile, code, id=f"{profile}-{name.strip()}-{code[-8:]}")


def bad_frames() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.json")):
        for vector in json.loads(path.read_text()).get("bad_vectors", ()):
            profile = profile_of(path.stem, "")
            if path.stem == "chafon_uhfreader18_288":
                profile = "chafon-uhfreader288"
            yield pytest.param(profile, vector["hex"], id=f"{profile}-{vector['why'][:20]}")


@pytest.mark.parametrize(("profile", "code"), list(frames()))
def test_published(capsys: pytest.CaptureFixture[str], profile: str, code: str) -> None:
    status, out, _ = gate(capsys, "serial", "decode", profile, code, "--json")
    assert status == 0
    assert {json.loads(line)["kind"] for line in out.splitlines()} <= {"card", "keys", "reply"}


@pytest.mark.parametrize(("profile", "code"), list(bad_frames()))
def test_published_bad(capsys: pytest.CaptureFixture[str], profile: str, code: str) -> None:
    status, out, _ = gate(capsys, "serial", "decode", profile, code, "--json")
    assert status == 1
    (came,) = map(json.loads, out.splitlines())
    assert set(came) == {"error"}


CARDS = [
    ("rdm6300", "0236324533303836434544303803", "62E3086CED"),
    ("id12la-id20la", "023043303030363231413538450D0A03", "0C000621A5"),
    ("twn3-transparent", b":112233445501\r\n".hex(), "1122334455"),
    ("elatec-twn4-simple-protocol", b"000180200466CF4DC2\r".hex(), "66CF4DC2"),
    ("uhf-m100-bb7e", "BB02220011C9340030751FEB705C5904E3D50D703A76EF7E", "30751FEB705C5904E3D50D70"),
    ("uhf-r2000-a0", "A0130189743000E2004074850A0103163070E13629", "E2004074850A0103163070E1"),
    ("chafon-uhfreader18", "13000103010C49440000000000000A000334A5FB", "49440000000000000A000334"),
    ("chafon-uhfreader288", "1500010301010C3039606303C74380001A055940F93E", "3039606303C74380001A0559"),
    ("s4a-wiegand-ethernet", "303030303132333437380D0A", "0000123478"),
    ("codatex-leser2plus", "02523144333746413442303204", "1D37FA4B02"),
    ("promag-mf7xx", b"C24DCF66\r\n".hex(), "66CF4DC2"),
    ("denso-qs20h", b"V-7F3K9Q\r".hex(), "V-7F3K9Q"),
    ("barcode-qr-serial", b"V-7F3K9Q\r\n".hex(), "V-7F3K9Q"),
    ("pn532-hsu", "0000FF0CF4D54B010100040804 66CF4DC2 8A 00", "66CF4DC2"),
]


@pytest.mark.parametrize(("profile", "code", "number"), CARDS)
def test_cards(capsys: pytest.CaptureFixture[str], profile: str, code: str, number: str) -> None:
    status, out, _ = gate(capsys, "serial", "decode", profile, code, "--json")
    assert status == 0
    came = json.loads(out)
    assert (came["kind"], came["number"]) == ("card", number)


def test_a_card_of_bits(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = gate(capsys, "serial", "decode", "twn3-transparent", b"1A808001C0\r".hex(), "--json")
    assert json.loads(out) == {
        "kind": "card",
        "format": "H10301",
        "facility": 1,
        "number": "3",
        "bits": "10000000100000000000000111",
    }


def test_a_card_with_its_facility(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = gate(capsys, "serial", "decode", "priority1design-wie232-a", b"7B11D7\r".hex(), "--json")
    assert json.loads(out) == {"kind": "card", "format": "H10301", "facility": 123, "number": "4567"}


def test_bits_of_no_known_card_say_why(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = gate(capsys, "serial", "decode", "twn3-transparent", b"1A008001C0\r".hex(), "--json")
    came = json.loads(out)
    assert (came["kind"], came["number"]) == ("card", None)
    assert came["why"] == "H10301: even parity at bit 0 is wrong"
    assert came["bits"].startswith("00000000100")


@pytest.mark.parametrize(
    ("profile", "code", "keys"),
    [
        ("wiegand-keypad-burst", "E1D24B", "12#"),
        ("wiegand-keypad-burst", "01020A0B", "12*#"),
        ("s4a-wiegand-ethernet", "313223", "12#"),
        ("s4a-wiegand-ethernet", "31", "1"),
        ("s4a-wiegand-ethernet", "E1D25A", "12*"),
    ],
)
def test_keys(capsys: pytest.CaptureFixture[str], profile: str, code: str, keys: str) -> None:
    status, out, _ = gate(capsys, "serial", "decode", profile, code, "--json")
    assert status == 0
    assert json.loads(out) == {"kind": "keys", "keys": keys}


def test_a_reply(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = gate(capsys, "serial", "decode", "pn532-hsu", "0000FF06FAD50332010607E800", "--json")
    assert json.loads(out) == {
        "kind": "reply",
        "name": "GetFirmwareVersion",
        "from": "reader",
        "ic": "32",
        "version": "1.6",
        "support": "07",
    }


def test_good_and_bad_frames_in_one_capture(capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = "0236324533303836434544303803", "0236324533303836434544303903"
    status, out, _ = gate(capsys, "serial", "decode", "rdm6300", bad + good + "0236")
    assert status == 1
    assert out.splitlines() == [
        "bad frame: checksum 09, expected 08",
        "card: format EM4100, number 62E3086CED",
        "bad frame: half a frame: 1 bytes, then silence",
    ]


def test_a_reply_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = gate(capsys, "serial", "decode", "uhf-r2000-a0", "A0 05 01 72 01 09 DE")
    assert out == "firmware: from reader, address 1, version 1.9\n"


def test_no_bytes_are_no_frame(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = gate(capsys, "serial", "decode", "rdm6300", "", "--json")
    assert (status, json.loads(out)) == (1, {"error": "no frame in these bytes"})


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["rdm630", "02"], "no profile 'rdm630'; did you mean 'rdm6300'?"),
        (["rdm6300", "0x2"], "expected hex digits in pairs, came '0x2'"),
        (["osdp-generic-pd", "53"], "profile osdp-generic-pd is osdp, not serial-reader"),
    ],
)
def test_what_is_wrong_is_one_line(capsys: pytest.CaptureFixture[str], words: list[str], why: str) -> None:
    status, out, err = gate(capsys, "serial", "decode", *words)
    assert (status, out) == (2, "")
    assert why in err
