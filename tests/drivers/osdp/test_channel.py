"""The chain of MACs: changed, replayed, reordered or foreign frames do not open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.osdp.channel import Channel
from drivers.osdp.crypto import SessionCiphers, pad, session_keys
from drivers.osdp.errors import MacError, SecureError, SetupError
from drivers.osdp.frame import Frame, parse_frame
from tests.drivers.osdp.rig import KEY

KEYS = session_keys(KEY, bytes(8))


def pair() -> tuple[Channel, Channel]:
    return Channel(KEYS, bytes(16)), Channel(KEYS, bytes(16))


def command(payload: bytes = b"", sequence: int = 1) -> Frame:
    return Frame(address=5, reply=False, sequence=sequence, code=0x69, payload=payload)


def reply(payload: bytes = b"", sequence: int = 1) -> Frame:
    return Frame(address=5, reply=True, sequence=sequence, code=0x50, payload=payload)


def seal(channel: Channel, plain: Frame) -> Frame:
    return parse_frame(channel.seal(plain))


@given(st.lists(st.tuples(st.binary(max_size=100), st.binary(max_size=100)), max_size=6))
def test_a_conversation_opens_on_both_sides(words: list[tuple[bytes, bytes]]) -> None:
    panel, reader = pair()
    for ask, answer in words:
        sealed = seal(panel, command(ask))
        assert sealed.scs == (0x17 if ask else 0x15)
        assert reader.open(sealed) == command(ask)
        back = seal(reader, reply(answer))
        assert back.scs == (0x18 if answer else 0x16)
        assert panel.open(back) == reply(answer)


def test_data_is_not_readable_on_the_wire_and_never_the_same_twice() -> None:
    panel, reader = pair()
    seen = set()
    for _ in range(5):
        sealed = seal(panel, command(b"the same words"))
        assert b"words" not in sealed.encode()
        seen.add(sealed.payload)
        reader.open(sealed)
        panel.open(seal(reader, reply()))
    assert len(seen) == 5


def test_an_old_reply_does_not_open_again() -> None:
    panel, reader = pair()
    reader.open(seal(panel, command()))
    old = seal(reader, reply(b"card"))
    panel.open(old)
    with pytest.raises(MacError):
        panel.open(old)
    reader.open(seal(panel, command(sequence=2)))
    with pytest.raises(MacError):
        panel.open(old)
    assert panel.open(seal(reader, reply(b"next", 2))).payload == b"next"


@given(st.integers(0, 2000), st.integers(1, 255))
def test_no_changed_byte_opens(at: int, flip: int) -> None:
    panel, reader = pair()
    reader.open(seal(panel, command()))
    sealed = seal(reader, reply(b"0123456789"))
    payload = bytearray(sealed.payload)
    payload[at % len(payload)] ^= flip
    with pytest.raises(SecureError):
        panel.open(sealed._replace(payload=bytes(payload)))
    with pytest.raises(SecureError):
        panel.open(sealed._replace(address=6))
    with pytest.raises(SecureError):
        panel.open(sealed._replace(code=0x53))
    with pytest.raises(SecureError):
        panel.open(sealed._replace(sequence=3))


@pytest.mark.parametrize("length", [0, 1, 2, 3])
def test_a_shortened_mac_does_not_pass(length: int) -> None:
    panel, reader = pair()
    reader.open(seal(panel, command()))
    sealed = seal(reader, reply())
    with pytest.raises(MacError):
        panel.open(sealed._replace(mac=sealed.mac[:length]))


def test_a_forgery_changes_nothing() -> None:
    panel, reader = pair()
    reader.open(seal(panel, command()))
    true = seal(reader, reply(b"card"))
    with pytest.raises(MacError):
        panel.open(true._replace(mac=b"\0\0\0\0"))
    assert panel.open(true).payload == b"card"


def test_clear_text_and_the_wrong_direction_do_not_open() -> None:
    panel, reader = pair()
    for frame in (reply(), command(), seal(reader, reply()), seal(panel, command())._replace(reply=True)):
        with pytest.raises(SecureError):
            reader.open(frame)


def test_another_session_does_not_open() -> None:
    panel = Channel(session_keys(KEY, b"anew" * 2), bytes(16))
    _, reader = pair()
    seal(panel, command())
    with pytest.raises(MacError):
        panel.open(seal(reader, reply()))


@pytest.mark.parametrize("secret", [b"", b"short", bytes(17)])
def test_encrypted_data_comes_in_blocks(secret: bytes) -> None:
    with pytest.raises(SecureError, match="blocks of 16"):
        SessionCiphers(KEYS).decrypt(bytes(16), secret)


def test_padding_is_checked() -> None:
    ciphers = SessionCiphers(KEYS)
    for plain in (bytes(16), b"\x80" + bytes(31), b"x" * 16):
        whole = ciphers.encrypt(bytes(16), plain)[: len(plain)]  # without the padding that encrypt adds
        with pytest.raises(SecureError, match="padding"):
            ciphers.decrypt(bytes(16), whole)


@given(st.binary(max_size=64))
def test_padding_is_at_least_a_byte_and_whole_blocks(data: bytes) -> None:
    padded = pad(data)
    assert len(padded) % 16 == 0
    assert len(data) < len(padded) <= len(data) + 16
    assert SessionCiphers(KEYS).decrypt(bytes(16), SessionCiphers(KEYS).encrypt(bytes(16), data)) == data


def test_keys_of_a_wrong_length_are_refused_and_not_shown() -> None:
    with pytest.raises(SetupError, match="16 bytes of key"):
        session_keys(b"too short", bytes(8))
    assert KEYS.enc.hex() not in repr(KEYS) + repr(pair())
