"""From the panel's events to the agent's signals."""

from __future__ import annotations

import pytest

from drivers.osdp.config import OsdpReaderConfig
from drivers.osdp.events import Fault, ReaderDown, ReaderUp, Refused, Reported
from drivers.osdp.faults import FaultMeter
from drivers.osdp.feedback import DEFAULT_LOOKS
from drivers.osdp.message import Message
from drivers.osdp.reads import Fmt, Keypad, Raw
from drivers.osdp.replies import Ack
from drivers.osdp.status import Istatr, Lstatr, Ostatr, Rstatr
from drivers.osdp.translate import Translator
from gate.domain.card import CardNumber
from gate.domain.signals import (
    CardRead,
    DeviceOffline,
    DeviceOnline,
    Feedback,
    InputSensed,
    KeysTyped,
    OutputSensed,
    Sense,
    Signal,
    TamperSensed,
    WireFault,
    WireRefused,
)

CARD = CardNumber(format="T", number="7")
SUPERVISED = {0: Sense.OFF, 1: Sense.ON, 2: Sense.SHORT, 3: Sense.CUT, 7: Sense.TAMPER}
READERS = (
    OsdpReaderConfig(device="in", address=0, key=bytes(16), keypad=True),
    OsdpReaderConfig(device="out", address=1, key=bytes(16), inputs=SUPERVISED),
)


def translator() -> Translator:
    return Translator("osdp-1", READERS, lambda bits: (CARD, "") if bits == "111" else (None, "no format"))


def report(reply: Message, address: int = 0) -> list[Signal]:
    return translator().signals(Reported(address=address, reply=reply), 0.0)


@pytest.mark.parametrize(
    ("reply", "signals"),
    [
        (Raw(bits="111"), [CardRead(device="in", card=CARD, bits="111")]),
        (Raw(bits="10"), [CardRead(device="in", card=None, bits="10", why="no format")]),
        (Fmt(text="12345"), [CardRead(device="in", card=CardNumber(format="OSDP-FMT", number="12345"))]),
        (Keypad(keys=b"19*#\x7f\x0d"), [KeysTyped(device="in", keys="19*#*#")]),
        (Lstatr(tamper=True, power=False), [TamperSensed(device="in", active=True)]),
        (Rstatr(levels=(0, 2)), [TamperSensed(device="in", active=True)]),
        (Rstatr(levels=(1,)), [TamperSensed(device="in", active=False)]),
        (
            Istatr(levels=(0, 1, 9)),
            [
                InputSensed(device="in", input=1, level=Sense.OFF),
                InputSensed(device="in", input=2, level=Sense.ON),
                InputSensed(device="in", input=3, level=Sense.UNKNOWN),
            ],
        ),
        (Ostatr(levels=(1,)), [OutputSensed(device="in", output=1, level=Sense.ON)]),
        (Ack(), []),
    ],
)
def test_reports(reply: Message, signals: list[Signal]) -> None:
    assert report(reply) == signals


def test_keys_of_a_reader_without_a_keypad_are_not_believed() -> None:
    (fault,) = report(Keypad(keys=b"1234"), address=1)
    assert isinstance(fault, WireFault)
    assert "1234" not in fault.why


def test_an_unknown_key_is_left_out_and_reported_without_its_value() -> None:
    typed, fault = report(Keypad(keys=b"1\xf02"))
    assert typed == KeysTyped(device="in", keys="12")
    assert isinstance(fault, WireFault)


def test_a_power_failure_is_told() -> None:
    tamper, fault = report(Lstatr(tamper=False, power=True))
    assert tamper == TamperSensed(device="in", active=False)
    assert isinstance(fault, WireFault)
    assert "power" in fault.why


def test_tamper_ends_when_both_switches_are_at_rest() -> None:
    both = translator()
    both.signals(Reported(address=0, reply=Rstatr(levels=(2,))), 0.0)
    half = both.signals(Reported(address=0, reply=Lstatr(tamper=False, power=False)), 0.0)
    assert half == [TamperSensed(device="in", active=True)]
    assert both.signals(Reported(address=0, reply=Rstatr(levels=(0,))), 0.0) == [
        TamperSensed(device="in", active=False)
    ]


def test_only_changes_of_standing_are_told() -> None:
    one = translator()
    up, down = ReaderUp(address=0, secure=True, identity=None), ReaderDown(address=0, why="gone")
    assert one.signals(down, 0.0) == [DeviceOffline(device="in", why="gone")]
    assert one.signals(down, 0.0) == []
    assert one.signals(up, 0.0) == [DeviceOnline(device="in", detail="secure channel, unnamed")]
    assert one.signals(up, 0.0) == []
    assert one.all_offline("cut") == [
        DeviceOffline(device="in", why="cut"),
        DeviceOffline(device="out", why="cut"),
    ]


def test_faults_name_the_reader_or_the_line() -> None:
    one = translator()
    assert one.signals(Fault(address=1, why="x"), 0.0) == [WireFault(device="out", why="x")]
    assert one.signals(Fault(address=None, why="x"), 0.0) == [WireFault(device="osdp-1", why="x")]
    assert one.signals(Fault(address=99, why="y"), 20.0) == [WireFault(device="osdp-1", why="y")]
    assert one.signals(Refused(address=0, why="z"), 0.0) == [WireRefused(device="in", why="z")]


@pytest.mark.parametrize(("later", "told"), [(9.999, None), (10.0, "why (and 1 more since)")])
def test_a_noisy_line_is_told_once_in_ten_seconds(later: float, told: str | None) -> None:
    meter = FaultMeter()
    assert meter.tell("in", "why", 0.0) == "why"
    assert meter.tell("in", "why", 0.1) is None
    assert meter.tell("out", "why", 0.1) == "why"
    assert meter.tell("in", "why", later) == told


def test_faults_that_differ_in_their_text_do_not_flood_either() -> None:
    one = translator()
    told = [one.signals(Fault(address=0, why=f"expected check {n:04x}"), n / 100) for n in range(900)]
    assert sum(map(len, told)) == 1
    (refused,) = one.signals(Refused(address=0, why="downgrade"), 9.0)
    assert isinstance(refused, WireRefused), "noise must not hide an attack"


def test_long_texts_from_outside_are_capped() -> None:
    assert len(FaultMeter().tell("in", "x" * 5000, 0.0) or "") == 200


def test_every_feedback_has_a_look() -> None:
    assert set(DEFAULT_LOOKS) == set(Feedback)
    passing = {feedback for feedback, look in DEFAULT_LOOKS.items() if not look.lasting}
    assert passing == {Feedback.GRANTED, Feedback.DENIED, Feedback.WAIT}


def test_a_key_is_not_shown() -> None:
    assert "secretsecret" not in repr(OsdpReaderConfig(device="in", address=0, key=b"secretsecret1234"))


def test_a_supervised_input_means_what_the_profile_says_and_an_unnamed_byte_is_unknown() -> None:
    signals = report(Istatr(levels=(0, 1, 2, 3, 7, 4)), address=1)
    assert [signal.level for signal in signals if isinstance(signal, InputSensed)] == [
        Sense.OFF,
        Sense.ON,
        Sense.SHORT,
        Sense.CUT,
        Sense.TAMPER,
        Sense.UNKNOWN,
    ]


def test_outputs_know_no_wires() -> None:
    signals = report(Ostatr(levels=(0, 1, 2)), address=1)
    levels = [signal.level for signal in signals if isinstance(signal, OutputSensed)]
    assert levels == [Sense.OFF, Sense.ON, Sense.UNKNOWN]
