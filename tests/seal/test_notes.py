"""Notes, checkpoints, countersignatures and keys, against vectors of others and against what is not one."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.keys.seal_keys import SealKeys, verify_raw
from gate.keys.signing import Signer
from gate.seal.checkpoint import Checkpoint, read_checkpoint
from gate.seal.cosign import cosigned, countersigned, witness_key
from gate.seal.errors import NoteError
from gate.seal.keychain import KeyChain, KeyRefused, introduction, key_name
from gate.seal.note import COSIGNATURE, Note, NoteKey, Signature, read_key, read_note, read_signature

VECTORS: Any = json.loads(
    (Path(__file__).parent.parent / "vectors" / "seal" / "signed_note.json").read_text()
)
NOON = datetime(2026, 4, 7, 4, 0, 0, 123456, tzinfo=UTC)
HELD = SealKeys({number: Signer(bytes([number]) * 32) for number in (1, 2, 3)})


def key(number: int, name: str = "") -> NoteKey:
    return NoteKey(name=name or key_name("gate/hq", number), public=HELD.public(number))


def introduced(number: int, *signers: int, origin: str = "gate/hq") -> str:
    by = [(key(signer), partial(HELD.sign, signer)) for signer in signers]
    return str(introduction(origin, number, key(number), by))


def test_the_reference_note_is_read_and_its_signature_holds() -> None:
    note, by = read_note(VECTORS["note"]), read_key(VECTORS["key"])
    assert (by.name, by.id.hex(), str(by)) == ("PeterNeumann", "c74f20a3", VECTORS["key"])
    assert note.signed_by(by, verify_raw)
    assert str(note) == VECTORS["note"]
    altered = Note(text=note.text.replace("answer", "Answer"), signatures=note.signatures)
    assert not altered.signed_by(by, verify_raw)
    assert not Note(text=note.text).signed_by(by, verify_raw)


def test_the_reference_cosignature_is_read() -> None:
    note = read_note(VECTORS["cosigned"])
    assert [each.name for each in note.signatures] == [
        "example.com/behind-the-sofa",
        "witness.example.com/w1",
    ]
    witness = note.signatures[1]
    assert int.from_bytes(witness.content[:8], "big") == VECTORS["cosigned_time"]
    assert len(witness.content) == 8 + 64
    assert str(note) == VECTORS["cosigned"]


@given(st.integers(0, 2**62), st.binary(min_size=32, max_size=32), st.datetimes(timezones=st.just(UTC)))
def test_a_checkpoint_reads_back(size: int, root: bytes, at: datetime) -> None:
    checkpoint = Checkpoint(origin="gate/hq", size=size, root=root, at=at)
    note = Note(text=checkpoint.text()).signed(key(1), lambda content: HELD.sign(1, content))
    assert read_checkpoint(read_note(str(note))) == checkpoint
    assert read_note(str(note)).signed_by(key(1), verify_raw)
    assert not note.signed_by(key(2, name=key(1).name), verify_raw)  # another key of that name


def test_the_text_of_a_checkpoint() -> None:
    checkpoint = Checkpoint(origin="gate/hq", size=1024, root=bytes(32), at=NOON)
    root = base64.b64encode(bytes(32)).decode()
    assert checkpoint.text() == f"gate/hq\n1024\n{root}\nat 2026-04-07T04:00:00.123456Z\n"


ROOT = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"gate/hq\n1\n{ROOT}\n", "got 3 lines"),
        (f"gate/hq\n01\n{ROOT}\nat 2026-04-07T04:00:00.000000Z\n", "expected origin, size"),
        (f"gate/hq\n-1\n{ROOT}\nat 2026-04-07T04:00:00.000000Z\n", "expected origin, size"),
        (f"gate/hq\n1\n{ROOT}\nat 2026-04-07T04:00:00Z\n", "expected origin, size"),
        (f"gate/hq\n1\n{ROOT}\nat 2026-13-07T04:00:00.000000Z\n", "expected a time"),
        ("gate/hq\n1\nAAAA\nat 2026-04-07T04:00:00.000000Z\n", "32 bytes; got 3"),
        ("gate/hq\n1\n!!!!\nat 2026-04-07T04:00:00.000000Z\n", "expected a root in base64"),
    ],
)
def test_what_is_no_checkpoint(text: str, expected: str) -> None:
    with pytest.raises(NoteError, match=expected):
        read_checkpoint(Note(text=text))


LINE = "— k AAAAAAAAAAA=\n"


@pytest.mark.parametrize(
    "content",
    [
        "", "a\n", "a\n\n", "a\n\n— k\n", "a\n\n— k AAAA\n", "a\n\n— k %%%%\n", "a\n\n- k AAAAAAAAAAA=\n",
        f"\n\n{LINE}", f"a\x01\n\n{LINE}", f"a\n\n{LINE[:-1]}", f"a\n\nb\n\n{LINE}", "a\n\n— k+l AAAAAAAAAAA=\n",
    ],
)  # fmt: skip
def test_what_is_no_note(content: str) -> None:
    with pytest.raises(NoteError, match="expected"):
        read_note(content)


def test_a_hundred_signatures_are_enough() -> None:
    line = str(Signature(name="k", key_id=b"1234", content=b"x"))
    assert len(read_note("a\n\n" + f"{line}\n" * 100).signatures) == 100
    with pytest.raises(NoteError, match="at most 100 signatures; got 101"):
        read_note("a\n\n" + f"{line}\n" * 101)


@pytest.mark.parametrize(
    "text", ["", "a", "a+b", "a+00000000+AQ==", f"a+00000000+{VECTORS['key'].split('+')[2]}"]
)
def test_what_is_no_key(text: str) -> None:
    with pytest.raises(NoteError, match="expected"):
        read_key(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n"])
def test_a_name_that_no_line_could_carry(name: str) -> None:
    with pytest.raises(NoteError, match="without"):
        NoteKey(name=name, public=bytes(32))


def test_a_countersignature_holds_for_its_note_its_time_and_its_key() -> None:
    note = Note(text=Checkpoint(origin="gate/hq", size=7, root=bytes(32), at=NOON).text())
    by = witness_key("gate/hq", "cabinet-1", HELD.public(2))
    line = cosigned(note, by, NOON, lambda content: HELD.sign(2, content))
    assert countersigned(note, read_signature(str(line)), by, verify_raw)
    later = Signature(name=line.name, key_id=line.key_id, content=bytes(7) + b"\x01" + line.content[8:])
    assert not countersigned(note, later, by, verify_raw)
    assert not countersigned(note, line, witness_key("gate/hq", "cabinet-2", HELD.public(2)), verify_raw)
    assert not countersigned(Note(text=note.text.replace("7", "8")), line, by, verify_raw)
    with pytest.raises(NoteError, match="type 4"):
        countersigned(note, line, key(2), verify_raw)


# ── the chain of keys ────────────────────────────────────────────────────────


def test_each_key_is_vouched_for_by_the_one_before() -> None:
    chain = KeyChain(verify_raw)
    chain.introduce(introduced(1, 1))
    chain.introduce(introduced(2, 1, 2))
    chain.introduce(introduced(3, 2, 3))
    assert (chain.origin, chain.newest, len(chain.keys)) == ("gate/hq", key(3), 3)


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ([introduced(2, 2)], "expected key 1 of a log, got 2"),
        ([introduced(1, 2)], "not signed by gate/hq/seal/1"),
        ([introduced(1, 1), introduced(1, 1)], "expected key 2 of gate/hq, got 1"),
        ([introduced(1, 1), introduced(2, 2)], "not signed by gate/hq/seal/1"),
        ([introduced(1, 1), introduced(2, 1)], "not signed by gate/hq/seal/2"),
        ([introduced(1, 1), introduced(2, 1, 2), introduced(3, 1, 3)], "not signed by gate/hq/seal/2"),
        ([introduced(1, 1, origin="gate/annex")], "expected a key gate/annex/seal/1, got gate/hq/seal/1"),
        (["nothing"], "introduces no key"),
    ],
)
def test_a_key_that_nobody_vouches_for_is_refused(notes: list[str], expected: str) -> None:
    chain = KeyChain(verify_raw)
    for note in notes[:-1]:
        chain.introduce(note)
    with pytest.raises(KeyRefused, match=expected):
        chain.introduce(notes[-1])


def test_a_pinned_key_and_witnesses() -> None:
    with pytest.raises(KeyRefused, match="expected the first key gate/hq/seal/2"):
        KeyChain(verify_raw, pinned=key(2)).introduce(introduced(1, 1))
    chain = KeyChain(verify_raw, pinned=key(1))
    chain.introduce(introduced(1, 1))
    chain.witness("cabinet-1", str(witness_key("gate/hq", "cabinet-1", HELD.public(2))))
    assert chain.witnesses["cabinet-1"].kind == COSIGNATURE
    for text in (str(witness_key("gate/hq", "cabinet-2", HELD.public(2))), str(key(2)), "x"):
        with pytest.raises(KeyRefused):
            chain.witness("cabinet-1", text)
