"""The sealed stream: whole or refused."""

import io

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.backup.errors import Tampered, Torn
from gate.backup.stream import CHUNK, TAG, SealedReader, SealedWriter

KEY = bytes(range(32))


def sealed(plain: bytes, key: bytes = KEY, step: int = 10_000) -> bytes:
    file = io.BytesIO()
    writer = SealedWriter(file, key)
    for at in range(0, len(plain), step):
        writer.write(plain[at : at + step])
    writer.close()
    return file.getvalue()


def opened(content: bytes, key: bytes = KEY) -> bytes:
    return SealedReader(io.BytesIO(content), key).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17])
def test_what_goes_in_comes_out(size: int) -> None:
    plain = bytes(range(256)) * (size // 256 + 1)
    content = sealed(plain[:size])
    chunks = max(1, -(-size // CHUNK))
    assert len(content) == size + chunks * TAG
    assert opened(content) == plain[:size]


def test_a_chunk_is_what_the_construction_says() -> None:
    """By AES-GCM alone: number and last flag are the nonce."""
    content = sealed(b"x" * (CHUNK + 5))
    cipher = AESGCM(KEY)
    first = cipher.decrypt(bytes(11) + b"\0", content[: CHUNK + TAG], None)
    last = cipher.decrypt(bytes(10) + b"\1\1", content[CHUNK + TAG :], None)
    assert (first, last) == (b"x" * CHUNK, b"x" * 5)


@settings(max_examples=60)
@given(data=st.data())
def test_every_cut_is_found(data: st.DataObject) -> None:
    whole = sealed(b"y" * (2 * CHUNK + 100))
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises((Torn, Tampered)):
        opened(whole[:cut])


@pytest.mark.parametrize("chunks", [1, 2])
def test_a_cut_between_chunks_is_called_torn(chunks: int) -> None:
    whole = sealed(b"y" * (2 * CHUNK + 100))
    with pytest.raises(Torn, match="expected more"):
        opened(whole[: chunks * (CHUNK + TAG)])
    with pytest.raises(Torn, match="within chunk"):
        opened(whole[: chunks * (CHUNK + TAG) + 50])


@settings(max_examples=60)
@given(data=st.data())
def test_every_changed_bit_is_found_before_a_byte_of_its_chunk_is_given(data: st.DataObject) -> None:
    whole = bytearray(sealed(b"z" * (CHUNK + 40)))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= 1 << data.draw(st.integers(0, 7))
    reader = SealedReader(io.BytesIO(bytes(whole)), KEY)
    with pytest.raises((Tampered, Torn)):
        assert reader.read(CHUNK) == b"z" * CHUNK
        reader.drain()


def test_swapped_repeated_and_missing_chunks_are_found() -> None:
    whole, size = sealed(b"a" * CHUNK + b"b" * CHUNK + b"c"), CHUNK + TAG
    one, two, rest = whole[:size], whole[size : 2 * size], whole[2 * size :]
    for wrong in (two + one + rest, one + one + two + rest, one + rest, two + rest, whole + rest):
        with pytest.raises((Tampered, Torn)):
            opened(wrong)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Tampered, match="or the secret is another"):
        opened(sealed(b"x"), bytes(32))


def test_a_stream_that_was_abandoned_has_no_end() -> None:
    file = io.BytesIO()
    writer = SealedWriter(file, KEY)
    writer.write(b"x" * (2 * CHUNK))
    writer.abandon()
    with pytest.raises((Torn, Tampered)):
        opened(file.getvalue())
