"""Frames in words: what an installer sees, and what nobody sees."""

from __future__ import annotations

import json

from drivers.osdp.channel import Channel
from drivers.osdp.codes import Scs
from drivers.osdp.commands import Keyset
from drivers.osdp.crypto import SessionKeys
from drivers.osdp.describe import describe
from drivers.osdp.frame import Frame, parse_frame
from tests.drivers.osdp.vectors import load

ZERO = SessionKeys(enc=bytes(16), mac1=bytes(16), mac2=bytes(16))


def test_a_poll_and_noise() -> None:
    assert describe(bytes.fromhex("ff53000800066089cc00")) == [
        {"address": 0, "reply": False, "sequence": 2, "code": "POLL", "secure": False, "data": {}},
        {"error": "1 bytes that begin no frame"},
    ]


def test_published_secured_commands_open_with_their_keys() -> None:
    for vector in load("command_frames")["frames"]:
        raw = bytes.fromhex(vector["frame"])
        (closed,), (opened,) = describe(raw), describe(raw, ZERO, bytes(16))
        assert "error" not in opened
        if vector["mode"] == "secure":
            assert ("encrypted" in str(closed["data"])) is (parse_frame(raw).scs == Scs.COMMAND_SECRET)
            assert "encrypted" not in str(opened["data"])
    assert json.dumps(opened)


def test_a_wrong_mac_is_an_error() -> None:
    raw = bytes.fromhex("53000e000e02156662de0516124b")
    (said,) = describe(raw, ZERO, b"x" * 16)
    assert "MAC" in str(said["error"])


def test_a_reply_opens_with_the_commands_mac() -> None:
    reader = Channel(ZERO, bytes(16), command_out=True)
    sealed = reader.seal(Frame(address=1, reply=True, sequence=1, code=0x48, payload=b"\x01\x00"))
    (said,) = describe(sealed, ZERO, bytes(16))
    assert said["data"] == {"tamper": True, "power": False}


def test_keys_and_digits_are_counted_and_not_shown() -> None:
    keyset = Frame(address=1, reply=False, sequence=1, code=0x75, payload=Keyset(key=b"K" * 16).payload())
    keypad = Frame(address=1, reply=True, sequence=1, code=0x53, payload=b"\x00\x041234")
    said = describe(keyset.encode() + keypad.encode())
    assert "1234" not in str(said)
    assert "4b4b" not in str(said)
    assert said[0]["data"] == {"key": "16 hidden", "kind": 1}
    assert said[1]["data"] == {"keys": "4 hidden", "reader": 0}


def test_broken_data_is_an_error() -> None:
    raw = Frame(address=1, reply=True, sequence=1, code=0x48, payload=b"\x01").encode()
    assert "expected 2 bytes" in str(describe(raw)[0]["error"])
