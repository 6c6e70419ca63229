"""Typed payloads: read back as written, and anything else is a PayloadError."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.osdp.commands import COMMANDS, AcuRxSize, KeepActive, Keyset, decode_command
from drivers.osdp.display import Blink, Led, LedControl, Temporary, Text
from drivers.osdp.errors import PayloadError
from drivers.osdp.outputs import Out, OutputCode, OutputControl
from drivers.osdp.reads import Fmt, Keypad, Raw
from drivers.osdp.replies import REPLIES, Com, Nak, OtherReply, PdCap, decode_reply
from drivers.osdp.setup import ReaderSetup

byte = st.integers(0, 255)
word = st.integers(0, 0xFFFF)
blinks = st.builds(Blink, on_for=byte, off_for=byte, on=byte, off=byte)
leds = st.builds(
    LedControl,
    reader=byte,
    led=byte,
    temporary=st.sampled_from(Temporary),
    blink=blinks,
    timer=word,
    permanent=st.none() | blinks,
)
outputs = st.builds(OutputControl, output=byte, control=st.sampled_from(OutputCode), timer=word)


@given(st.lists(leds, min_size=1, max_size=4).map(tuple))
def test_led(controls: tuple[LedControl, ...]) -> None:
    assert Led.parse(Led(leds=controls).payload()) == Led(leds=controls)


@given(st.lists(outputs, min_size=1, max_size=4).map(tuple))
def test_out(controls: tuple[OutputControl, ...]) -> None:
    assert Out.parse(Out(outputs=controls).payload()) == Out(outputs=controls)


@given(st.text("01", min_size=1, max_size=300), byte, byte)
def test_raw(bits: str, reader: int, form: int) -> None:
    raw = Raw(bits=bits, reader=reader, format=form)
    assert Raw.parse(raw.payload()) == raw


@given(st.text("0123456789ABCDEF", max_size=60), st.booleans())
def test_fmt_is_put_into_reading_order(text: str, backward: bool) -> None:
    fmt = Fmt(text=text, backward=backward)
    assert Fmt.parse(fmt.payload()).text == text
    assert fmt.payload()[3:].decode() == (text[::-1] if backward else text)


@given(byte, st.binary(max_size=80))
def test_any_command_data_is_understood_or_refused(code: int, data: bytes) -> None:
    with contextlib.suppress(PayloadError):
        assert decode_command(code, data).code == code


@given(byte, st.binary(max_size=80))
def test_any_reply_data_is_understood_or_refused(code: int, data: bytes) -> None:
    with contextlib.suppress(PayloadError):
        assert decode_reply(code, data).code == code


@pytest.mark.parametrize("code", sorted(COMMANDS))
def test_no_command_takes_data_of_every_length(code: int) -> None:
    refused = 0
    for length in range(40):
        try:
            decode_command(code, bytes(length))
        except PayloadError:
            refused += 1
    assert refused > 0


@pytest.mark.parametrize(
    ("code", "data", "expected"),
    [
        (0x50, "00011a00aabb", "RAW of 26 bits: expected 4 bytes"),
        (0x50, "00010000", "one bit or more"),
        (0x53, "000531", "expected 5 bytes"),
        (0x48, "00", "expected 2"),
        (0x46, "0102", "records of 3"),
        (0x41, "", "expected 1"),
        (0x45, "00", "expected 12"),
    ],
)
def test_refusals_say_what_was_expected(code: int, data: str, expected: str) -> None:
    with pytest.raises(PayloadError, match=expected):
        decode_reply(code, bytes.fromhex(data))


def test_every_reply_without_a_type_is_carried() -> None:
    assert 0xB1 not in REPLIES
    assert decode_reply(0xB1, b"\x01\x02") == OtherReply(number=0xB1, data=b"\x01\x02")


def test_little_endian_words() -> None:
    assert AcuRxSize(size=0x1234).payload() == b"\x34\x12"
    assert KeepActive(ms=500).payload() == b"\xf4\x01"
    assert Com(address=0x19, baud=9600).payload().hex() == "1980250000"


def test_text_is_ascii_and_capped() -> None:
    assert Text.parse(Text(text="大厅!").payload()).text == "??!"
    assert len(Text(text="x" * 300).payload()) == 6 + 255


def test_counts_of_capabilities() -> None:
    caps = PdCap(capabilities=((1, 1, 2), (2, 1, 4)))
    assert (caps.count(1), caps.count(2), caps.count(6)) == (2, 4, 0)


def test_nak_names_its_reason() -> None:
    assert str(Nak(reason=6)) == "NAK 6 (SECURE_CONDITIONS)"
    assert str(Nak(reason=200)) == "NAK 200 (C8h)"


def test_keys_and_digits_stay_out_of_reprs() -> None:
    secret = b"0123456789abcdef"
    for thing in (Keyset(key=secret), Keypad(keys=secret), ReaderSetup(address=1, key=secret)):
        assert "0123" not in repr(thing)
