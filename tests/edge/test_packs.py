"""Packs of offline rights: what they hold, which are taken, and what counts without one."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from gate.bus.codec import encode
from gate.domain.card import card_number
from gate.domain.decision import Result
from gate.domain.envelope import Envelope
from gate.domain.events import AgentStarted, CredentialPresented, PackTaken
from gate.domain.signals import Feedback
from gate.edge.errors import PackError
from gate.edge.pack import HASHED, open_pack
from gate.policy import StateRow
from tests.edge.bench import AGENT, CHEN, STRANGER, Bench
from tests.edge.rights import alone, held, sealed_for

VISITOR = card_number("H10301", 17, 200)


def test_a_pack_names_nobody_and_no_card(bench: Bench) -> None:
    content = re.sub(r"\b[0-9a-f]{32,}\b", "", bench.pack().decode())  # a hash may hold any four digits
    for secret in (
        "Chen",
        "陈伟",
        "Ana",
        "Souza",
        "4567",
        "62E3086CED",
        "总部",
        "192.0.2.10",
        "rtsp",
        "project 17",
    ):
        assert secret not in content
    assert HASHED in content


def test_a_pack_decides_as_the_configuration_it_came_from(bench: Bench) -> None:
    pack = bench.core.alone._ready
    assert pack is not None
    assert pack.world.configuration.version == bench.site.version
    assert pack.pack.site.portals.keys() == bench.site.portals.keys()


def test_who_may_enter_nowhere_here_is_there_for_the_way_out_alone(bench: Bench) -> None:
    bench.people["p1001"] = replace(bench.people["p1001"], memberships=())
    bench.deliver_pack(revision=2)
    ready = bench.core.alone._ready
    assert ready is not None
    assert ready.exit_only == {"p1001"}
    assert ready.pack.pin_keys.keys() == {"p1002"}
    assert alone(bench, "rdr-front-out", CHEN) == (Result.GRANTED, ())
    assert alone(bench, "rdr-front-in", CHEN)[0] is Result.DENIED
    bench.look()
    bench.read("rdr-front-in", CHEN)
    (read,) = bench.bodies(CredentialPresented)
    assert read.own is None  # all his reasons are not known here: nothing to compare


def test_packs_are_the_same_bytes_for_the_same_facts(bench: Bench) -> None:
    assert bench.pack() == bench.pack()
    assert bench.pack(revision=2) != bench.pack(revision=3)


def test_packs_that_do_not_fit_are_refused_and_the_old_one_runs_on(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    before, content = bench.core.alone.pack, bench.pack(revision=9)
    good = sealed_for(bench, content)
    bad = [
        replace(good, agent="cabinet-2"),
        replace(good, pack="0" * 64),
        replace(good, sealed=good.sealed[:-8] + "AAAAAAA="),
        sealed_for(bench, b"{}"),
        sealed_for(bench, content.replace(b'"zones"', b'"zonez"', 1)),
        sealed_for(bench, bench.pack(revision=8)),  # says another revision inside
    ]
    for delivery in bad:
        with pytest.raises(PackError):
            open_pack(delivery, AGENT, bench.keys.open_pack)
        bench.send(delivery)
    assert bench.core.alone.pack == before
    assert caplog.text.count("is not run") == len(bad)


def test_an_unsigned_or_foreign_pack_is_dropped(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    before = bench.core.alone.pack
    delivery = sealed_for(bench, bench.pack(revision=9))
    plain = Envelope(site="hq", src="engine", boot=1, seq=99, at=bench.clock.now(), body=delivery)
    bench.take(encode(plain))
    tagged = replace(plain, sig=bench.engine_keys.tag(AGENT, encode(plain)))
    bench.take(encode(tagged))
    bench.take(bench.message(delivery, src="cabinet-2"))
    bench.take(bench.message(delivery).replace(b'"hq"', b'"qh"', 1))
    bench.take(b"rubbish")
    assert bench.core.alone.pack == before
    assert "lacks its proof" in caplog.text
    assert "not from this site's engine" in caplog.text


def test_an_older_pack_does_not_come_back(bench: Bench) -> None:
    bench.deliver_pack(revision=5)
    five = bench.core.alone.pack
    bench.deliver_pack(revision=4)
    assert held(bench) == five


def test_a_pack_is_sworn_to_and_survives_a_restart_sealed(bench: Bench) -> None:
    name = bench.deliver_pack(revision=2)
    (received,) = [r for r in bench.received() if isinstance(r.envelope.body, PackTaken)]
    assert received.envelope.body == PackTaken(pack=name, revision=2)
    assert received.proved(lambda content, sig: bench.engine_keys.agent_signed(AGENT, content, sig))
    kept = (bench.folder / "pack").read_bytes()
    assert b"zones" not in kept
    bench.boot()
    assert held(bench) == name
    assert alone(bench, "rdr-front-in", CHEN) == (Result.GRANTED, ())


def test_a_kept_pack_that_was_changed_is_not_run(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    path = bench.folder / "pack"
    path.write_bytes(path.read_bytes().replace(b'"revision":1', b'"revision":2', 1))
    bench.boot()
    assert held(bench) is None
    assert "not run" in caplog.text
    bench.core.connected()
    bench.pump()
    assert [body.pack for body in bench.bodies(AgentStarted)][-1] is None


def test_what_operators_set_comes_with_the_pack(bench: Bench) -> None:
    rows = [
        StateRow(kind="lockdown", key="lobby", value="true"),
        StateRow(kind="presence", key="p1001", value='["lab"]'),
    ]
    bench.deliver_pack(revision=2, rows=rows)
    assert alone(bench, "rdr-front-in", CHEN) == (Result.DENIED, ("lockdown",))


def test_without_a_pack_nobody_enters_and_every_card_is_a_stranger_at_the_way_out(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    assert alone(bench, "rdr-front-in", CHEN) == (Result.DENIED, ("lease_ended",))
    assert alone(bench, "rdr-front-out", CHEN) == (Result.DENIED, ("unknown_credential",))
    bench.read("rdr-front-in", CHEN)
    assert bench.doors.orders == []
    assert bench.doors.shown == [("rdr-front-in", Feedback.DENIED)]


def test_with_a_pack_every_known_badge_leaves_and_a_strange_one_does_not(bench: Bench) -> None:
    bench.core.disconnected()
    bench.clock.go(10 * 24 * 3600)
    assert alone(bench, "rdr-front-out", VISITOR) == (Result.GRANTED, ())
    assert alone(bench, "rdr-front-out", STRANGER) == (Result.DENIED, ("unknown_credential",))
