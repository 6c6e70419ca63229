"""Golden bytes from outside: frames, payloads, session keys and secured commands."""

from __future__ import annotations

from typing import Any

import pytest

from drivers.osdp.channel import Channel
from drivers.osdp.check import checksum, crc
from drivers.osdp.codes import CommandCode, ReplyCode
from drivers.osdp.commands import Chlng, Comset, Id, Keyset, Mfg, Poll, decode_command
from drivers.osdp.crypto import (
    SessionCiphers,
    SessionKeys,
    initial_rmac,
    panel_cryptogram,
    reader_cryptogram,
    session_keys,
)
from drivers.osdp.display import Blink, Buz, Colour, Led, LedControl, Temporary, Text
from drivers.osdp.frame import Frame, parse_frame
from drivers.osdp.framer import Framer
from drivers.osdp.message import Message
from drivers.osdp.outputs import Out, OutputCode, OutputControl
from drivers.osdp.reads import Keypad, Raw
from drivers.osdp.replies import Ack, PdId, decode_reply
from tests.drivers.osdp.vectors import load

FRAMES: list[dict[str, Any]] = load("frames")["frames"]
COMMANDS: list[dict[str, Any]] = load("command_frames")["frames"]
ANNEX = load("annex_e")
ZERO = SessionKeys(enc=bytes(16), mac1=bytes(16), mac2=bytes(16))

_LED = LedControl(
    temporary=Temporary.SET,
    blink=Blink(on_for=2, off_for=1, on=Colour.GREEN, off=Colour.OFF),
    timer=10,
)
MEANINGS: dict[str, Message] = {
    "COMSET broadcast CRC": Comset(address=0, baud=9600),
    "ID addr 0 CRC": Id(),
    "LED cksum": Led(leds=(_LED,)),
    "LED CRC": Led(leds=(_LED,)),
    'TEXT "test" cksum': Text(text="test", row=0, column=0),
    "ACK reply cksum": Ack(),
    "RAW 26-bit cksum": Raw(bits="11001101001000101100011100", reader=0xFF, format=1),
    'KEYPAD "1234" cksum': Keypad(keys=b"1234", reader=0xFF),
    'KEYPAD "1234" CRC': Keypad(keys=b"1234", reader=0xFF),
    "COMSET with mark": Comset(address=1, baud=9600),
    "POLL CRC": Poll(),
    "PDID reply, real capture": PdId(
        vendor=bytes.fromhex("000ee3"), model=0x10, version=0x10, serial=0x97740000, firmware=(0x23, 6, 6)
    ),
    "BUZ": Buz(reader=0, tone=2, on_for=2, off_for=2, count=1),
    "CHLNG addr 65": Chlng(rnd_a=bytes(range(1, 9))),
}


def parsed(hexes: str) -> Frame:
    (frame,) = Framer().feed(bytes.fromhex(hexes))
    assert isinstance(frame, Frame), frame
    return frame


def message(frame: Frame) -> Message:
    return (decode_reply if frame.reply else decode_command)(frame.code, frame.payload)


@pytest.mark.parametrize("vector", FRAMES, ids=[f"{v['name']} {v['hex'][:12]}" for v in FRAMES])
def test_published_frame_is_read_and_written_alike(vector: dict[str, Any]) -> None:
    frame = parsed(vector["hex"])
    assert frame.encode().hex() == vector["hex"].lower().removeprefix("ff")
    understood = message(frame)
    if not isinstance(understood, Raw):  # the capture's spare bits behind the 26 of the card are not zero
        assert understood.payload() == frame.payload
    assert understood.code == frame.code
    assert understood == MEANINGS.get(vector["name"], understood)


def test_every_meaning_belongs_to_a_vector() -> None:
    assert set(MEANINGS) <= {vector["name"] for vector in FRAMES}


@pytest.mark.parametrize("case", ANNEX["crc16"]["cases"])
def test_crc(case: dict[str, str]) -> None:
    assert crc(bytes.fromhex(case["msg"])).hex() == case["crc_le"]


@pytest.mark.parametrize("case", ANNEX["checksum"]["cases"])
def test_checksum(case: dict[str, str]) -> None:
    assert checksum(bytes.fromhex(case["msg"])).hex() == case["checksum"]


def test_annex_e_keys_and_cryptograms() -> None:
    facts = {name: bytes.fromhex(value) for name, value in ANNEX["secure_channel"].items()}
    keys = session_keys(facts["scbk_d"], facts["rnd_a_acu"])
    numbers = facts["rnd_a_acu"], facts["rnd_b_pd"]
    assert (keys.enc, keys.mac1, keys.mac2) == (facts["s_enc"], facts["s_mac1"], facts["s_mac2"])
    assert panel_cryptogram(keys, *numbers) == facts["acu_cryptogram"]
    assert reader_cryptogram(keys, *numbers) == facts["pd_cryptogram"]
    assert initial_rmac(keys, facts["acu_cryptogram"]) == facts["rmac_i"]


@pytest.mark.parametrize("vector", COMMANDS, ids=[f"{v['meaning']} {v['mode']}" for v in COMMANDS])
def test_published_commands(vector: dict[str, Any]) -> None:
    raw = bytes.fromhex(vector["frame"])
    frame = parse_frame(raw)
    assert frame.crc == (vector["mode"] != "checksum")
    if vector["mode"] == "secure":  # session keys and last R-MAC are zero in these
        frame = Channel(ZERO, bytes(16)).open(frame)
        assert Channel(ZERO, bytes(16)).seal(frame) == raw
    assert (frame.address, frame.sequence, f"{frame.code:02x}") == (0, 2, vector["command"])
    assert message(frame).payload() == frame.payload


def test_published_commands_mean_what_their_source_says() -> None:
    said = {v["meaning"]: message(_clear(v)) for v in COMMANDS}
    assert said["OUT out0: code 3 timer 100; out1: code 6 timer 120"] == Out(
        outputs=(
            OutputControl(output=0, control=OutputCode.OFF_AFTER_TIMER, timer=100),
            OutputControl(output=1, control=OutputCode.PULSE_OFF, timer=120),
        )
    )
    assert said["COMSET addr=1 baud=9600"] == Comset(address=1, baud=9600)
    assert said["MFG vendor=010203 data=0a0b0c"] == Mfg(vendor=b"\x01\x02\x03", data=b"\x0a\x0b\x0c")
    key = bytes.fromhex("00010203040506070001020304050607")
    assert said["KEYSET type=1 key=00010203040506070001020304050607"] == Keyset(key=key)


def test_mac_of_several_blocks_by_the_libraries_own_chaining() -> None:
    """Ours chains by hand for speed: the library's CBC says the same."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    keys = session_keys(bytes(range(16)), bytes(8))
    data, iv = bytes(range(48)), bytes(range(100, 116))

    def cbc(key: bytes, vector: bytes, blocks: bytes) -> bytes:
        encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
        return encryptor.update(blocks) + encryptor.finalize()

    head = cbc(keys.mac1, iv, data[:32])
    assert SessionCiphers(keys).mac(iv, data) == cbc(keys.mac2, head[-16:], data[32:])
    inverse = bytes(byte ^ 0xFF for byte in iv)
    padded = data + b"\x80" + bytes(15)
    assert SessionCiphers(keys).encrypt(iv, data) == cbc(keys.enc, inverse, padded)


def _clear(vector: dict[str, Any]) -> Frame:
    frame = parse_frame(bytes.fromhex(vector["frame"]))
    return Channel(ZERO, bytes(16)).open(frame) if vector["mode"] == "secure" else frame


def test_codes_are_those_of_the_fact_file() -> None:
    assert (CommandCode.KEEPACTIVE, CommandCode.ABORT, CommandCode.CRAUTH) == (0xA7, 0xA2, 0xA5)
    assert (ReplyCode.FTSTAT, ReplyCode.XRD, ReplyCode.MFGREP) == (0x7A, 0xB1, 0x90)
