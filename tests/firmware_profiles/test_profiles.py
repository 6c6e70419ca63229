"""Every profile file, and what schema and linter refuse."""

from pathlib import Path

import pytest

from drivers.serial_reader.framing import framer_for
from drivers.wiegand import BINARY_FORMATS, decode_card, encode
from firmware_profiles import load_profile, profile_ids
from firmware_profiles.lint import lint, main
from firmware_profiles.load import FOLDER, ProfileError, read_profile

DEMO = {"osdp-generic-pd", "rdm6300", "moxa-iologik-e1214", "waveshare-modbus-rtu-relay-d"}
OTHER_FORMATS = {"EM4100", "UID", "EPC", "QR", "IndiTag", "decimal10", "Codatex"}
"""Formats of readers that send numbers, not bits."""


def test_the_profiles_of_the_demonstration_are_there() -> None:
    assert set(profile_ids()) >= DEMO


def test_there_are_no_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert lint() == []
    assert main() == 0
    assert capsys.readouterr().out == f"{len(profile_ids())} profiles, 0 findings\n"


@pytest.mark.parametrize("profile_id", profile_ids())
class TestEach:
    def test_what_a_site_file_asks(self, profile_id: str) -> None:
        profile = load_profile(profile_id)
        assert profile.kind == ("io" if profile.outputs or profile.inputs else "reader")
        assert profile.may_have_keypad == (profile.keypad in {"optional", "always"})

    def test_its_card_formats_are_known_and_none_looks_like_another(self, profile_id: str) -> None:
        profile = load_profile(profile_id)
        bits_formats = [name for name in profile.card_formats if name not in OTHER_FORMATS]
        assert set(bits_formats) <= set(BINARY_FORMATS)
        for name in bits_formats:
            layout = BINARY_FORMATS[name]
            values = {field: 1 for field in layout.fields if field not in {"facility", "number"}}
            bits = encode(name, 5 if "facility" in layout.fields else None, 77, values)
            assert decode_card(bits, bits_formats)[1] == ""

    def test_a_reader_has_a_framer(self, profile_id: str) -> None:
        profile = load_profile(profile_id)
        if profile.serial_reader is not None:
            assert framer_for(profile.serial_reader).feed(b"") == []


def test_the_figures_of_the_demonstration() -> None:
    moxa, waveshare = load_profile("moxa-iologik-e1214"), load_profile("waveshare-modbus-rtu-relay-d")
    assert (moxa.inputs, moxa.outputs) == (6, 6)
    assert (waveshare.inputs, waveshare.outputs) == (8, 8)
    assert load_profile("rdm6300").assurance == "copyable"
    assert load_profile("rdm6300").card_formats == ("EM4100",)
    osdp = load_profile("osdp-generic-pd").osdp
    assert osdp is not None
    assert (osdp.poll_ms, osdp.reply_timeout_ms, osdp.offline_after_ms) == (50, 200, 8000)


def test_a_misspelt_profile_gets_the_nearest_name() -> None:
    with pytest.raises(ProfileError, match=r"no profile 'rdm63000'; did you mean 'rdm6300'\?"):
        load_profile("rdm63000")
    with pytest.raises(ProfileError, match="no profile 'zzz'; known are"):
        load_profile("zzz")
    with pytest.raises(ProfileError, match="no profile '../secrets'"):
        load_profile("../secrets")


RDM = (FOLDER / "rdm6300.toml").read_text()
WAVESHARE = (FOLDER / "waveshare-modbus-rtu-relay-d.toml").read_text()


@pytest.mark.parametrize(
    ("text", "old", "new", "why"),
    [
        (RDM, 'kind = "reader"', 'kind = "readr"', "kind: Input should be 'reader' or 'io'"),
        (RDM, 'keypad = "none"', 'keypda = "none"', "keypda: Extra inputs are not permitted"),
        (RDM, 'assurance = "copyable"', "", "a reader must name its card_formats and their assurance"),
        (RDM, 'protocol = "serial-reader"', 'protocol = "osdp"', "expected its section alone"),
        (RDM, 'framing = "stx-hex-xor"', 'framing = "morse"', "serial_reader.framing"),
        (RDM, 'id = "rdm6300"', "id = ", "Invalid value"),
        (WAVESHARE, "inputs = 8\noutputs = 8", "", "must have inputs or outputs"),
        (WAVESHARE, 'width = "order"', 'width = "installer"', "does not go with width 'installer'"),
        (WAVESHARE, 'method = "flash-value"', 'method = "host"', "needs hold = 'watchdog'"),
        (WAVESHARE, "most_units = 0x7FFF", "most_units = 0x8000", "does not fit into the value"),
        (WAVESHARE, "readback = {", "# readback = {", "expected outputs or commands, with their readback"),
        (WAVESHARE, 'outputs = { area = "coil"', 'outputs = { area = "discrete"', "outputs are coils"),
        (WAVESHARE, 'method = "flash-value"', 'method = "timer-registers"', "expected mode_first"),
        (
            RDM,
            "host_debounce_ms = 300",
            "host_debounce_ms = 300\npoll_ms = 100",
            "expected poll_ms with a polled",
        ),
        (
            RDM,
            "host_debounce_ms = 300",
            "host_debounce_ms = 300\nsizes = [3]",
            "expected sizes with framing 'hex-line'",
        ),
        (WAVESHARE, "first = 0x1000", "first = 0x10000", "modbus.required_settings.0.first"),
    ],
)
def test_what_the_schema_refuses(tmp_path: Path, text: str, old: str, new: str, why: str) -> None:
    assert old in text
    path = tmp_path / "broken.toml"
    path.write_text(text.replace(old, new))
    with pytest.raises(ProfileError, match="broken.toml: ") as raised:
        read_profile(path)
    assert why in str(raised.value)


@pytest.mark.parametrize(
    ("text", "old", "new", "why"),
    [
        (RDM, "[serial]\nbaud = 9600\n", "", "no [serial] with its factory baud rate"),
        (WAVESHARE, "addresses = [1, 255]", "addresses = [255, 1]", "addresses: first is after last"),
        (WAVESHARE, "addresses = [1, 255]", "", "a bus device without addresses"),
        (WAVESHARE, "bauds = [4800, 9600,", "bauds = [4800,", "is not among the bauds"),
        (WAVESHARE, "on_first = 0x0200", "on_first = 0x0004", "pulse.on_first lies among the outputs"),
        (WAVESHARE, "reply_timeout_ms = 150", "reply_timeout_ms = 1000\nmisses = 4", "more than 3 s"),
        (WAVESHARE, "inputs = { area", "# inputs = { area", "does not say where they are"),
        (WAVESHARE, "inputs = 8\noutputs = 8", "inputs = 8", "does not say how they are switched"),
        (WAVESHARE, 'hold = "renewed-pulse"', 'hold = "none"\nno_lock = "because"', "and only there"),
        (RDM, 'card_format = "EM4100"', 'card_format = "EM"', "is none of card_formats"),
        (RDM, "[[quirks]]", "[[quirks]]\n", "id is 'rdm6300', expected the file's name 'found'"),
    ],
)
def test_what_the_linter_finds(tmp_path: Path, text: str, old: str, new: str, why: str) -> None:
    assert old in text
    (tmp_path / "found.toml").write_text(text.replace(old, new))
    assert any(why in finding for finding in lint(tmp_path))


def test_the_linter_goes_on_after_a_broken_file(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("id =")
    (tmp_path / "b.toml").write_text(RDM)
    findings = lint(tmp_path)
    assert [finding.split(":")[0] for finding in findings] == ["a.toml", "b.toml"]
