"""Any bytes: frames, errors, bounded memory, and the next good frame is found."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from drivers.osdp.errors import CheckError, FrameError, LengthError, NoiseError
from drivers.osdp.frame import MAX_LENGTH, Frame
from drivers.osdp.framer import Found, Framer

ACK = Frame(address=3, reply=True, sequence=1, code=0x40)


def make(**fields: Any) -> Frame:
    """Not Frame itself: hypothesis fills what is left out of a tuple."""
    return Frame(**fields)


frames = st.builds(
    make,
    address=st.integers(0, 127),
    reply=st.booleans(),
    sequence=st.integers(0, 3),
    code=st.integers(0, 255),
    payload=st.binary(max_size=60),
    crc=st.booleans(),
    scb=st.sampled_from([b"", b"\x11\x01", b"\x14\x01"]),
) | st.builds(
    make,
    address=st.integers(0, 127),
    reply=st.booleans(),
    sequence=st.integers(0, 3),
    code=st.integers(0, 255),
    payload=st.binary(max_size=60),
    scb=st.sampled_from([b"\x15", b"\x16", b"\x17", b"\x18"]),
    mac=st.binary(min_size=4, max_size=4),
)


def good(found: list[Found]) -> list[Frame]:
    return [item for item in found if isinstance(item, Frame)]


@given(st.lists(frames, max_size=5), st.data())
def test_frames_come_out_whatever_the_pieces(sent: list[Frame], data: st.DataObject) -> None:
    framer, found = Framer(), list[Found]()
    wire = b"".join(b"\xff" + frame.encode() for frame in sent)
    while wire:
        cut = data.draw(st.integers(1, len(wire)))
        found += framer.feed(wire[:cut])
        wire = wire[cut:]
    assert found == sent
    assert not framer.pending


@given(st.binary(max_size=300), frames.filter(lambda frame: frame.crc))
def test_after_noise_the_next_good_frame_is_found(noise: bytes, frame: Frame) -> None:
    framer = Framer()
    found = framer.feed(noise) + framer.feed(frame.encode()) + framer.flush()
    sound = good(found)
    assert frame in sound or sound, "a frame made of noise by a chance of 1 in 256 may swallow it"
    if not good(Framer().feed(noise + frame.encode()[:-1])):
        assert sound == [frame]
    assert not framer.pending


@given(st.binary(max_size=4000))
def test_any_bytes_end_in_frames_and_frame_errors_in_bounded_memory(junk: bytes) -> None:
    framer = Framer()
    for item in framer.feed(junk):
        assert isinstance(item, Frame | FrameError)
        if isinstance(item, Frame):
            assert item.encode() in junk or True in (byte & 0x70 != 0 for byte in junk)
    assert len(framer._buffer) < MAX_LENGTH


@given(frames, st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_byte_never_passes(frame: Frame, at: int, flip: int) -> None:
    """CRC-16 finds any burst up to 16 bits; checksums are weaker only against several changes."""
    raw = bytearray(frame.encode())
    at %= len(raw)
    raw[at] ^= flip
    if at == 4 and flip & 0x04:
        return  # the bit that says CRC or checksum: then another check is made, weaker by its nature
    framer = Framer()
    assert frame not in good(framer.feed(bytes(raw)) + framer.flush()) or flip & 0x8F == 0


def test_noise_is_reported_and_marks_are_not() -> None:
    found = Framer().feed(b"\xff\x00\x12\xff" + ACK.encode() + b"\xff\xff" + ACK.encode())
    assert [type(item) for item in found] == [NoiseError, Frame, Frame]
    assert "2 bytes" in str(found[0])


def test_wrong_check() -> None:
    raw = ACK.encode()
    (error, *rest) = Framer().feed(raw[:-1] + bytes((raw[-1] ^ 1,)) + ACK.encode())
    assert isinstance(error, CheckError)
    assert good(rest) == [ACK]


def test_impossible_lengths() -> None:
    for length in (0, 6, MAX_LENGTH + 1, 0xFFFF):
        head = b"\x53\x00" + length.to_bytes(2, "little") + b"\x04"
        found = Framer().feed(head + ACK.encode())
        assert isinstance(found[0], LengthError)
        assert good(found) == [ACK]


def test_flush_gives_back_a_frame_that_a_false_length_swallowed() -> None:
    framer = Framer()
    assert framer.feed(b"\x53\x00\x00\x04" + ACK.encode()) == []
    assert framer.pending
    assert good(framer.flush()) == [ACK]
    assert not framer.pending


def test_a_security_block_must_lie_within_the_frame() -> None:
    for block in (b"\x00", b"\x01", b"\x20", b"\x02\x10"):
        body = b"\x53\x80" + (10 + len(block)).to_bytes(2, "little") + b"\x0c" + block + b"\x40\x00\x00"
        from drivers.osdp.check import crc

        raw = body + crc(body)
        assert good(Framer().feed(raw)) == []
