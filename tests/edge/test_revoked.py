"""What was revoked is dead at once, and stays so."""

from gate.domain.decision import Result
from gate.domain.door_commands import RevokeCredentials
from gate.domain.events import AccessDecided, RevocationTaken
from gate.edge.memory import load_memory
from tests.edge.bench import AGENT, CHEN, Bench
from tests.edge.rights import LI, alone


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
