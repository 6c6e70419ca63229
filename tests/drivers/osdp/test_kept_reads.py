"""A card that a reader kept while nobody listened opens nothing: the rule of 8 s, just before, at and after it."""

from __future__ import annotations

import pytest

from drivers.osdp.events import Fault, Reported
from drivers.osdp.message import Message
from drivers.osdp.reads import Keypad, Raw
from drivers.osdp.setup import ReaderSetup
from drivers.osdp.status import Lstatr
from simulators.osdp.peripheral import Peripheral
from tests.drivers.osdp.rig import BITS, KEY, Rig, numbers

OLD, NEW = "1" * 26, BITS


class Hoarder(Peripheral):
    """A reader that keeps its reads however long the panel is away, as many do."""

    def _forget(self) -> None:
        kept = list(self._waiting)
        super()._forget()
        self._waiting.extend(kept)


def rig(key: bytes | None) -> tuple[Rig, Hoarder]:
    reader = Hoarder(0, key, random=numbers(2))
    return Rig([ReaderSetup(address=0, key=key)], [reader]), reader


def cards(line: Rig) -> list[str]:
    return [event.reply.bits for event in line.of(Reported) if isinstance(event.reply, Raw)]


def told_of_old_reads(line: Rig) -> bool:
    return any("from before the connection came back" in fault.why for fault in line.of(Fault))


@pytest.mark.parametrize("key", [KEY, None])
@pytest.mark.parametrize(("away_s", "counts"), [(2.0, True), (7.0, True), (8.2, False), (30.0, False)])
def test_a_kept_card_counts_only_within_the_outage_rule(
    key: bytes | None, away_s: float, counts: bool
) -> None:
    line, reader = rig(key)
    line.run(1.0)
    reader.faults.silent = True
    line.run(1.0)
    reader.present(OLD)
    reader.present(OLD)  # in clear text what the connecting poll brings is dropped anyway
    line.run(away_s - 1.0)
    reader.faults.silent = False
    line.run(1.0)
    assert (OLD in cards(line)) is counts
    assert told_of_old_reads(line) is (not counts)
    reader.present(NEW)
    line.run(0.2)
    assert NEW in cards(line)


def test_everything_kept_is_drained_and_not_the_first_read_alone() -> None:
    line, reader = rig(KEY)
    line.run(1.0)
    reader.faults.silent = True
    for _ in range(5):
        reader.present(OLD)
        reader.type_keys("12")
    reader.set_tamper(True)
    line.run(9.0)
    reader.faults.silent = False
    line.run(2.0)
    assert cards(line) == []
    kinds: list[type[Message]] = [type(event.reply) for event in line.of(Reported)]
    assert Keypad not in kinds
    assert Lstatr in kinds, "a state is as true as ever"


def test_what_a_reader_kept_from_before_the_start_is_of_unknown_age() -> None:
    line, reader = rig(KEY)
    reader.present(OLD)
    line.run(1.0)
    assert cards(line) == []
    assert told_of_old_reads(line)


def test_a_reply_that_lay_in_the_machine_while_the_process_slept_is_old_too() -> None:
    line, reader = rig(KEY)
    line.run(1.0)
    reader.present(OLD)
    while not line._coming:
        line._send()
        line.now += 0.001
        if line.panel.wake_at(line.now) <= line.now:
            line._note(line.panel.tick(line.now))
    line.now += 9.0
    line._coming = [(line.now, data) for _, data in line._coming]
    line._deliver()
    line.run(1.0)
    assert cards(line) == []
