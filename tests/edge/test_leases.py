"""Leases of offline rights: when they end, what renews them, and that no clock set back lengthens them."""

from datetime import timedelta

import pytest

from gate.bus.messages import Fresh
from gate.domain.events import PackTaken
from gate.edge.pack import pack_hash
from tests.edge.bench import AGENT, CHEN, Bench
from tests.edge.rights import alone, sealed_for

LAB_LEASE = timedelta(hours=8)


LOBBY_LEASE = timedelta(hours=24)


def ended(bench: Bench, reader: str) -> bool:
    return "lease_ended" in alone(bench, reader, CHEN)[1]


@pytest.mark.parametrize(("reader", "lease"), [("rdr-lab-in", LAB_LEASE), ("rdr-front-in", LOBBY_LEASE)])
def test_a_lease_ends_on_its_microsecond(bench: Bench, reader: str, lease: timedelta) -> None:
    start = bench.clock.now()
    for offset, expected in ((-1, False), (0, True), (1, True)):
        bench.clock.wall = start + lease + timedelta(microseconds=offset)
        assert ended(bench, reader) is expected


def test_a_token_renews_leases_only_if_it_names_the_pack_that_runs(bench: Bench) -> None:
    bench.clock.go(LAB_LEASE.total_seconds())
    assert ended(bench, "rdr-lab-in")
    bench.look()
    bench.fresh("0" * 64)
    assert ended(bench, "rdr-lab-in")
    assert bench.look(PackTaken) == [PackTaken(pack=bench.core.alone.pack or "", revision=1)]
    bench.fresh()
    assert not ended(bench, "rdr-lab-in")
    assert bench.look() == []


def test_a_token_that_came_before_its_pack_counts_once_the_pack_is_there(bench: Bench) -> None:
    bench.clock.go(LAB_LEASE.total_seconds())
    content = bench.pack(revision=3)
    bench.fresh(pack_hash(content))
    assert ended(bench, "rdr-lab-in")
    bench.send(sealed_for(bench, content, revision=3))
    assert not ended(bench, "rdr-lab-in")


def test_an_old_token_again_renews_nothing(bench: Bench) -> None:
    old = bench.message(Fresh(epoch=7, at=bench.clock.now(), packs={AGENT: bench.core.alone.pack or ""}))
    bench.clock.go(3600)
    bench.fresh()
    bench.clock.go(LAB_LEASE.total_seconds() - 1)
    bench.take(old)
    bench.clock.go(1)
    assert ended(bench, "rdr-lab-in")


def test_setting_the_clock_back_buys_no_time(bench: Bench) -> None:
    bench.clock.ticks += LAB_LEASE.total_seconds()  # time went by, the wall clock was held
    assert ended(bench, "rdr-lab-in")
    bench.clock.wall -= timedelta(days=30)
    assert ended(bench, "rdr-lab-in")


def test_the_high_water_mark_outlives_a_restart(bench: Bench) -> None:
    bench.clock.go(LAB_LEASE.total_seconds() + 120)
    bench.core.due()
    bench.clock.wall -= timedelta(hours=9)
    bench.boot()  # trusted time, they say
    assert ended(bench, "rdr-lab-in")
    assert not ended(bench, "rdr-front-in")


def test_after_a_start_without_trusted_time_every_lease_has_ended(bench: Bench) -> None:
    bench.trusted = False
    bench.boot()
    assert ended(bench, "rdr-front-in")
    bench.fresh()
    assert not ended(bench, "rdr-front-in")


def test_after_a_start_without_trusted_time_an_old_token_is_still_a_replay(bench: Bench) -> None:
    old = bench.message(Fresh(epoch=7, at=bench.clock.now(), packs={AGENT: bench.core.alone.pack or ""}))
    bench.clock.go(60)
    bench.fresh()
    bench.trusted = False
    bench.boot()
    bench.take(old)
    assert ended(bench, "rdr-front-in")
