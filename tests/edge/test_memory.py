"""What an agent remembers over a restart, and what its doors saw meanwhile."""

from datetime import datetime
from pathlib import Path

import pytest

from gate.domain.card import card_number
from gate.domain.decision import Result
from gate.domain.signals import Sense
from gate.edge.errors import EdgeError
from gate.edge.memory import Memory, load_memory, save_memory
from gate.edge.pack import hashed_card
from tests.edge.bench import CHEN, Bench
from tests.edge.rights import LI, alone


def li_goes_in(bench: Bench) -> None:
    """Cut off from the engine, the agent lets Li Na into the lab; the door closes behind her."""
    bench.core.disconnected()
    bench.sense("io-lab", 1, Sense.ON)
    bench.go(1)
    bench.read("rdr-lab-in", LI)
    bench.sense("io-lab", 1, Sense.OFF)
    bench.go(1)
    bench.sense("io-lab", 1, Sense.ON)


def test_what_the_agents_doors_saw_is_known_alone_and_through_a_new_pack(bench: Bench) -> None:
    """Li Na is alone in the archive: timed anti-passback of the lab does not let her in a second time from outside."""
    li_goes_in(bench)
    bench.go(1)
    assert alone(bench, "rdr-lab-in", LI) == (Result.DENIED, ("passback",))
    bench.core.connected()
    bench.deliver_pack(revision=2)
    assert alone(bench, "rdr-lab-in", LI) == (Result.DENIED, ("passback",))


def test_a_door_that_opened_for_nobody_may_have_let_anybody_through(bench: Bench) -> None:
    li_goes_in(bench)
    bench.go(10)
    bench.sense("io-lab", 1, Sense.OFF)  # by the handle
    bench.go(1)
    bench.sense("io-lab", 1, Sense.ON)
    bench.go(1)
    assert alone(bench, "rdr-lab-in", LI) == (Result.GRANTED, ())


def test_memory_comes_back(tmp_path: Path, bench: Bench) -> None:
    at: datetime = bench.clock.now()
    memory = Memory(epoch=4, fresh_at=at, high_water=at, revoked={"c1": 5})
    save_memory(tmp_path / "m" / "memory", memory)
    assert load_memory(tmp_path / "m" / "memory") == memory
    assert load_memory(tmp_path / "none") == Memory()


def test_a_damaged_memory_stops_the_agent_rather_than_forget_revocations(tmp_path: Path) -> None:
    (tmp_path / "memory").write_text('{"epoch": "seven"}')
    with pytest.raises(EdgeError, match=r"epoch: expected a whole number"):
        Bench(tmp_path)


def test_hashed_cards_are_told_apart_from_real_ones(bench: Bench) -> None:
    assert hashed_card("ab") != card_number("H10301", "ab")
    name = bench.keys.card_hash(CHEN)
    assert alone(bench, "rdr-front-in", hashed_card(name))[1] == ("unknown_credential",)


def test_keys_of_pins_do_not_show(bench: Bench) -> None:
    ready = bench.core.alone._ready
    assert ready is not None
    assert ready.pack.pin_keys["p1001"] not in repr(ready)
    assert ready.pack.people[0].pin not in (None, "")
    assert str(ready.pack.people[0].pin) not in repr(ready)
