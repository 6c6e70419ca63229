"""Every framing alike: split anywhere, noise, half frames, bounded memory. And each encoder against its codec."""

from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.serial_reader import chafon, m100, pn532, r2000, twn4
from drivers.serial_reader.binary import BinaryFramer
from drivers.serial_reader.frames import BadFrame, BitsFrame, Frame, KeysFrame, NumberFrame, ReplyFrame
from drivers.serial_reader.framing import framer_for
from firmware_profiles import load_profile, profile_ids
from firmware_profiles.serial_reader import POLLED, SerialReaderFacts
from gate.domain.card import card_number
from simulators.serial_reader.voices import say_card, say_keys

UID, EPC = bytes.fromhex("66CF4DC2"), bytes.fromhex("E2004074850A0103163070E1")


def facts(profile_id: str) -> SerialReaderFacts:
    return cast("SerialReaderFacts", load_profile(profile_id).serial_reader)


def talk(profile_id: str, format: str, number: str, facility: int | None = None) -> bytes:
    return say_card(load_profile(profile_id), facts(profile_id), card_number(format, number, facility))


GOOD: dict[str, tuple[bytes, Frame]] = {
    "rdm6300": (talk("rdm6300", "EM4100", "62E3086CED"), NumberFrame(number="62E3086CED")),
    "id12la-id20la": (talk("id12la-id20la", "EM4100", "0C000621A5"), NumberFrame(number="0C000621A5")),
    "twn3-transparent": (
        talk("twn3-transparent", "H10301", "3", 1),
        BitsFrame(bits="10000000100000000000000111"),
    ),
    "elatec-twn4-simple-protocol": (
        twn4.encode_ascii(twn4.tag_reply(0x80, UID)),
        NumberFrame(number="66CF4DC2", format="UID"),
    ),
    "elatec-twn4-simple-protocol-binary": (
        twn4.Twn4Binary(crc=False).encode(twn4.tag_reply(0x40, b"\x62\xe3\x08\x6c\xed")),
        NumberFrame(number="62E3086CED", format="EM4100"),
    ),
    "elatec-twn4-simple-protocol-binary-crc": (
        twn4.Twn4Binary(crc=True).encode(twn4.tag_reply(0x80, UID)),
        NumberFrame(number="66CF4DC2", format="UID"),
    ),
    "pn532-hsu": (pn532.target(UID), NumberFrame(number="66CF4DC2")),
    "uhf-m100-bb7e": (m100.tag(EPC), NumberFrame(number=EPC.hex().upper())),
    "uhf-r2000-a0": (r2000.tag(1, EPC), NumberFrame(number=EPC.hex().upper())),
    "chafon-uhfreader18": (
        chafon.Chafon(antenna=False).inventory(0, [EPC]),
        NumberFrame(number=EPC.hex().upper()),
    ),
    "chafon-uhfreader288": (
        chafon.Chafon(antenna=True).inventory(0, [EPC]),
        NumberFrame(number=EPC.hex().upper()),
    ),
    "priority1design-wie232-a": (
        talk("priority1design-wie232-a", "H10301", "4567", 123),
        NumberFrame(number="4567", facility=123),
    ),
    "s4a-wiegand-ethernet": (talk("s4a-wiegand-ethernet", "decimal10", "0000123478"),
                             NumberFrame(number="0000123478")),
    "denso-qs20h": (talk("denso-qs20h", "QR", "V-7F3K9Q"), NumberFrame(number="V-7F3K9Q")),
    "barcode-qr-serial": (talk("barcode-qr-serial", "QR", "V-7F3K9Q"), NumberFrame(number="V-7F3K9Q")),
    "codatex-leser2plus": (talk("codatex-leser2plus", "Codatex", "1D37FA4B02"), NumberFrame(number="1D37FA4B02")),
    "promag-mf7xx": (talk("promag-mf7xx", "UID", "66CF4DC2"), NumberFrame(number="66CF4DC2")),
    "wiegand-keypad-burst": (
        say_keys(load_profile("wiegand-keypad-burst"), facts("wiegand-keypad-burst"), "12#"),
        KeysFrame(keys="12#"),
    ),
}  # fmt: skip
READERS = [name for name in profile_ids() if load_profile(name).serial_reader is not None]


def test_every_reader_has_a_row_here() -> None:
    assert sorted(GOOD) == READERS


@pytest.mark.parametrize("name", READERS)
class TestEach:
    def test_a_good_frame(self, name: str) -> None:
        data, frame = GOOD[name]
        framer = framer_for(facts(name))
        assert framer.feed(data) == [frame]
        assert framer.idle() == []

    @settings(max_examples=25)
    @given(data=st.data())
    def test_split_anywhere_is_the_same(self, name: str, data: st.DataObject) -> None:
        whole, frame = GOOD[name]
        cut = data.draw(st.integers(0, len(whole)))
        framer = framer_for(facts(name))
        came = framer.feed(whole[:cut]) + framer.feed(whole[cut:])
        assert came == [frame] or _keys(came) == _keys([frame])

    @settings(max_examples=40)
    @given(noise=st.lists(st.binary(max_size=40), max_size=6))
    def test_after_noise_and_silence_the_next_good_frame_is_found(
        self, name: str, noise: list[bytes]
    ) -> None:
        whole, frame = GOOD[name]
        framer = framer_for(facts(name))
        for piece in noise:
            framer.feed(piece)
        framer.idle()
        assert not framer.pending
        assert framer.feed(whole) == [frame]

    @settings(max_examples=40)
    @given(pieces=st.lists(st.binary(max_size=300), max_size=10))
    def test_memory_stays_bounded_whatever_comes(self, name: str, pieces: list[bytes]) -> None:
        framer = framer_for(facts(name))
        for piece in pieces:
            framer.feed(piece)
            kept = [value for value in vars(framer).values() if isinstance(value, bytearray | str)] if (
                hasattr(framer, "__dict__")
            ) else []  # fmt: skip
            assert all(len(value) <= 1024 for value in kept)

    def test_half_a_frame_and_silence_is_told(self, name: str) -> None:
        whole, _ = GOOD[name]
        framer = framer_for(facts(name))
        came = framer.feed(whole[:-2]) + framer.idle()
        if name == "wiegand-keypad-burst":
            assert came == [KeysFrame(keys="1")]
        else:
            assert came
            assert all(isinstance(frame, BadFrame) for frame in came)


BINARY = [name for name in READERS if isinstance(framer_for(facts(name)), BinaryFramer)]
UNCHECKED = {"elatec-twn4-simple-protocol-binary", "codatex-leser2plus"}


@pytest.mark.parametrize("name", [name for name in BINARY if name not in UNCHECKED])
@settings(max_examples=60)
@given(data=st.data())
def test_one_wrong_bit_is_never_another_card(name: str, data: st.DataObject) -> None:
    whole, frame = GOOD[name]
    at = data.draw(st.integers(0, 8 * len(whole) - 1))
    broken = bytearray(whole)
    broken[at // 8] ^= 1 << at % 8
    framer = framer_for(facts(name))
    came = [*framer.feed(bytes(broken)), *framer.idle()]
    # one of several postamble bits may be lost without harm; another number may never come out
    assert all(card == frame for card in came if isinstance(card, NumberFrame | BitsFrame))


# without a check, a cut frame takes its missing bytes from the next
@pytest.mark.parametrize("name", [name for name in BINARY if name != "elatec-twn4-simple-protocol-binary"])
def test_a_good_frame_right_behind_a_cut_one_is_found(name: str) -> None:
    whole, frame = GOOD[name]
    framer = framer_for(facts(name))
    came = framer.feed(whole[:-3] + whole) + framer.idle()
    assert frame in came
    assert any(isinstance(other, BadFrame) for other in came)


def test_noise_is_told_although_no_frame_follows() -> None:
    framer = framer_for(facts("uhf-r2000-a0"))
    assert framer.feed(b"\xf0\xe0\x80") == [BadFrame(why="3 bytes outside of a frame: f0 e0 80")]
    came = framer.feed(bytes(range(1, 21)))
    assert came == [BadFrame(why="20 bytes outside of a frame: 01 02 03 04 05 06 07 08 …")]


def test_postambles_and_preambles_are_no_noise() -> None:
    framer = framer_for(facts("pn532-hsu"))
    assert framer.feed(pn532.WAKE + pn532.ACK + b"\0\0") == [ReplyFrame(name="ack")]
    assert framer.idle() == []


def test_a_line_that_never_ends() -> None:
    framer = framer_for(facts("denso-qs20h"))
    assert framer.feed(b"A" * 5000) == []
    assert framer.feed(b"\rB\r") == [
        BadFrame(why="a line of 5000 bytes; expected 256 at most"),
        NumberFrame(number="B"),
    ]


@pytest.mark.parametrize(
    ("name", "line", "why"),
    [
        ("twn3-transparent", b"1A808001C1\r", "expected 26 bits and zeros after them, came ones"),
        ("twn3-transparent", b"1A808001\r", "expected 26 bits in 4 bytes, came 3 bytes"),
        ("twn3-transparent", b"00\r", "expected 0 bits in 0 bytes, came 0 bytes"),
        ("twn3-transparent", b":112233445502\r", "checksum 02, expected 01"),
        ("twn3-transparent", b":1122\r", "expected five bytes and their check, came 2 bytes"),
        ("twn3-transparent", b"1A8\r", "expected hex digits in pairs, came 3"),
        ("twn3-transparent", b"HELLO\r", "expected hex digits, came other characters"),
        ("priority1design-wie232-a", b"7B11\r", "expected a number of 3 bytes, came 2"),
        ("promag-mf7xx", b"7B11\r", "expected a number of 4 or 7 or 10 bytes, came 2"),
        ("denso-qs20h", b"\x1b[2J\r", "expected printable characters, came others"),
        ("denso-qs20h", "é\r".encode(), "expected printable characters, came others"),
        ("s4a-wiegand-ethernet", b"123\r\n", "expected 10 digits before the end of a line, came 3"),
        ("s4a-wiegand-ethernet", b"\x01", "expected digits, * or #, came byte 01"),
        ("wiegand-keypad-burst", b"\xff", "expected a key's burst, came byte FF"),
        ("wiegand-keypad-burst", b"\x0c", "expected a key's burst, came byte 0C"),
    ],
)
def test_bad_lines_say_what_was_expected(name: str, line: bytes, why: str) -> None:
    assert framer_for(facts(name)).feed(line) == [BadFrame(why=why)]


def test_a_key_right_before_a_card() -> None:
    came = framer_for(facts("s4a-wiegand-ethernet")).feed(b"50000123478\r\n")
    assert came == [KeysFrame(keys="5"), NumberFrame(number="0000123478")]


def test_ten_digits_without_an_end_are_no_card() -> None:
    framer = framer_for(facts("s4a-wiegand-ethernet"))
    assert framer.feed(b"0000123478") == []
    assert framer.idle() == [BadFrame(why="10 digits without the end of a line, then silence")]


def test_keys_are_not_shown() -> None:
    assert "1234" not in repr(KeysFrame(keys="1234"))


def test_an_extended_pn532_frame() -> None:
    body = bytes([0xD5, 0x41]) + bytes(300 - 40)
    length = len(body).to_bytes(2, "big")
    frame = b"\0\0\xff\xff\xff" + length + bytes([-sum(length) & 0xFF]) + body
    framer = framer_for(facts("pn532-hsu"))
    (came,) = framer.feed(frame + bytes([-sum(body) & 0xFF, 0]))
    assert isinstance(came, ReplyFrame)
    assert came.name == "40"


@pytest.mark.parametrize(
    ("name", "frame", "why"),
    [
        ("pn532-hsu", "0000FF06F9D50332010607E800", "length 06 and its check F9 do not add up to 0"),
        ("pn532-hsu", "0000FFFFFF0101FF", "length 0101 and its check FF do not add up to 0"),
        ("pn532-hsu", "0000FF06FAD50332010607E801", "expected 00 at the end of the frame, came 01"),
        ("uhf-m100-bb7e", "BB01FF0001151670", "expected 7E at the end of the frame, came 70"),
        ("uhf-m100-bb7e", "BB02220003C93400227E", "checksum 22, expected 24"),
        (
            "uhf-m100-bb7e",
            "BB02220003C93400247E",
            "a tag of 3 bytes: its EPC's length is not what its PC says",
        ),
        ("codatex-leser2plus", "0252313204", "expected a number of 5 bytes, came 1"),
        ("codatex-leser2plus", "02525A5A04", "expected hex digits, came other characters"),
    ],
)
def test_bad_frames_say_what_was_expected(name: str, frame: str, why: str) -> None:
    framer = framer_for(facts(name))
    assert [*framer.feed(bytes.fromhex(frame)), *framer.idle()][0] == BadFrame(why=why)


def test_the_two_chafon_layouts_are_not_mistaken() -> None:
    eighteen, other = GOOD["chafon-uhfreader18"][0], GOOD["chafon-uhfreader288"][0]
    assert framer_for(facts("chafon-uhfreader288")).feed(eighteen) == [
        BadFrame(why="the tags do not fill their frame: is this a UHFReader18?")
    ]
    assert framer_for(facts("chafon-uhfreader18")).feed(other) == [
        BadFrame(why="the tags do not fill their frame: is this a UHFReader288?")
    ]


def test_a_tag_with_a_wrong_crc_of_its_own() -> None:
    frame = bytearray(m100.tag(EPC))
    frame[8] ^= 1
    frame[-2] = sum(frame[1:-2]) & 0xFF
    (came,) = framer_for(facts("uhf-m100-bb7e")).feed(bytes(frame))
    assert isinstance(came, BadFrame)
    assert came.why.startswith("the tag's CRC is")


def test_a_twn4_tag_of_another_kind_keeps_its_bits() -> None:
    (came,) = framer_for(facts("elatec-twn4-simple-protocol")).feed(
        twn4.encode_ascii(twn4.tag_reply(0x84, UID))
    )
    assert isinstance(came, BitsFrame)
    assert came.bits == f"{int.from_bytes(UID):032b}"
    assert "type 84" in came.why


def test_a_twn4_error_is_no_empty_field() -> None:
    (came,) = framer_for(facts("elatec-twn4-simple-protocol")).feed(b"01\r")
    assert came == ReplyFrame(name="error", data=(("error", "unknown function"),))


def test_polled_framings_have_a_dialogue_and_others_none() -> None:
    from drivers.serial_reader.dialogue import dialogue_for

    for name in READERS:
        assert (dialogue_for(facts(name)) is not None) == (facts(name).framing in POLLED)


def _keys(frames: list[Frame]) -> str:
    return "".join(frame.keys for frame in frames if isinstance(frame, KeysFrame))
