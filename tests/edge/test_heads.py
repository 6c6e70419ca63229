"""An agent keeps the newest head of the record, countersigns it, and refuses one that does not continue it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from gate.bus.messages import HeadProof, SealedHead
from gate.domain.seal_events import HeadCountersigned, HeadRefused
from gate.edge.errors import EdgeError
from gate.edge.heads import Heads
from gate.keys.agent_keys import AgentKeys
from gate.keys.ring import KeyRing
from gate.keys.seal_keys import verify_raw
from gate.seal.checkpoint import Checkpoint
from gate.seal.cosign import countersigned, witness_key
from gate.seal.frontier import Frontier
from gate.seal.hashing import leaf_hash
from gate.seal.keychain import introduction
from gate.seal.note import Note, NoteKey, read_note, read_signature
from gate.seal.proofs import consistency
from tests.edge.bench import AGENT, MORNING, FakeClock

T = TypeVar("T")
LEAVES = [leaf_hash(str(number).encode()) for number in range(40)]
OTHERS = [leaf_hash(b"another"), *LEAVES[1:]]


@dataclass
class Said:
    """An outbox that only takes notes."""

    site: str = "hq"
    agent: str = AGENT
    said: list[Any] = field(default_factory=list)

    def send(self, body: Any) -> None:
        self.said.append(body)


def notes() -> Any:
    return Said()


class Bench:
    """An agent's heads; ``signer`` signs as the seal does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ring = ring = KeyRing(folder / "keys")
        ring.ensure([AGENT], [])
        self.seal = ring.seal()
        self.keys: AgentKeys = ring.for_agent(AGENT)
        self.clock = FakeClock()
        self.restart()

    def restart(self) -> None:
        self.outbox = notes()
        self.heads = Heads(
            self.folder,
            keys=self.keys,
            clock=self.clock,
            outbox=self.outbox,
            offload=at_once,
        )

    def show(
        self,
        size: int,
        leaves: list[bytes] = LEAVES,
        proofs_from: tuple[int, ...] = (),
        at: datetime | None = None,
        origin: str = "gate/hq",
        signed_by: int | None = None,
        keys: tuple[str, ...] | None = None,
    ) -> list[Any]:
        """Show a head of these leaves; what the agent said to it."""
        tree = Frontier()
        tree.append(leaves[:size])
        checkpoint = Checkpoint(origin=origin, size=size, root=tree.root(), at=at or self.clock.now())
        note = self.signed(checkpoint, signed_by or self.seal.newest)

        def node(level: int, index: int) -> bytes:
            part = Frontier()
            part.append(leaves[index << level : (index + 1) << level])
            return part.root()

        proofs = tuple(
            HeadProof(
                size=old,
                hashes=tuple(base64.b64encode(each).decode() for each in consistency(node, old, size)),
            )
            for old in proofs_from
        )
        self.outbox.said.clear()
        shown = self.introduced() if keys is None else keys
        self.heads.show(SealedHead(note=str(note), proofs=proofs, keys=shown))
        return list(self.outbox.said)

    def signed(self, checkpoint: Checkpoint, number: int) -> Note:
        """By the seal's key of this number."""
        return Note(text=checkpoint.text()).signed(
            self.key(number), lambda content: self.seal.sign(number, content)
        )

    def key(self, number: int) -> NoteKey:
        return NoteKey(name=f"gate/hq/seal/{number}", public=self.seal.public(number))

    def introduced(self, origin: str = "gate/hq") -> tuple[str, ...]:
        """Notes of all keys of the seal, each signed by the one before."""
        notes = []
        for number in range(1, self.seal.newest + 1):
            signers: list[Any] = [
                (self.key(by), lambda content, by=by: self.seal.sign(by, content))
                for by in (number - 1, number)
                if by
            ]
            notes.append(str(introduction(origin, number, self.key(number), signers)))
        return tuple(notes)

    def rotate(self) -> None:
        """The seal has a new key."""
        self.ring.next_seal()
        self.seal = self.ring.seal()


def at_once(work: Callable[[], T], done: Callable[[T], None]) -> None:
    done(work())


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_the_first_head_is_kept_and_countersigned(bench: Bench) -> None:
    (said,) = bench.show(7)
    assert isinstance(said, HeadCountersigned)
    note = read_note((bench.folder / "head").read_text())
    key = witness_key("gate/hq", AGENT, bench.keys.public)
    line = read_signature(said.signature)
    assert (said.size, note.signatures[-1]) == (7, line)
    assert countersigned(note, line, key, verify_raw)
    assert not countersigned(Note(text=note.text.replace("7", "8", 1)), line, key, verify_raw)


def test_a_head_that_continues_the_kept_one_takes_its_place(bench: Bench) -> None:
    bench.show(7)
    (said,) = bench.show(20, proofs_from=(3, 7))
    assert (type(said), said.size) == (HeadCountersigned, 20)
    assert bench.show(20, proofs_from=(7,)) == []  # shown again at the next connection
    assert "\n20\n" in (bench.folder / "head").read_text()


@pytest.mark.parametrize(
    ("size", "leaves", "proofs_from", "why"),
    [
        (6, LEAVES, (), "the record became shorter"),
        (7, OTHERS, (), "the record of this size was another one"),
        (20, OTHERS, (7,), "the record does not continue the one seen before"),
    ],
)
def test_a_head_that_does_not_continue_it_is_refused(
    bench: Bench, size: int, leaves: list[bytes], proofs_from: tuple[int, ...], why: str
) -> None:
    bench.show(7)
    (said,) = bench.show(size, leaves, proofs_from)
    assert said == HeadRefused(size=size, kept=7, why=why)
    assert bench.show(size + 10, OTHERS, (7,)) == []  # it was said, and those that follow do not fit either
    assert "\n7\n" in (bench.folder / "head").read_text()
    bench.restart()
    assert bench.show(size, leaves, proofs_from) == [said]
    (again,) = bench.show(21, proofs_from=(7,))  # the true record is back
    assert (type(again), again.size) == (HeadCountersigned, 21)


def test_the_head_of_another_log_is_refused(bench: Bench) -> None:
    (said,) = bench.show(7, origin="gate/annex")
    assert (type(said), said.kept) == (HeadRefused, 0)
    assert not (bench.folder / "head").exists()


def test_without_a_proof_it_says_what_it_keeps_and_waits(bench: Bench) -> None:
    (first,) = bench.show(7)
    assert bench.show(20, proofs_from=(9,)) == [first]
    (said,) = bench.show(21, proofs_from=(7, 20))
    assert said.size == 21


def test_an_old_message_of_the_brokers_accuses_nobody(bench: Bench) -> None:
    bench.show(7)
    assert bench.show(5, at=MORNING - timedelta(microseconds=1)) == []
    assert [type(each) for each in bench.show(5, at=MORNING)] == [HeadRefused]


@pytest.mark.parametrize("note", ["", "no note", "gate/hq\n1\nAA==\nat x\n\n— k AAAAAAAA\n"])
def test_what_is_no_head_is_dropped(bench: Bench, note: str) -> None:
    bench.heads.show(SealedHead(note=note, proofs=(), keys=()))
    assert bench.outbox.said == []


def test_a_proof_that_is_none_is_as_good_as_a_wrong_one(bench: Bench) -> None:
    bench.show(7)
    bench.show(20)
    wrong = HeadProof(size=7, hashes=("%%",))
    bench.heads.show(SealedHead(note=bench_note(bench, 20), proofs=(wrong,), keys=bench.introduced()))
    assert [type(each) for each in bench.outbox.said[-1:]] == [HeadRefused]


def bench_note(bench: Bench, size: int) -> str:
    tree = Frontier()
    tree.append(LEAVES[:size])
    checkpoint = Checkpoint(origin="gate/hq", size=size, root=tree.root(), at=bench.clock.now())
    return str(bench.signed(checkpoint, 1))


def test_a_damaged_file_is_an_error_not_a_new_beginning(bench: Bench) -> None:
    bench.show(7)
    path = bench.folder / "head"
    path.write_text(path.read_text()[:30])
    with pytest.raises(EdgeError, match="expected the newest head of the record"):
        bench.restart()


# ── the keys that sign heads ─────────────────────────────────────────────────

NOT_ITS_TURN = "it is not signed by the key whose turn it was"
NOT_KNOWN = "the keys that sign the record are not those that were known"


def test_a_key_that_the_one_before_signed_is_followed(bench: Bench) -> None:
    bench.show(7)
    bench.rotate()
    (said,) = bench.show(20, proofs_from=(7,))
    assert (type(said), said.size) == (HeadCountersigned, 20)
    bench.restart()
    (late,) = bench.show(30, proofs_from=(20,), signed_by=1)
    assert late == HeadRefused(size=30, kept=20, why=NOT_ITS_TURN)
    assert [type(each) for each in bench.show(31, proofs_from=(20,))] == [HeadCountersigned]


def test_a_head_by_a_key_that_nobody_introduced_is_refused(bench: Bench, tmp_path: Path) -> None:
    bench.show(7)
    known = bench.introduced()
    bench.rotate()
    assert bench.show(20, proofs_from=(7,), keys=known) == [HeadRefused(size=20, kept=7, why=NOT_ITS_TURN)]
    bench.restart()
    (said,) = bench.show(20, proofs_from=(7,), keys=())
    assert said.why == NOT_KNOWN


def test_whoever_takes_the_engines_place_cannot_bring_keys_of_his_own(bench: Bench, tmp_path: Path) -> None:
    bench.show(7)
    stranger = Bench(tmp_path / "elsewhere")
    bench.seal = stranger.seal
    bench.restart()  # the keys are known from the file
    (said,) = bench.show(20, proofs_from=(7,))
    assert said == HeadRefused(size=20, kept=7, why=NOT_KNOWN)
    assert "\n7\n" in (bench.folder / "head").read_text()


def test_a_second_key_that_the_first_did_not_sign_is_refused(bench: Bench) -> None:
    bench.show(7)
    (first,) = bench.introduced()
    bench.rotate()
    own: list[Any] = [(bench.key(2), lambda content: bench.seal.sign(2, content))]
    second = str(introduction("gate/hq", 2, bench.key(2), own))
    (said,) = bench.show(20, proofs_from=(7,), keys=(first, second))
    assert (said.kept, said.why) == (7, "key 2 is not signed by gate/hq/seal/1")


def test_the_first_head_of_all_must_be_signed_too(bench: Bench) -> None:
    (said,) = bench.show(7, keys=())
    assert said == HeadRefused(size=7, kept=0, why=NOT_ITS_TURN)
    assert not (bench.folder / "seal-keys").exists()


def test_damaged_keys_are_an_error_not_a_new_beginning(bench: Bench) -> None:
    bench.show(7)
    path = bench.folder / "seal-keys"
    path.write_text(path.read_text().replace("gate/hq/key\n1", "gate/hq/key\n2"))
    with pytest.raises(EdgeError, match="expected the keys that sign heads"):
        bench.restart()
