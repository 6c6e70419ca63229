"""200 ms for a reply, 8 s to offline, 1 s to be back: each just before, at and after."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import pytest

from drivers.osdp.commands import Ostat
from drivers.osdp.events import OrderEnded, ReaderDown, ReaderRestarted, ReaderUp, Reported
from drivers.osdp.panel import Panel
from drivers.osdp.reads import Raw
from drivers.osdp.setup import ReaderSetup, Timing
from simulators.osdp.peripheral import Peripheral
from tests.drivers.osdp.rig import BITS, KEY, Rig, numbers

as_in_the_field = partial(Rig, timing=Timing())
EARLY, AT, LATE = 0.1999, 0.2, 0.2001


def one(*, key: bytes | None = KEY, turnaround_s: float = 0.002) -> Rig:
    return Rig(
        [ReaderSetup(address=0, key=key)],
        [Peripheral(0, key, random=numbers(2))],
        turnaround_s=turnaround_s,
    )


def up(rig: Rig) -> Rig:
    rig.run(0.5)
    assert len(rig.of(ReaderUp)) == 1
    return rig


@pytest.mark.parametrize(("waited", "given_up"), [(EARLY, False), (AT, True), (LATE, True)])
def test_a_reply_may_take_just_under_200_ms(waited: float, given_up: bool) -> None:
    panel = Panel([ReaderSetup(address=0)], numbers(1), 0.0)
    assert panel.next_frame(0.0)
    assert panel.wake_at(0.0) == pytest.approx(0.2)
    panel.tick(waited)
    assert (panel.next_frame(waited) is not None) is given_up


def test_the_deadline_counts_from_the_end_of_the_command() -> None:
    panel = Panel([ReaderSetup(address=0)], numbers(1), 0.0, baud=9600)
    data = panel.next_frame(0.0)
    assert data is not None
    assert panel.wake_at(0.0) == pytest.approx(0.2 + len(data) * 10 / 9600)


def test_a_reply_that_has_begun_is_waited_for() -> None:
    panel = Panel([ReaderSetup(address=0)], numbers(1), 0.0)
    command = panel.next_frame(0.0)
    assert command is not None
    reply = Peripheral(0).receive(command, 0.0)
    panel.receive(reply[:4], 0.195)
    panel.tick(0.2)
    assert panel.next_frame(0.2) is None
    panel.receive(reply[4:], 0.21)
    assert panel.next_frame(0.21), "answered: the next step goes out at once"


def test_noise_does_not_hold_the_line_for_ever() -> None:
    panel = Panel([ReaderSetup(address=0)], numbers(1), 0.0)
    panel.next_frame(0.0)
    now = 0.0
    while now < 5 and panel.next_frame(now) is None:
        now += 0.01
        panel.receive(b"\x53\x80\x00\x05", now)
        panel.tick(now)
    assert now < 1.3


@pytest.mark.parametrize("key", [KEY, None])
@pytest.mark.parametrize(("silence", "offline"), [(7.999, False), (8.0, True), (8.001, True)])
def test_offline_8_s_after_the_last_good_reply(key: bytes | None, silence: float, offline: bool) -> None:
    rig = up(one(key=key))
    rig.peripherals[0].faults.silent = True
    last_reply = rig.sent[-1][0] + rig.turnaround_s
    rig.run(last_reply + silence - rig.now)
    assert bool(rig.of(ReaderDown)) is offline
    if offline:
        assert rig.at(ReaderDown) == [pytest.approx(last_reply + 8.0, abs=1e-6)]


@pytest.mark.parametrize("key", [KEY, None])
@pytest.mark.parametrize("power_cycled", [True, False])
@pytest.mark.parametrize("gone_s", [0.3, 1.0, 7.5, 12.0, 30.0])
def test_a_reader_that_comes_back_works_within_1_s(
    key: bytes | None, power_cycled: bool, gone_s: float
) -> None:
    rig = up(one(key=key))
    reader = rig.peripherals[0]
    reader.faults.silent = True
    rig.run(gone_s)
    if power_cycled:
        reader.power_cycle()
    reader.faults.silent = False
    back = rig.now
    rig.run(0.9)
    reader.present(BITS)
    rig.run(0.1)
    assert [e.reply for e in rig.of(Reported) if isinstance(e.reply, Raw)] == [Raw(bits=BITS, format=1)]
    went_offline = gone_s > 8
    assert len(rig.of(ReaderUp)) == (2 if went_offline else 1)
    assert len(rig.of(ReaderDown)) == (1 if went_offline else 0)
    if went_offline:
        assert rig.at(ReaderUp)[1] - back < 1.0


def test_a_short_absence_is_told_as_a_restart_so_that_looks_are_shown_again() -> None:
    rig = up(one())
    rig.peripherals[0].power_cycle()
    rig.run(0.5)
    assert len(rig.of(ReaderRestarted)) == 1
    assert not rig.of(ReaderDown)


@pytest.mark.parametrize(("waited", "told"), [(0.999, 0), (1.0, 1), (1.001, 1)])
def test_a_reader_that_never_answered_is_offline_1_s_after_the_start(waited: float, told: int) -> None:
    rig = Rig([ReaderSetup(address=0, key=KEY)], [])
    rig.run(waited)
    assert len(rig.of(ReaderDown)) == told


def test_a_reader_slower_than_probes_wait_is_found_nevertheless() -> None:
    rig = one(turnaround_s=0.15)
    rig.run(3.0)
    assert rig.of(ReaderUp)


def test_an_order_ends_when_its_time_is_over_and_is_never_sent_late() -> None:
    rig = up(one())
    rig.peripherals[0].faults.silent = True
    rig.panel.send(0, Ostat(), ticket=7, expires=rig.now + 1.0)
    rig.run(1.0)
    ended = rig.of(OrderEnded)
    assert [(e.ticket, e.reply) for e in ended] == [(7, None)]
    rig.peripherals[0].faults.silent = False
    rig.run(2.0)
    assert len(rig.of(OrderEnded)) == 1


def four(dead: int) -> Rig:
    keys = [bytes((n + 1,)) * 16 for n in range(4)]
    rig = as_in_the_field(
        [ReaderSetup(address=n, key=keys[n]) for n in range(4)],
        [Peripheral(n, keys[n], random=numbers(n)) for n in range(4)],
    )
    rig.run(1.0)
    for reader in rig.peripherals[4 - dead :]:
        reader.faults.silent = True
    rig.run(9.5)  # they are offline, and only looked for
    return rig


def test_three_dead_readers_cost_the_living_one_less_than_a_tenth_of_its_polls() -> None:
    def polls(rig: Rig) -> int:
        first = len(rig.sent)
        rig.run(4.0)
        return sum(data[2] & 0x7F == 0 for _, data in rig.sent[first:])

    alone = as_in_the_field([ReaderSetup(address=0, key=KEY)], [Peripheral(0, KEY, random=numbers(2))])
    alone.run(1.0)
    assert polls(four(dead=3)) >= 0.9 * polls(alone)


def test_the_living_are_polled_every_50_ms_beside_the_dead_save_for_rare_long_probes() -> None:
    rig = four(dead=2)
    first = len(rig.sent)
    rig.run(15.0)  # a long probe comes once in 13 s
    mine = [at for at, data in rig.sent[first:] if data[2] == 0]
    gaps = sorted(later - earlier for earlier, later in pairwise(mine))
    assert gaps[int(len(gaps) * 0.99)] <= 0.05
    assert gaps[-1] < 0.25


def test_one_of_three_dead_readers_comes_back_within_1_s() -> None:
    rig = four(dead=3)
    rig.peripherals[2].power_cycle()
    rig.peripherals[2].faults.silent = False
    back = rig.now
    rig.run(1.0)
    assert [e.address for at, e in rig.events if at > back and isinstance(e, ReaderUp)] == [2]


def test_eight_readers_are_each_polled_every_50_ms() -> None:
    keys = [bytes((n + 1,)) * 16 for n in range(8)]
    rig = as_in_the_field(
        [ReaderSetup(address=n, key=keys[n]) for n in range(8)],
        [Peripheral(n, keys[n], random=numbers(n)) for n in range(8)],
    )
    rig.run(1.0)
    first = len(rig.sent)
    rig.run(2.0)
    for address in range(8):
        mine = [at for at, data in rig.sent[first:] if data[2] == address]
        assert max(b - a for a, b in pairwise(mine)) <= Timing().poll_interval_s
    assert len(rig.sent) - first <= 2.0 / Timing().slot_s(8) + 2, "no more than asked for: the CPU is shared"


@pytest.mark.parametrize(
    ("readers", "slot_ms"), [(1, 2.0), (4, 2.0), (5, 9.0), (8, 5.625), (16, 2.8125), (45, 1.0)]
)
def test_short_lines_are_polled_eagerly_and_long_ones_as_the_interval_asks(
    readers: int, slot_ms: float
) -> None:
    assert Timing().slot_s(readers) == pytest.approx(slot_ms / 1000)
    assert Timing().slot_s(readers) * readers <= Timing().poll_interval_s
    assert Timing(poll_interval_s=0.001).slot_s(1) == pytest.approx(0.0009)
