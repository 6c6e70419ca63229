"""An open cabinet has no rights, neither on its disk nor in its mind."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gate.domain.decision import Result
from gate.domain.events import PackTaken
from gate.domain.signals import DeviceOffline, Sense
from gate.edge.memory import remove_durably
from tests.edge.bench import CHEN, Bench
from tests.edge.rights import alone, held


def cabinet(bench: Bench, level: Sense) -> None:
    """The NC loop of the cabinet's tamper switch, and time for it to settle."""
    bench.sense("io-lab", 8, level)
    bench.go(0.051)


@pytest.mark.parametrize("level", [Sense.OFF, Sense.CUT, Sense.SHORT, Sense.TAMPER])
def test_a_cabinet_that_is_opened_has_no_rights_on_its_disk_or_in_its_mind(
    bench: Bench, level: Sense
) -> None:
    cabinet(bench, Sense.ON)
    assert held(bench) is not None
    bench.look()
    cabinet(bench, level)
    assert held(bench) is None
    assert not (bench.folder / "pack").exists()
    assert bench.look(PackTaken) == [PackTaken(pack="", revision=0)]
    assert alone(bench, "rdr-front-in", CHEN) == (Result.DENIED, ("lease_ended",))
    bench.boot()
    assert held(bench) is None


def test_an_open_cabinet_takes_no_pack_and_a_closed_one_does(bench: Bench) -> None:
    cabinet(bench, Sense.OFF)
    bench.deliver_pack(revision=3)
    assert held(bench) is None
    assert not (bench.folder / "pack").exists()
    cabinet(bench, Sense.ON)
    name = bench.deliver_pack(revision=3)
    assert held(bench) == name
    assert (bench.folder / "pack").exists()


def test_a_pack_that_is_being_compiled_when_the_cabinet_opens_is_not_installed(bench: Bench) -> None:
    cabinet(bench, Sense.ON)
    waiting: list[Callable[[], None]] = []
    packs = bench.core._packs
    packs._offload = lambda work, done: waiting.append(lambda: done(work()))
    bench.deliver_pack(revision=3)
    cabinet(bench, Sense.OFF)
    for each in waiting:
        each()
    assert held(bench) is None
    assert not (bench.folder / "pack").exists()


@pytest.mark.parametrize("seconds", [0.01, 0.049])
def test_a_switch_that_only_trembles_costs_no_rights(bench: Bench, seconds: float) -> None:
    cabinet(bench, Sense.ON)
    bench.sense("io-lab", 8, Sense.OFF)
    bench.go(seconds)
    cabinet(bench, Sense.ON)
    bench.go(1)
    assert held(bench) is not None


def test_a_tamper_loop_of_which_nobody_knows_costs_no_rights(bench: Bench) -> None:
    cabinet(bench, Sense.ON)
    bench.core.signal(DeviceOffline(device="io-lab", why="no answer"))
    assert held(bench) is not None
    cabinet(bench, Sense.OFF)
    assert held(bench) is None, "it was opened while nobody looked"


def test_a_cabinet_that_is_found_open_at_the_start_is_wiped(bench: Bench) -> None:
    bench.boot()
    assert held(bench) is not None
    bench.sense("io-lab", 8, Sense.OFF)  # the first level counts at once
    assert held(bench) is None
    assert not (bench.folder / "pack").exists()


def test_what_is_removed_is_overwritten_first(tmp_path: Path) -> None:
    path, other = tmp_path / "pack", tmp_path / "hard-link"
    path.write_bytes(b"rights" * 100)
    other.hardlink_to(path)
    remove_durably(path)
    assert not path.exists()
    assert other.read_bytes() == bytes(600)
    remove_durably(path)
