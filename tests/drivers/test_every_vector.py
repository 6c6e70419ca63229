"""Each published vector of level A and B, whatever family it belongs to, through the codec that reads it.

What the bytes mean is tested family by family; here it is made sure that none is left out: a vector without a judge, or
a file with fewer vectors than its source has, fails.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from drivers.modbus.crc import crc16
from drivers.osdp.frame import Frame
from drivers.osdp.framer import Framer as OsdpFramer
from drivers.serial_reader import twn4
from drivers.serial_reader.frames import BadFrame
from drivers.serial_reader.framing import framer_for
from drivers.turnstile.codec import Answer, Framer
from drivers.turnstile.digicon import Digicon
from drivers.turnstile.mach import Mach
from drivers.uhppote.codec import decode_reply, decode_request, encode_reply, encode_request
from drivers.uhppote.functions import BY_NAME
from drivers.wiegand import decode, encode
from drivers.wiegand.keys import burst, key_of
from drivers.zkteco import frame as zkteco
from firmware_profiles.load import load_profile

FOLDER = Path(__file__).parents[1] / "vectors"
MANIFEST: Mapping[str, Mapping[str, Any]] = json.loads((FOLDER / "devices.json").read_text())["files"]
Vector = Mapping[str, Any]
Judge = Callable[[Vector], None]


def vectors(file: str) -> list[tuple[str, Vector]]:
    """The vectors of level A and B with their level; a file may give one level for all of its frames."""
    content = json.loads((FOLDER / file).read_text())
    if "frames" in content:
        return [(content["level"][0], frame) for frame in content["frames"]]
    return [(each["level"], each) for each in content["vectors"] if each["level"] in {"A", "B"}]


def serial(*profiles: str) -> Judge:
    """Frames of a reader: read without a fault by one of these profiles."""

    def judge(vector: Vector) -> None:
        data = bytes.fromhex(vector["hex"]) if "hex" in vector else vector["text"].encode()
        assert any(reads(profile, data) for profile in profiles)

    return judge


def twn4_lines(vector: Vector) -> None:
    """A request as it is written, and its answer read; the binary forms as frames of other readers."""
    if "request" not in vector:
        serial(*TWN4)(vector)
        return
    request = vector["request"]
    assert twn4.encode_ascii(bytes.fromhex(request.strip())) == request.encode()
    if "response" in vector:
        assert reads(TWN4[0], vector["response"].encode())


def scanner_setting(vector: Vector) -> None:
    """What a set-up tool sends to a scanner; Gate only listens to scanners. Two's complement of the sum at the end."""
    data = bytes.fromhex(vector["hex"])
    assert data[0] == len(data) - 2
    assert (sum(data[:-2]) + int.from_bytes(data[-2:], "big")) & 0xFFFF == 0


def reads(profile: str, data: bytes) -> bool:
    facts = load_profile(profile).serial_reader
    assert facts is not None
    framer = framer_for(facts)
    frames = framer.feed(data) + framer.idle()
    return bool(frames) and not any(isinstance(frame, BadFrame) for frame in frames)


def modbus(vector: Vector) -> None:
    """A request or an answer on RTU."""
    frame = bytes.fromhex(vector["hex"])
    assert crc16(frame[:-2]) == frame[-2:]


def osdp(vector: Vector) -> None:
    """A frame, written again byte for byte."""
    data = bytes.fromhex(vector["hex"])
    (frame,) = OsdpFramer().feed(data)
    assert isinstance(frame, Frame)
    assert frame.encode() == data.removeprefix(b"\xff")


def card(vector: Vector) -> None:
    """A card's bits: exactly one card of its format."""
    (match,) = decode(vector["bits"], [vector["format"]]).matches
    assert int(match.number) == vector["fields"]["CN"]


def em4100(vector: Vector) -> None:
    (match,) = decode(vector["frame_bits"], ["EM4100"]).matches
    assert match.number == vector["id"]


def bits_in_hex(name: str, length: int) -> Judge:
    """A card in hex digits. What is shorter is its inside, of which the card's frame is made."""

    def judge(vector: Vector) -> None:
        data = bytes.fromhex(vector["hex"])
        if len(data) * 8 < length:
            facility, version, *number = data
            assert (facility, int.from_bytes(bytes(number), "big")) == (101, 1337)
            bits = encode(name, facility, 1337, {"version": version})
            assert [each.number for each in decode(bits, [name]).matches] == [1337]
            return
        (match,) = decode(f"{int(vector['hex'], 16):0{length}b}", [name]).matches
        assert match.format == name

    return judge


def key(vector: Vector) -> None:
    assert key_of(vector["bits"]) == vector["key"]
    assert vector["bits"] in {burst(vector["key"], size) for size in (4, 8)}


def uhppote(vector: Vector) -> None:
    """Request and answer, or an event that was pushed; read, and written again byte for byte."""
    if request := vector.get("request"):
        asked = decode_request(bytes.fromhex(request))
        assert encode_request(asked.function, asked.serial, **asked.values).hex() == request
    response = vector["response"]
    answered = decode_reply(bytes.fromhex(response))
    again = encode_reply(answered.function, answered.serial, **answered.values)
    known = {1, *range(4, 8)}
    for field in BY_NAME[answered.function].reply:
        known |= set(range(field.at, field.at + field.kind.size))
    assert [again[at] for at in sorted(known)] == [bytes.fromhex(response)[at] for at in sorted(known)]


def c3(vector: Vector) -> None:
    if "expected" in vector:
        assert zkteco.crc16(b"123456789")[::-1].hex().upper() == vector["expected"]
        return
    data = bytes.fromhex(vector["hex"])
    (packet,) = zkteco.Framer().feed(data)
    assert isinstance(packet, zkteco.Packet)
    assert zkteco.encode(packet.command, packet.data) == data


def turnstile(codec: Digicon | Mach) -> Judge:
    def judge(vector: Vector) -> None:
        (came,) = Framer(codec).feed(bytes.fromhex(vector["hex"]))
        assert isinstance(came, Answer)

    return judge


TWN4 = (
    "elatec-twn4-simple-protocol",
    "elatec-twn4-simple-protocol-binary",
    "elatec-twn4-simple-protocol-binary-crc",
)
JUDGES: Mapping[str, Judge] = {
    "serial/barcode_qr_serial.json": scanner_setting,
    "serial/chafon_uhfreader18_288.json": serial("chafon-uhfreader18", "chafon-uhfreader288"),
    "serial/elatec_twn4_simple_protocol.json": twn4_lines,
    "serial/id12la.json": serial("id12la-id20la"),
    "serial/pn532_hsu.json": serial("pn532-hsu"),
    "serial/rdm6300.json": serial("rdm6300"),
    "serial/twn3_transparent.json": serial("twn3-transparent"),
    "serial/uhf_m100_bb7e.json": serial("uhf-m100-bb7e"),
    "serial/uhf_r2000_a0.json": serial("uhf-r2000-a0"),
    "serial/wiegand_to_serial_converters.json": serial("priority1design-wie232-a", "s4a-wiegand-ethernet"),
    "modbus/eletechsup.json": modbus,
    "modbus/waveshare.json": modbus,
    "osdp/frames.json": osdp,
    "wiegand/em4100.json": em4100,
    "wiegand/fascn.json": bits_in_hex("FASC-N", 200),
    "wiegand/formats.json": card,
    "wiegand/ioprox_xsf.json": bits_in_hex("ioProx", 64),
    "wiegand/keypad_burst.json": key,
    "panel/uhppote_controller.json": uhppote,
    "panel/zkteco_c3_inbio.json": c3,
    "panel/turnstile_digicon_tx1500.json": turnstile(Digicon()),
    "panel/turnstile_mach_ac_atri_018.json": turnstile(Mach(1)),
}
ALL = [(file, vector) for file in MANIFEST for _, vector in vectors(file)]


@pytest.mark.parametrize("file", MANIFEST)
def test_none_of_a_fact_file_is_missing(file: str) -> None:
    count = Counter(level for level, _ in vectors(file))
    assert {level: count[level] for level in "AB"} == {level: MANIFEST[file][level] for level in "AB"}


def test_each_file_of_vectors_of_a_device_is_counted_and_has_a_judge() -> None:
    assert set(JUDGES) == set(MANIFEST)
    of_devices = {
        f"{path.parent.name}/{path.name}"
        for folder in ("serial", "modbus", "osdp", "wiegand", "panel")
        for path in (FOLDER / folder).glob("*.json")
        if '"level": "A"' in (text := path.read_text()) and '"vectors"' in text
    }
    derived = {"modbus/maps.json"}
    assert of_devices - derived <= set(MANIFEST)


@pytest.mark.parametrize(("file", "vector"), ALL, ids=[f"{file}-{at}" for at, (file, _) in enumerate(ALL)])
def test_it_passes_its_codec(file: str, vector: Vector) -> None:
    JUDGES[file](vector)
