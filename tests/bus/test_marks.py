"""Marks of what is sent again, and what a signature covers."""

import json

import pytest

from gate.bus.codec import decode, encode, encode_signed, mark_resent, signed_by
from gate.bus.errors import CodecError
from gate.domain.envelope import Envelope
from gate.domain.events import RexPressed
from tests.bus.known import AT, GOOD, REX


def by_length(content: bytes) -> str:
    """A stand-in for a key: enough to see which bytes were covered."""
    return f"len{len(content)}sum{sum(content)}"


def holds(content: bytes, sig: str) -> bool:
    return by_length(content) == sig


@pytest.mark.parametrize("oldest", [False, True])
@pytest.mark.parametrize("more", [False, True])
def test_marks_of_what_is_sent_again_come_back(oldest: bool, more: bool) -> None:
    received = decode(mark_resent(encode_signed(REX, by_length), oldest=oldest, more=more))
    assert (received.resent, received.oldest, received.more) == (True, oldest, more)
    assert received.proved(holds)


@pytest.mark.parametrize("marks", [b',"oldest":true', b',"more":true', b',"resent":false,"more":true'])
def test_marks_without_resent_are_refused(marks: bytes) -> None:
    with pytest.raises(CodecError, match="oldest and more with resent only"):
        decode(encode(REX)[:-1] + marks + b"}")


def test_a_signature_covers_all_but_itself_and_resent() -> None:
    message = encode_signed(REX, by_length)
    assert decode(message).proved(holds)
    assert decode(mark_resent(message)).proved(holds)
    assert encode(signed_by(REX, by_length)) == message
    assert not decode(message.replace(b"lab-door", b"lap-door")).proved(holds)
    assert not decode(encode(REX)).proved(lambda _content, _sig: True)  # no signature at all


@pytest.mark.parametrize(
    "message",
    [
        json.dumps(
            {"sig": "AAAA", **{name: value for name, value in GOOD.items() if name != "sig"}}
        ).encode(),
        json.dumps({**GOOD, "sig": "AAAA"}).encode(),  # spaces between tokens
        encode(REX).replace(b'"sig":""', b'"sig":"AAAA" '),
    ],
)
def test_a_signature_elsewhere_is_refused(message: bytes) -> None:
    with pytest.raises(CodecError, match="sig after the body"):
        decode(message)


def test_a_signature_must_be_base64() -> None:
    with pytest.raises(CodecError, match="a base64 signature"):
        encode_signed(REX, lambda _content: '","resent":true')


def test_text_that_looks_like_a_signature_stays_text() -> None:
    nasty = Envelope(site="hq", src="x", boot=1, seq=1, at=AT, body=RexPressed(portal='a","sig":"AAAA"}'))
    message = encode_signed(nasty, by_length)
    assert decode(message).envelope.body == nasty.body
    assert decode(message).proved(holds)
