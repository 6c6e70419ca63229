"""What readers answer besides yes: NAK in all codes, BUSY, noise, echoes, other people's answers."""

from __future__ import annotations

from itertools import pairwise

import pytest

from drivers.osdp.codes import CommandCode, NakCode
from drivers.osdp.commands import Ostat, Poll
from drivers.osdp.display import Buz, Colour
from drivers.osdp.errors import SetupError
from drivers.osdp.events import Fault, OrderEnded, ReaderDown, ReaderRestarted, ReaderUp, Reported
from drivers.osdp.feedback import DEFAULT_LOOKS
from drivers.osdp.frame import Frame, parse_frame
from drivers.osdp.orders import MOST_WAITING
from drivers.osdp.outputs import Out, OutputCode, OutputControl
from drivers.osdp.panel import Panel
from drivers.osdp.reads import Keypad, Raw
from drivers.osdp.replies import Nak
from drivers.osdp.setup import ReaderSetup, Timing
from drivers.osdp.status import Istatr, Lstatr, Ostatr
from gate.domain.signals import Feedback
from simulators.osdp.peripheral import Peripheral
from tests.drivers.osdp.rig import BITS, KEY, Rig, numbers

KEYS = pytest.mark.parametrize("key", [KEY, None], ids=["secure", "clear"])


def started(key: bytes | None = KEY) -> Rig:
    rig = Rig([ReaderSetup(address=0, key=key)], [Peripheral(0, key, random=numbers(2))])
    rig.run(0.5)
    assert rig.of(ReaderUp)
    return rig


def reports(rig: Rig) -> list[object]:
    return [event.reply for event in rig.of(Reported)]


@KEYS
def test_everything_a_person_does_at_the_reader_arrives_in_order(key: bytes | None) -> None:
    rig = started(key)
    del rig.events[:]
    reader = rig.peripherals[0]
    reader.present(BITS)
    reader.type_keys("12*#")
    reader.set_tamper(True)
    reader.set_power(True)
    reader.set_input(2, True)
    rig.run(0.1)
    assert reports(rig) == [
        Raw(bits=BITS, format=1),
        Keypad(keys=b"12*#"),
        Lstatr(tamper=True, power=False),
        Lstatr(tamper=True, power=True),
        Istatr(levels=(0, 1)),
    ]


@KEYS
def test_identity_states_and_capabilities_are_asked_for_once_it_works(key: bytes | None) -> None:
    rig = started(key)
    assert rig.of(ReaderUp)[0].identity == rig.peripherals[0].identity
    assert rig.of(ReaderUp)[0].secure is (key is not None)
    assert {type(report).__name__ for report in reports(rig)} == {"PdCap", "Lstatr", "Istatr", "Ostatr"}


@KEYS
def test_commands_go_before_polls_and_say_how_they_ended(key: bytes | None) -> None:
    rig = started(key)
    look = DEFAULT_LOOKS[Feedback.GRANTED]
    rig.panel.send(0, look.led, 1, rig.now + 1)
    rig.panel.send(0, Buz(), 2, rig.now + 1)
    pulse = Out(outputs=(OutputControl(output=1, control=OutputCode.PULSE_ON, timer=30),))
    rig.panel.send(0, pulse, 3, rig.now + 1)
    wrong = Out(outputs=(OutputControl(output=9, control=OutputCode.ON),))
    rig.panel.send(0, wrong, 4, rig.now + 1)
    rig.run(0.012)
    ware = rig.peripherals[0].ware
    assert [e.ticket for e in rig.of(OrderEnded)] == [1, 2, 3, 4]
    assert ware.led(rig.now).on == Colour.GREEN
    assert list(ware.buzzes) == [Buz()]
    assert rig.of(OrderEnded)[2].reply == Ostatr(levels=(0, 1))
    assert rig.of(OrderEnded)[3].reply == Nak(reason=NakCode.RECORD)
    rig.run(3.1)
    assert ware.levels(rig.now) == (0, 0), "the reader itself ended the pulse"
    assert ware.led(rig.now).on == Colour.RED


@KEYS
@pytest.mark.parametrize("reason", [*NakCode, 77])
def test_no_nak_to_a_poll_stops_the_reader(key: bytes | None, reason: int) -> None:
    rig = started(key)
    naks = iter([reason])

    def nak_once(reply: bytes) -> bytes:
        frame = parse_frame(reply[1:])
        if (now := next(naks, None)) is None:
            return reply
        return Frame(
            address=0, reply=True, sequence=frame.sequence, code=0x41, payload=bytes((now,))
        ).encode()

    rig.tap = nak_once
    rig.run(1.5)
    rig.tap = lambda reply: reply
    rig.peripherals[0].present(BITS)
    rig.run(1.0)
    assert Raw(bits=BITS, format=1) in reports(rig)


def test_an_order_that_the_reader_did_not_do_for_the_sequence_is_done_after_connecting_again() -> None:
    rig = started()
    rig.peripherals[0].power_cycle()  # answers NAK: it knows neither sequence nor session
    rig.panel.send(0, Ostat(), 5, rig.now + 1)
    rig.run(0.3)
    (ended,) = rig.of(OrderEnded)
    assert (ended.ticket, ended.reply) == (5, Ostatr(levels=(0, 0)))
    assert len(rig.of(ReaderRestarted)) == 1


def test_a_pulse_whose_answer_was_lost_is_not_done_twice() -> None:
    rig = started()
    pulse = Out(outputs=(OutputControl(output=0, control=OutputCode.PULSE_ON, timer=10),))
    done: list[float] = []
    ware = rig.peripherals[0].ware
    switch = ware.switch

    def counted(command: Out, now: float) -> bool:
        done.append(now)
        return switch(command, now)

    ware.switch = counted  # type: ignore[method-assign]
    lost = iter([b""])
    rig.tap = lambda reply: next(lost, reply)
    rig.panel.send(0, pulse, 1, rig.now + 1)
    rig.run(1.0)
    assert len(done) == 1
    assert rig.of(OrderEnded)[0].reply == Ostatr(levels=(1, 0))


@KEYS
def test_busy_is_asked_again_and_loses_nothing(key: bytes | None) -> None:
    rig = started(key)
    rig.peripherals[0].present(BITS)
    rig.peripherals[0].faults.busy = 3
    rig.run(0.5)
    assert Raw(bits=BITS, format=1) in reports(rig)
    assert not rig.of(ReaderRestarted)


def test_a_busy_reader_does_not_hold_up_the_others() -> None:
    other = bytes(16)
    rig = Rig(
        [ReaderSetup(address=0, key=KEY), ReaderSetup(address=1, key=other)],
        [Peripheral(0, KEY, random=numbers(2)), Peripheral(1, other, random=numbers(3))],
        timing=Timing(),
    )
    rig.run(0.5)
    rig.peripherals[0].faults.busy = 1000
    first = len(rig.sent)
    rig.run(1.0)
    to_other = sum(data[2] == 1 for _, data in rig.sent[first:])
    assert to_other > 100


@KEYS
@pytest.mark.parametrize(
    "noise", [b"\x00\xff\x12", b"\x53", b"\x53\x80\x10\x00\x04", b"\x53\x80\x08\x00\x04\x40\x11\x11"]
)
def test_noise_before_an_answer_costs_the_reader_nothing_lasting(key: bytes | None, noise: bytes) -> None:
    rig = started(key)
    rig.peripherals[0].faults.noise = noise
    rig.peripherals[0].present(BITS)
    rig.run(2.0)
    rig.peripherals[0].faults.noise = b""
    assert Raw(bits=BITS, format=1) in reports(rig)
    assert rig.of(Fault)
    assert not rig.of(ReaderDown)


@KEYS
def test_a_wrong_check_is_a_lost_answer_and_is_asked_again(key: bytes | None) -> None:
    rig = started(key)
    rig.peripherals[0].present(BITS)
    rig.peripherals[0].faults.wrong_check = 1
    rig.run(0.5)
    assert reports(rig).count(Raw(bits=BITS, format=1)) == 1
    assert "expected check" in rig.of(Fault)[0].why
    assert not rig.of(ReaderRestarted)


def test_an_answer_from_another_address_is_not_an_answer() -> None:
    rig = started()
    rig.peripherals[0].faults.answer_as = 9
    rig.peripherals[0].present(BITS)
    rig.run(9.0)
    assert rig.of(ReaderDown)
    assert Raw(bits=BITS, format=1) not in reports(rig)
    assert any("expected a reply of reader 0, came one of 9" in fault.why for fault in rig.of(Fault))


def test_the_panels_own_echo_is_not_a_fault_and_a_second_panel_is() -> None:
    rig = started()
    rig.tap = lambda reply: rig.sent[-1][1] + reply
    rig.run(1.0)
    assert not rig.of(Fault)
    rig.inject(Frame(address=0, reply=False, sequence=1, code=CommandCode.POLL).encode())
    assert "second panel" in rig.of(Fault)[0].why


def test_an_answer_twice_is_taken_once() -> None:
    rig = started(None)
    rig.tap = lambda reply: reply + reply
    rig.peripherals[0].present(BITS)
    rig.run(1.0)
    assert reports(rig).count(Raw(bits=BITS, format=1)) == 1


def test_checksum_readers() -> None:
    rig = Rig([ReaderSetup(address=4, key=KEY, crc=False)], [Peripheral(4, KEY, random=numbers(2))])
    rig.run(0.5)
    assert rig.of(ReaderUp)
    assert not parse_frame(rig.sent[-1][1][1:]).crc


def test_sequence_numbers_run_0_1_2_3_1() -> None:
    rig = started(None)
    numbers_seen = [parse_frame(data[1:]).sequence for _, data in rig.sent]
    assert numbers_seen[:9] == [0, 1, 2, 3, 1, 2, 3, 1, 2]


def test_orders_to_nobody_and_to_the_absent_end_at_once() -> None:
    rig = Rig([ReaderSetup(address=0, key=KEY)], [])
    rig.run(1.5)
    assert [e.ticket for e in rig.panel.send(0, Poll(), 1, rig.now + 1) if isinstance(e, OrderEnded)] == [1]
    assert [e.ticket for e in rig.panel.send(9, Poll(), 2, rig.now + 1) if isinstance(e, OrderEnded)] == [2]


def test_the_queue_is_bounded_and_newer_looks_replace_older_ones() -> None:
    rig = started()
    rig.peripherals[0].faults.silent = True
    rig.run(0.01)
    gone = [e for n in range(100) for e in rig.panel.send(0, Poll(), n, rig.now + 1)]
    assert len(gone) == 100 - MOST_WAITING
    rig = started()
    rig.panel.send(0, Poll(), 1, rig.now + 1, replaces="look")
    (ended,) = rig.panel.send(0, Poll(), 2, rig.now + 1, replaces="look")
    assert isinstance(ended, OrderEnded)
    assert ended.ticket == 1


def test_two_readers_cannot_have_one_address() -> None:
    with pytest.raises(SetupError, match="an address for each"):
        Panel([ReaderSetup(address=1), ReaderSetup(address=1)], numbers(1), 0.0)
    with pytest.raises(SetupError, match=r"0\.\.126"):
        ReaderSetup(address=127)


def test_any_bytes_at_any_time_leave_the_panel_working() -> None:
    rig = started()
    chance = numbers(5)
    for _ in range(300):
        rig.inject(chance(1 + chance(1)[0]))
        rig.run(0.003)
    rig.run(3.0)
    rig.peripherals[0].present(BITS)
    rig.run(0.5)
    assert reports(rig).count(Raw(bits=BITS, format=1)) == 1


@pytest.mark.parametrize("reason", [NakCode.SEQUENCE, NakCode.SECURE_CONDITIONS, NakCode.BAD_CHECK])
def test_a_reader_that_refuses_everything_does_not_starve_the_others(reason: NakCode) -> None:
    other = bytes(16)
    rig = Rig(
        [ReaderSetup(address=0), ReaderSetup(address=1, key=other)],
        [Peripheral(0), Peripheral(1, other, random=numbers(3))],
    )
    rig.run(0.5)

    def refuse(reply: bytes) -> bytes:
        frame = parse_frame(reply[1:])
        if frame.address != 0:
            return reply
        return Frame(
            address=0, reply=True, sequence=frame.sequence, code=0x41, payload=bytes((reason,))
        ).encode()

    rig.tap = refuse
    rig.run(1.0)
    first = len(rig.sent)
    rig.run(5.0)
    mine = [at for at, data in rig.sent[first:] if data[2] == 1]
    assert max(later - earlier for earlier, later in pairwise(mine)) <= 0.05
    assert rig.of(ReaderUp)[-1].address == 1
    rig.run(4.0)
    assert [down.address for down in rig.of(ReaderDown)] == [0]
