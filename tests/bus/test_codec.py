"""The codec: what is written is what is read, and nothing else is."""

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gate.bus.codec import MAX_BYTES, decode, encode, mark_resent
from gate.bus.errors import CodecError
from gate.bus.registry import BODIES
from gate.domain.card import CardNumber
from gate.domain.commands import Actor, CommandRequest, DepartPerson
from gate.domain.decision import Result
from gate.domain.door_commands import ReleaseLock
from gate.domain.door_state import Contact
from gate.domain.envelope import Envelope
from gate.domain.events import ContactChanged, CredentialPresented, OwnAnswer, RexPressed
from gate.domain.rights import Role
from tests.bus.known import AT, GOOD, REX
from tests.bus.values import envelopes

VECTORS = Path(__file__).parent.parent / "vectors" / "bus" / "messages.jsonl"


def changed(**new: Any) -> bytes:
    return json.dumps({**GOOD, **new}).encode()


@pytest.mark.parametrize("name", sorted(BODIES))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_body_comes_back_as_it_went(name: str, data: st.DataObject) -> None:
    envelope = data.draw(envelopes(BODIES[name]))
    message = encode(envelope)
    received = decode(message)
    assert received.envelope == envelope
    assert not received.resent
    assert encode(received.envelope) == message  # so that a signature can be checked again from the log
    assert decode(mark_resent(message)).resent


def expected() -> list[Envelope[Any]]:
    own = OwnAnswer(result=Result.DENIED, reasons=("clearance_too_low", "no_grant"), pack="5d41", acted=False)
    card = CardNumber(format="H10301", number="4567", facility=123)
    bits = "00111101100010001110101111"
    read = CredentialPresented(reader="rdr-lab-in", card=card, bits=bits, own=own)
    opened = ContactChanged(portal="lab-door", contact=Contact.OPEN)
    release = ReleaseLock(
        id="r-1",
        portal="lab-door",
        duration=timedelta(seconds=4),
        epoch=9,
        valid_ms=2000,
        request="cabinet-1/3/17",
    )
    actor = Actor(user="li.na", role=Role.HR, origin="127.0.0.1")
    leave = CommandRequest(
        id="c-1", client="console", actor=actor, command=DepartPerson(person="p1001", reason="离职")
    )
    us = timedelta(microseconds=1)
    eight = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    return [
        Envelope(site="hq", src="cabinet-1", boot=3, seq=17, at=AT + 250 * us, body=read),
        Envelope(
            site="hq",
            src="cabinet-1",
            boot=3,
            seq=18,
            at=AT + 1_500_000 * us,
            body=opened,
            sig="wkiKHGAb3Q4=",
        ),
        Envelope(site="hq", src="engine", boot=9, seq=4, at=AT + 2000 * us, body=release, sig="AAAA"),
        Envelope(site="总部", src="console", boot=1, seq=1, at=eight, body=leave),
    ]


def test_wire_form_is_as_written_down() -> None:
    lines = VECTORS.read_bytes().splitlines()
    for line, envelope in zip(lines, expected(), strict=True):
        resent = b'"resent"' in line
        assert encode(envelope, resent=resent) == line
        assert decode(line).envelope == envelope
        assert decode(line).resent is resent


def test_other_offsets_are_written_as_utc() -> None:
    local = REX.at.astimezone(timezone(timedelta(hours=8)))
    same = Envelope(site="hq", src="cabinet-1", boot=1, seq=2, at=local, body=REX.body)
    assert encode(same) == encode(REX)


BAD_ENVELOPES = [
    (b"", "message: expected a JSON object in UTF-8"),
    (b"\xff\xfe", "message: expected a JSON object in UTF-8"),
    (b"[1]", "message: expected a JSON object; got a list of 1"),
    (b"[" * 100_000, "message: expected a JSON object in UTF-8"),
    (changed(v=2), "v: expected version 1; got 2"),
    (changed(v=True), "v: expected version 1; got True"),
    (changed(boot=-1), "boot: expected a whole number from 0; got -1"),
    (changed(seq=1.0), "seq: expected a whole number from 0; got 1.0"),
    (changed(seq=2**63), "seq: expected a whole number from 0"),
    (changed(seq=True), "seq: expected a whole number from 0; got True"),
    (changed(site=""), "site: expected text; got ''"),
    (changed(src=5), "src: expected text; got 5"),
    (changed(at="2026-03-02T07:30:00Z"), "at: expected an instant like"),
    (changed(at="2026-03-02T07:30:00.000000+00:00"), "at: expected an instant like"),
    (changed(at="2026-02-30T07:30:00.000000Z"), "at: expected an instant like"),
    (changed(at=None), "at: expected an instant like"),
    (changed(type="OpenSesame"), "type: expected the name of a message; got 'OpenSesame'"),
    (changed(type=["RexPressed"]), "type: expected the name of a message; got a list of 1"),
    (changed(extra=1), "missing or unknown: 'extra'"),
    (changed(resent=1), "resent: expected true or false; got 1"),
    (changed(body=None), "body: expected an object (RexPressed); got None"),
    (changed(body={}), "body: expected the fields of RexPressed; got none called portal"),
    (changed(body={"portal": 5}), "body.portal: expected text; got 5"),
    (
        changed(body={"portal": "x", "open": True}),
        "body: expected a field of RexPressed; got unknown field 'open'",
    ),
    (changed(body={"portal": "\ud800"}), "expected a JSON object in UTF-8"),
    (changed(body={"portal": "a\0b"}), "expected text without NUL"),
    (changed(sig=7), "sig: expected text; got 7"),
    (encode(REX)[:-1] + b',"x":NaN}', "expected a JSON object in UTF-8"),
]


@pytest.mark.parametrize(("message", "says"), BAD_ENVELOPES)
def test_bad_envelopes_are_refused_with_their_place(message: bytes, says: str) -> None:
    with pytest.raises(CodecError) as fault:
        decode(message)
    assert says in str(fault.value)


def test_a_missing_field_is_named() -> None:
    without = json.dumps({name: value for name, value in GOOD.items() if name != "sig"}).encode()
    with pytest.raises(CodecError, match="missing or unknown: 'sig'"):
        decode(without)


def test_too_long_is_refused_unread() -> None:
    with pytest.raises(CodecError, match=f"at most {MAX_BYTES} bytes"):
        decode(b" " * (MAX_BYTES + 1))


def body_of(name: str, **new: Any) -> bytes:
    lines = [json.loads(line) for line in VECTORS.read_bytes().splitlines()]
    found = next(line for line in lines if line["type"] == name)
    return json.dumps({**found, "body": {**found["body"], **new}, "sig": ""}).encode()


BAD_BODIES = [
    (
        body_of("ContactChanged", contact="ajar"),
        "body.contact: expected one of closed, open, tamper, unknown",
    ),
    (body_of("ContactChanged", brief=0), "body.brief: expected true or false; got 0"),
    (body_of("ReleaseLock", duration=4.0), "body.duration: expected a whole number of 64 bits; got 4.0"),
    (body_of("ReleaseLock", epoch="9"), "body.epoch: expected a whole number of 64 bits; got '9'"),
    (body_of("CredentialPresented", card={"format": "H"}), "body.card: expected the fields of CardNumber"),
    (
        body_of("CredentialPresented", own={"result": "open"}),
        "body.own.result: expected one of granted, denied",
    ),
    (
        body_of("CommandRequest", command={"person": "p"}),
        "body.command.type: expected one of MomentaryUnlock",
    ),
    (
        body_of("CommandRequest", command={"type": "Sudo"}),
        "body.command.type: expected one of MomentaryUnlock",
    ),
    (body_of("CommandRequest", command=[]), "body.command: expected an object with a type"),
    (
        body_of("CommandRequest", command={"type": "LockDown", "targets": ["a", 1], "reason": ""}),
        "body.command.targets.1: expected text; got 1",
    ),
]


@pytest.mark.parametrize(("message", "says"), BAD_BODIES)
def test_bad_bodies_are_refused_with_their_path(message: bytes, says: str) -> None:
    with pytest.raises(CodecError) as fault:
        decode(message)
    assert says in str(fault.value)


def test_secret_fields_never_show_in_errors() -> None:
    with pytest.raises(CodecError) as fault:
        decode(body_of("CredentialPresented", pin=4821))
    assert str(fault.value) == "body.pin: expected text; got something else (not shown)"
    assert "4821" not in repr(fault.value)


@given(junk=st.binary(max_size=200))
def test_noise_is_a_codec_error_and_nothing_else(junk: bytes) -> None:
    with pytest.raises(CodecError):
        decode(junk)


@settings(deadline=None)
@given(place=st.integers(0, len(encode(REX)) - 1), byte=st.integers(0, 255))
def test_a_changed_byte_is_read_as_something_else_or_refused(place: int, byte: int) -> None:
    message = bytearray(encode(REX))
    message[place] = byte
    try:
        received = decode(bytes(message))
    except CodecError:
        return
    assert (received.envelope == REX) == (bytes(message) == encode(REX))


def test_absent_fields_with_defaults_are_taken() -> None:
    raw = json.loads(body_of("CredentialPresented"))
    raw["body"] = {"reader": "r", "card": None}
    assert decode(json.dumps(raw).encode()).envelope.body == CredentialPresented(reader="r", card=None)


def test_what_cannot_be_written_is_refused() -> None:
    with pytest.raises(CodecError, match="expected a body of the bus; got str"):
        encode(Envelope(site="hq", src="x", boot=1, seq=1, at=AT, body="rex"))
    naive = Envelope(site="hq", src="x", boot=1, seq=1, at=AT.replace(tzinfo=None), body=REX.body)
    with pytest.raises(CodecError, match="an aware instant"):
        encode(naive)
    half = Envelope(site="hq", src="x", boot=1, seq=1, at=AT, body=RexPressed(portal="\ud800"))
    with pytest.raises(CodecError, match="that JSON can carry"):
        encode(half)
    nul = Envelope(site="hq", src="x", boot=1, seq=1, at=AT, body=RexPressed(portal="a\0b"))
    with pytest.raises(CodecError, match="without NUL"):
        encode(nul)


def test_text_that_looks_like_an_escape_stays_text() -> None:
    odd = Envelope(site="hq", src="x", boot=1, seq=1, at=AT, body=RexPressed(portal="\\u0000 \\ud800 \u0001"))
    assert decode(encode(odd)).envelope == odd


def test_all_bodies_are_keyword_only_and_frozen() -> None:
    for cls in BODIES.values():
        assert all(item.kw_only for item in fields(cls))
        assert cls.__dataclass_params__.frozen
        assert hasattr(cls, "__slots__")
