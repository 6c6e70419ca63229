"""UHPPOTE messages against published bytes: read and written again, and field by field."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.uhppote.codec import Message, decode_reply, decode_request, encode_reply, encode_request
from drivers.uhppote.errors import UhppoteError
from drivers.uhppote.functions import BY_CODE, DAYS, FUNCTIONS
from drivers.uhppote.status import event_of, status_of

FOLDER = Path(__file__).parents[2] / "vectors/panel"
CONTROLLER = json.loads((FOLDER / "uhppote_controller.json").read_text())["vectors"]
EXCHANGES = [
    vector for vector in CONTROLLER if "request" in vector and not vector["name"].startswith("listen")
]
EVENTS = [vector for vector in CONTROLLER if vector["name"].startswith("listen")]
MESSAGES = json.loads((FOLDER / "uhppote_messages.json").read_text())["messages"]
WRONG = [message for message in MESSAGES if "InvalidMsgType" in message["test"]]
RIGHT = [message for message in MESSAGES if message not in WRONG]

NAMES = {
    "SerialNumber": "serial", "Date": "date", "Version": "version", "Door": "door", "ControlState": "mode",
    "Delay": "delay", "CardNumber": "card", "From": "from", "To": "to", "PIN": "pin", "FirstCard": "first_card",
    "Records": "count", "Index": "index", "EventIndex": "index", "Type": "type", "EventType": "type",
    "Granted": "granted", "Direction": "direction", "Timestamp": "at", "DateTime": "at", "Reason": "reason",
    "SystemError": "error", "SystemDate": "date", "SystemTime": "time", "SequenceId": "sequence",
    "SpecialInfo": "special", "RelayState": "relays", "InputState": "inputs", "ProfileID": "profile",
    "LinkedProfileID": "linked", "Start": "start", "Task": "task", "MoreCards": "more_cards", "Enable": "enable",
    "AntiPassback": "antipassback", "Interlock": "interlock", "Ok": "ok", "Succeeded": "ok", "Changed": "ok",
    **{f"Door{n}State": f"open{n}" for n in range(1, 5)}, **{f"Door{n}Button": f"button{n}" for n in range(1, 5)},
    **{f"Door{n}": f"door{n}" for n in range(1, 5)}, **{f"Reader{n}": f"reader{n}" for n in range(1, 5)},
    **{day.capitalize(): day for day in DAYS},
    **{f"Passcode{n}": f"code{n}" for n in range(1, 5)},
    **{f"Segment{n}Start": f"start{n}" for n in range(1, 4)}, **{f"Segment{n}End": f"end{n}" for n in range(1, 4)},
}  # fmt: skip
"""The fields of the published tests as ours."""


def decoded(message: dict[str, Any]) -> Message:
    read = decode_request if "Request" in message["test"] else decode_reply
    return read(bytes.fromhex(message["bytes"]))


def plain(text: str) -> str | int | None:
    """A value as the published test has it; None where it only names a variable."""
    if quoted := re.search(r'"(.+)"', text):
        return quoted[1]
    if text in {"true", "false"}:
        return int(text == "true")
    return int(text, 0) if re.fullmatch(r"0x[0-9a-fA-F]+|[0-9]+", text) else None


@pytest.mark.parametrize("vector", EXCHANGES, ids=lambda vector: vector["name"])
def test_a_published_exchange_is_read_and_written_again(vector: dict[str, str]) -> None:
    request, response = bytes.fromhex(vector["request"]), bytes.fromhex(vector["response"])
    asked, answered = decode_request(request), decode_reply(response)
    assert encode_request(asked.function, asked.serial, **asked.values) == request
    assert encode_reply(answered.function, answered.serial, **answered.values) == response
    assert asked.function == answered.function
    assert ("invalid" in vector["name"]) == (asked.serial not in {0, answered.serial})


@pytest.mark.parametrize("vector", EVENTS, ids=lambda vector: vector["name"])
def test_a_published_event_says_what_was_expected(vector: dict[str, Any]) -> None:
    packet = bytes.fromhex(vector.get("response") or vector.get("event") or vector["request"])
    expected, message = vector["expected"], decode_reply(packet)
    status = status_of(message)
    assert message.serial == expected["serial"]
    assert list(status.open) == expected["doors"]
    assert list(status.pressed) == expected["buttons"]
    assert (status.error, message.number("special")) == (expected["system_error"], expected["special"])
    assert (message.number("relays"), message.number("inputs")) == (expected["relays"], expected["inputs"])
    assert message.number("sequence") == expected["sequence"]
    assert status.now is not None
    assert status.now.strftime("%y%m%d %H%M%S") == f"{expected['date']} {expected['time']}"
    if not expected["event_index"]:
        assert status.event is None
        return
    event = status.event
    assert event is not None
    said = (event.index, event.type, event.granted, event.door, event.direction, event.card, event.reason)
    wanted = ("event_index", "event_type", "granted", "door", "direction", "card", "reason")
    assert said == tuple(expected[name] for name in wanted)
    assert event.at is not None
    assert event.at.strftime("%Y%m%d%H%M%S") == expected["timestamp"]
    assert event.reader == 2 * event.door


@pytest.mark.parametrize("message", RIGHT, ids=lambda message: message["test"])
def test_a_published_message_has_its_published_fields(message: dict[str, Any]) -> None:
    came = decoded(message)
    for name, text in message["fields"].items():
        if name == "MsgType":
            assert BY_CODE[int(text, 16)].name == came.function
        elif name != "MagicWord" and (expected := plain(text)) is not None:
            value = came.serial if name == "SerialNumber" else came.values[NAMES[name]]
            if name == "Version":
                value = int(str(value).replace(".", ""), 16)
            if name == "SystemDate":
                value = str(value).replace("-", "")[2:]
            assert value == expected, name


@pytest.mark.parametrize("message", WRONG, ids=lambda message: message["test"])
def test_a_message_of_another_type_is_not_taken_for_the_one_that_was_asked(message: dict[str, Any]) -> None:
    words = re.sub(
        r"(?<!^)(?=[A-Z])", "-", message["test"].split("Unmarshal")[1].split("Response")[0]
    ).lower()
    try:
        assert decode_reply(bytes.fromhex(message["bytes"])).function != words
    except UhppoteError as error:
        assert "came" in str(error)  # noqa: PT017 - the other way of not taking it


def test_an_event_that_was_overwritten_or_never_was_is_none() -> None:
    (overwritten,) = [v for v in CONTROLLER if v["name"] == "get-event (overwritten)"]
    assert event_of(decode_reply(bytes.fromhex(overwritten["response"]))) is None


@pytest.mark.parametrize(
    ("packet", "why"),
    [
        (b"", "expected 64 bytes, came 0"),
        (bytes(64), "expected 17 at the start"),
        (b"\x17\x94" + bytes(63), "expected 64 bytes, came 65"),
        (b"\x19\x94" + bytes(62), "expected 17 at the start"),
        (b"\x17\x01" + bytes(62), "no function 01"),
        (b"\x17\x94\x01" + bytes(61), "expected 00 00 at byte 2"),
        (
            b"\x17\x20" + bytes(11) + b"\x02" + bytes(50),
            "get-status: byte 13, granted: expected 00 or 01, came 02",
        ),
        (
            b"\x17\x32" + bytes(6) + b"\x20\x19\x13\x01" + bytes(52),
            "get-time: byte 8, at: expected a date or time, came 2019",
        ),
        (b"\x17\x32" + bytes(6) + b"\x20\x1a\x13\x01" + bytes(52), "expected decimal digits"),
    ],
)
def test_bad_bytes_are_named(packet: bytes, why: str) -> None:
    with pytest.raises(UhppoteError) as raised:
        decode_reply(packet)
    assert why in str(raised.value)


def test_what_erases_needs_its_magic() -> None:
    packet = bytearray(encode_request("delete-cards", 7))
    assert decode_request(bytes(packet)).function == "delete-cards"
    packet[8] ^= 1
    with pytest.raises(UhppoteError, match="delete-cards: expected 55AAAA55 at byte 8"):
        decode_request(bytes(packet))


@pytest.mark.parametrize("values", [{"door": 256}, {"door": -1}, {"dor": 1}, {"door": "one"}])
def test_what_fits_into_no_message_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(UhppoteError, match="open-door"):
        encode_request("open-door", 1, **values)


def test_pins_and_codes_are_not_shown() -> None:
    packet = encode_request("put-card", 1, card=5, pin=864209)
    assert "864209" not in repr(decode_request(packet))
    assert "54321" not in repr(decode_request(encode_request("set-door-passcodes", 1, door=1, code1=54321)))


@settings(max_examples=30)
@given(st.binary(max_size=200), st.sampled_from([b"", *(bytes([0x17, f.code, 0, 0]) for f in FUNCTIONS)]))
def test_any_bytes_are_a_message_or_an_error_of_the_codec(data: bytes, head: bytes) -> None:
    for read in (decode_reply, decode_request):
        try:
            message = read((head + data)[:64])
        except UhppoteError:
            continue
        assert message.function in {function.name for function in FUNCTIONS}
