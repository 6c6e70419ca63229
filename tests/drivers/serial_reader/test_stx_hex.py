"""The RDM6300 frame against vectors, noise and halves."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.serial_reader.frames import BadFrame, NumberFrame
from drivers.serial_reader.stx_hex import StxHexFramer, encode

FOLDER = Path(__file__).parents[2] / "vectors/serial"
RDM = json.loads((FOLDER / "rdm6300.json").read_text())
ID12 = json.loads((FOLDER / "id12la.json").read_text())
GOOD = bytes.fromhex(RDM["vectors"][0]["hex"])
NUMBER = NumberFrame(number="62E3086CED")

numbers = st.binary(min_size=5, max_size=5).map(lambda data: data.hex().upper())


@pytest.mark.parametrize("vector", RDM["vectors"], ids=lambda v: v["name"])
def test_published(vector: dict[str, Any]) -> None:
    assert StxHexFramer().feed(bytes.fromhex(vector["hex"])) == [NumberFrame(number=vector["name"])]
    assert encode(vector["name"]).hex().upper() == vector["hex"]


@pytest.mark.parametrize("vector", RDM["bad_vectors"], ids=lambda v: v["why"])
def test_published_bad(vector: dict[str, Any]) -> None:
    (frame,) = StxHexFramer().feed(bytes.fromhex(vector["hex"]))
    assert frame == BadFrame(why="checksum 09, expected 08")


@pytest.mark.parametrize("vector", ID12["vectors"], ids=lambda v: v["name"])
def test_the_kin_with_a_tail(vector: dict[str, Any]) -> None:
    frames = StxHexFramer(tail=b"\r\n").feed(bytes.fromhex(vector["hex"]))
    assert frames == [NumberFrame(number=vector["name"])]
    assert encode(vector["name"], b"\r\n").hex().upper() == vector["hex"]


@given(numbers, st.data())
def test_split_anywhere_is_the_same(number: str, data: st.DataObject) -> None:
    whole = encode(number)
    cut = data.draw(st.integers(0, len(whole)))
    framer = StxHexFramer()
    assert framer.feed(whole[:cut]) + framer.feed(whole[cut:]) == [NumberFrame(number=number)]


@given(st.lists(st.binary(max_size=40), max_size=6), numbers)
def test_after_any_noise_the_next_good_frame_is_found(noise: list[bytes], number: str) -> None:
    framer = StxHexFramer()
    for piece in noise:
        framer.feed(piece)
    assert framer.feed(encode(number))[-1] == NumberFrame(number=number)


@given(st.lists(st.one_of(st.binary(max_size=20), numbers.map(encode)), max_size=20))
def test_memory_stays_bounded_and_only_good_numbers_come_out(pieces: list[bytes]) -> None:
    framer = StxHexFramer()
    for piece in pieces:
        for frame in framer.feed(piece):
            assert isinstance(frame, BadFrame) or (isinstance(frame, NumberFrame) and len(frame.number) == 10)
    assert framer._frame is None or len(framer._frame) < len(GOOD)


def test_half_a_frame_costs_only_itself() -> None:
    came = StxHexFramer().feed(GOOD[:6] + GOOD)
    assert came == [BadFrame(why="half a frame: 5 bytes, then a new one"), NUMBER]


def test_noise_is_told_although_no_frame_follows() -> None:
    assert StxHexFramer().feed(b"\xf0\xe0\x80") == [BadFrame(why="3 bytes outside of a frame")]


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (GOOD[:-1] + b"\x04", "expected 03 at the end of the frame, came 04"),
        (GOOD[:1] + b"G" + GOOD[2:], "expected hex digits, came other characters"),
        (GOOD[:1] + b"\xff" + GOOD[2:], "expected hex digits, came other characters"),
    ],
)
def test_bad_frames_say_what_was_expected(frame: bytes, why: str) -> None:
    assert StxHexFramer().feed(frame) == [BadFrame(why=why)]
