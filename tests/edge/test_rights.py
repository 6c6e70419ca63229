"""Offline rights: packs, leases, revocations, and what a restart remembers of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gate.bus.codec import encode
from gate.bus.messages import Fresh, PackDelivery
from gate.domain.card import card_number
from gate.domain.decision import Result
from gate.domain.door_commands import RevokeCredentials
from gate.domain.envelope import Envelope
from gate.domain.events import AccessDecided, AgentStarted, CredentialPresented, PackTaken, RevocationTaken
from gate.domain.signals import DeviceOffline, Feedback, Sense
from gate.edge.errors import EdgeError, PackError
from gate.edge.memory import Memory, load_memory, remove_durably, save_memory
from gate.edge.pack import HASHED, hashed_card, open_pack, pack_hash, seal_pack
from gate.policy import StateRow
from tests.edge.bench import AGENT, CHEN, STRANGER, Bench

LI = card_number("H10301", 4568, 123)
VISITOR = card_number("H10301", 17, 200)
LAB_LEASE = timedelta(hours=8)
LOBBY_LEASE = timedelta(hours=24)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path).online()


def alone(bench: Bench, reader: str, card: object) -> tuple[Result, tuple[str, ...]]:
    """The agent's own answer, with no broker."""
    assert bench.core.alone is not None
    judged = bench.core.alone.decide("x", reader, card, None)  # type: ignore[arg-type]
    assert judged is not None
    return judged.decision.result, judged.decision.reasons


# ── what a pack holds ────────────────────────────────────────────────────────


def test_a_pack_names_nobody_and_no_card(bench: Bench) -> None:
    content = bench.pack().decode()
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


def sealed_for(bench: Bench, content: bytes, *, agent: str = AGENT, revision: int = 9) -> PackDelivery:
    return seal_pack(
        content,
        agent=agent,
        revision=revision,
        epoch=bench.epoch,
        seal=lambda raw, context: bench.engine_keys.seal_pack(AGENT, raw, context),
    )


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


# ── the cabinet ──────────────────────────────────────────────────────────────


def held(bench: Bench) -> str | None:
    """The pack that the agent has now."""
    return bench.core.alone.pack


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


# ── without a pack ───────────────────────────────────────────────────────────


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


# ── leases ───────────────────────────────────────────────────────────────────


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


# ── revocations ──────────────────────────────────────────────────────────────


def revoke(bench: Bench, revision: int, *credentials: str) -> None:
    bench.send(RevokeCredentials(revision=revision, credentials=credentials, epoch=bench.epoch))


def test_a_revoked_badge_dies_at_once_and_the_agent_swears(bench: Bench) -> None:
    revoke(bench, 5, "c1", "c99")
    (received,) = [r for r in bench.received() if isinstance(r.envelope.body, RevocationTaken)]
    assert received.envelope.body == RevocationTaken(revision=5, credentials=("c1", "c99"))
    assert received.proved(lambda content, sig: bench.engine_keys.agent_signed(AGENT, content, sig))
    assert alone(bench, "rdr-front-in", CHEN) == (Result.DENIED, ("credential_revoked",))
    assert alone(bench, "rdr-front-in", LI) == (Result.GRANTED, ())
    assert alone(bench, "rdr-front-out", CHEN)[0] is Result.GRANTED  # nobody is locked in


def test_a_revocation_outlives_restarts_and_older_packs(bench: Bench) -> None:
    revoke(bench, 5, "c1")
    bench.boot()
    assert alone(bench, "rdr-front-in", CHEN)[1] == ("credential_revoked",)
    bench.deliver_pack(revision=4)
    assert alone(bench, "rdr-front-in", CHEN)[1] == ("credential_revoked",)


def test_a_newer_pack_has_the_last_word(bench: Bench) -> None:
    revoke(bench, 5, "c1")
    bench.deliver_pack(revision=6)  # reinstated since
    assert alone(bench, "rdr-front-in", CHEN) == (Result.GRANTED, ())
    assert load_memory(bench.folder / "memory").revoked == {}
    revoke(bench, 5, "c1")  # an old command again
    assert alone(bench, "rdr-front-in", CHEN) == (Result.GRANTED, ())
    assert len(bench.bodies(RevocationTaken)) == 2


def test_a_read_that_waits_does_not_open_for_what_was_revoked_meanwhile(bench: Bench) -> None:
    bench.read("rdr-front-in", CHEN)
    revoke(bench, 5, "c1")
    bench.go(0.5)
    assert bench.doors.orders == []
    (decided,) = bench.bodies(AccessDecided)
    assert decided.decision.reasons == ("credential_revoked",)


def test_an_engine_of_an_older_epoch_may_still_revoke(bench: Bench) -> None:
    bench.send(RevokeCredentials(revision=5, credentials=("c1",), epoch=1))
    assert alone(bench, "rdr-front-in", CHEN)[1] == ("credential_revoked",)


# ── presence ─────────────────────────────────────────────────────────────────


def test_what_the_agents_doors_saw_is_known_alone_and_through_a_new_pack(bench: Bench) -> None:
    """Li Na is alone in the archive: timed anti-passback of the lab does not let her in a second time from outside."""
    bench.core.disconnected()
    bench.sense("io-lab", 1, Sense.ON)
    bench.go(1)
    bench.read("rdr-lab-in", LI)
    bench.sense("io-lab", 1, Sense.OFF)
    bench.go(1)
    bench.sense("io-lab", 1, Sense.ON)
    bench.go(1)
    assert alone(bench, "rdr-lab-in", LI) == (Result.DENIED, ("passback",))
    bench.core.connected()
    bench.deliver_pack(revision=2)
    assert alone(bench, "rdr-lab-in", LI) == (Result.DENIED, ("passback",))


def test_a_door_that_opened_for_nobody_may_have_let_anybody_through(bench: Bench) -> None:
    bench.core.disconnected()
    bench.sense("io-lab", 1, Sense.ON)
    bench.go(1)
    bench.read("rdr-lab-in", LI)
    bench.sense("io-lab", 1, Sense.OFF)
    bench.go(1)
    bench.sense("io-lab", 1, Sense.ON)
    bench.go(10)
    bench.sense("io-lab", 1, Sense.OFF)  # by the handle
    bench.go(1)
    bench.sense("io-lab", 1, Sense.ON)
    bench.go(1)
    assert alone(bench, "rdr-lab-in", LI) == (Result.GRANTED, ())


# ── memory ───────────────────────────────────────────────────────────────────


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
