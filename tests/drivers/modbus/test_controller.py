"""Controller, schedule and pulse watch: all with the test's own clock."""

from datetime import timedelta

import pytest

from drivers.modbus import Controller
from drivers.modbus.pulse_watch import PulseWatch
from drivers.modbus.schedule import PollSchedule
from firmware_profiles import load_profile
from gate.domain.signals import DeviceOffline, DeviceOnline, InputSensed, OutputSensed, Sense

MOXA, WAVESHARE = load_profile("moxa-iologik-e1214"), load_profile("waveshare-modbus-rtu-relay-d")


def controller() -> Controller:
    return Controller(device="io", address=1, profile=MOXA)


def online() -> Controller:
    fresh = controller()
    fresh.came_up("")
    fresh.inputs_read([True, False, False, False, False, False, True, True])  # padding bits are no inputs
    fresh.outputs_read([False] * 8, 0.0)
    return fresh


def test_everything_is_told_once_and_then_only_changes() -> None:
    fresh = controller()
    assert fresh.came_up("set") == [DeviceOnline(device="io", detail="set")]
    first = fresh.inputs_read([True] + [False] * 7)
    assert [(s.input, s.level) for s in first if isinstance(s, InputSensed)] == [
        (1, Sense.ON), (2, Sense.OFF), (3, Sense.OFF), (4, Sense.OFF), (5, Sense.OFF), (6, Sense.OFF),
    ]  # fmt: skip
    assert fresh.inputs_read([True] + [False] * 7) == []
    assert fresh.inputs_read([False] * 8) == [InputSensed(device="io", input=1, level=Sense.OFF)]
    assert fresh.came_up("") == []


def test_read_back_is_a_field_of_its_own() -> None:
    assert online().outputs_read([True] + [False] * 7, 1.0) == [
        OutputSensed(device="io", output=1, level=Sense.ON)
    ]


@pytest.mark.parametrize(("at", "wanted"), [(0.99, False), (1.0, True)])
def test_outputs_that_are_off_are_read_back_once_a_second(at: float, wanted: bool) -> None:
    assert online().outputs_wanted(at) is wanted


def test_outputs_are_read_back_at_once_after_a_write_and_while_one_is_on() -> None:
    known = online()
    known.wrote()
    assert known.outputs_wanted(0.1)
    known.outputs_read([True] + [False] * 7, 0.1)
    assert known.outputs_wanted(0.2)
    known.outputs_read([False] * 8, 0.2)
    assert not known.outputs_wanted(0.3)
    known.went_down("silent")
    assert known.outputs_wanted(0.3)


def test_offline_after_the_third_miss_in_a_row_and_then_all_is_unknown() -> None:
    known = online()
    assert known.missed("1") == known.missed("2") == []
    known.came_up("")  # a poll in between was answered
    assert known.missed("1") == known.missed("2") == []
    came = known.missed("silent")
    assert came[0] == DeviceOffline(device="io", why="silent")
    inputs = [s.level for s in came if isinstance(s, InputSensed)]
    outputs = [s.level for s in came if isinstance(s, OutputSensed)]
    assert (inputs, outputs, len(came)) == ([Sense.UNKNOWN] * 6, [Sense.UNKNOWN] * 6, 13)
    assert known.missed("4") == []


def test_one_that_was_never_there_is_offline_at_the_first_miss() -> None:
    assert controller().missed("silent") == [DeviceOffline(device="io", why="silent")]


@pytest.mark.parametrize(
    ("profile", "address", "why"),
    [
        ("rdm6300", 1, "is serial-reader, not modbus"),
        ("moxa-iologik-e1214", 248, "an address 1 to 247, came 248"),
    ],
)
def test_what_is_no_controller(profile: str, address: int, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Controller(device="io", address=address, profile=load_profile(profile))


class TestPulseWatch:
    @pytest.mark.parametrize(("at", "late"), [(106.99, []), (107.0, []), (107.01, [1])])
    def test_a_pulse_that_does_not_end(self, at: float, late: list[int]) -> None:
        watch = PulseWatch(pulse=MOXA.modbus.pulse if MOXA.modbus else None)
        watch.started(1, timedelta(seconds=5), 100.0)  # + one unit of 1.5 s + 0.5 s
        assert watch.overdue([True, True], at) == late

    def test_one_that_ended_is_forgotten(self) -> None:
        watch = PulseWatch(pulse=MOXA.modbus.pulse if MOXA.modbus else None)
        watch.started(1, timedelta(seconds=5), 100.0)
        assert watch.overdue([False], 108.0) == []
        assert watch.overdue([True], 109.0) == []

    def test_a_later_level_ends_the_watch(self) -> None:
        watch = PulseWatch(pulse=MOXA.modbus.pulse if MOXA.modbus else None)
        watch.started(1, timedelta(seconds=5), 100.0)
        watch.forget(1)
        assert watch.overdue([True], 200.0) == []

    def test_nothing_is_watched_where_the_order_carries_the_width(self) -> None:
        watch = PulseWatch(pulse=WAVESHARE.modbus.pulse if WAVESHARE.modbus else None)
        watch.started(1, timedelta(seconds=5), 100.0)
        assert watch.overdue([True], 200.0) == []


class TestSchedule:
    def test_everyone_is_due_at_once_and_then_each_in_its_period(self) -> None:
        schedule = PollSchedule({"a": 0.1, "b": 0.2})
        schedule.answered("a", 0.0)
        assert schedule.next()[0] == "b"
        schedule.answered("b", 0.01)
        assert schedule.next() == ("a", 0.1)
        schedule.answered("a", 0.13)  # late: the next one keeps its place
        assert schedule.next() == ("a", 0.2)
        schedule.answered("a", 0.75)  # very late: no burst to catch up
        assert schedule.next()[0] == "b"

    def test_a_dead_one_rests_longer_and_longer(self) -> None:
        schedule, rests, now = PollSchedule({"a": 0.1}), [], 0.0
        for _ in range(6):
            schedule.failed("a", now, known=False)
            rests.append(schedule.next()[1] - now)
            now = schedule.next()[1]
        assert rests == [0.25, 0.5, 1.0, 2.0, 2.0, 2.0]
        schedule.answered("a", now)
        schedule.failed("a", now, known=False)
        assert schedule.next()[1] - now == 0.25

    def test_one_that_still_counts_as_online_is_asked_again_soon(self) -> None:
        schedule = PollSchedule({"a": 0.1})
        schedule.failed("a", 5.0, known=True)
        assert schedule.next() == ("a", 5.1)

    def test_a_write_brings_the_read_back_forward_and_never_puts_it_off(self) -> None:
        schedule = PollSchedule({"a": 0.1})
        schedule.answered("a", 0.0)
        schedule.hurry("a", 0.05)
        assert schedule.next() == ("a", 0.05)
        schedule.hurry("a", 0.07)
        assert schedule.next() == ("a", 0.05)
