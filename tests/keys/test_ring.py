"""The key ring's files, and what agent and engine do with them."""

import os
import pickle
import stat
from pathlib import Path

import pytest

from gate.domain.card import card_number
from gate.domain.pin import pin_context
from gate.keys.errors import KeyRingError, SealError
from gate.keys.ring import KeyRing
from gate.keys.secret_file import create_secret, read_secret

AGENTS = ("cabinet-1", "cabinet-2")


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    ring = KeyRing(tmp_path / "keys")
    ring.ensure(AGENTS, ["rdr-front-in"])
    return ring


def test_files_are_the_owners_alone(ring: KeyRing) -> None:
    assert stat.S_IMODE(ring.folder.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in ring.folder.iterdir())
    assert not [file for file in ring.folder.iterdir() if file.name.startswith(".")]


def test_keys_stay_once_made(ring: KeyRing) -> None:
    before = {file.name: file.read_bytes() for file in ring.folder.iterdir()}
    ring.ensure((*AGENTS, "cabinet-3"), ["rdr-front-in"])
    after = {file.name: file.read_bytes() for file in ring.folder.iterdir()}
    assert before.items() < after.items()
    assert after.keys() - before.keys() == {
        "agent-cabinet-3.ed25519",
        "agent-cabinet-3.pub",
        "agent-cabinet-3.secret",
    }


def test_a_key_open_to_others_is_refused(ring: KeyRing) -> None:
    (ring.folder / "pins.key").chmod(0o640)
    with pytest.raises(KeyRingError, match=r"pins\.key: expected mode 0600; got 0640"):
        ring.for_engine(AGENTS)


def test_a_missing_or_short_key_is_named(ring: KeyRing) -> None:
    with pytest.raises(KeyRingError, match="agent-nobody"):
        ring.for_agent("nobody")
    key = ring.folder / "osdp-rdr-front-in.key"
    key.write_bytes(b"xyzzy")
    with pytest.raises(KeyRingError, match="16 bytes") as fault:
        ring.osdp_key("rdr-front-in")
    assert "xyzzy" not in str(fault.value)


def test_a_name_cannot_leave_the_folder(ring: KeyRing) -> None:
    with pytest.raises(KeyRingError, match="without /"):
        ring.osdp_key("../../etc/passwd")


def test_signatures_are_believed_from_the_right_side_alone(ring: KeyRing) -> None:
    engine, one, two = ring.for_engine(AGENTS), ring.for_agent("cabinet-1"), ring.for_agent("cabinet-2")
    by_engine, by_one = engine.sign(b"fresh"), one.sign(b"sworn")
    assert one.engine_signed(b"fresh", by_engine)
    assert not one.engine_signed(b"fresh!", by_engine)
    assert not one.engine_signed(b"sworn", by_one)
    assert engine.agent_signed("cabinet-1", b"sworn", by_one)
    assert not engine.agent_signed("cabinet-2", b"sworn", by_one)
    assert not engine.agent_signed("nobody", b"sworn", by_one)
    assert not two.engine_signed(b"fresh", "")
    assert not two.engine_signed(b"fresh", "not base64")


def test_tags_hold_for_one_agent_and_one_direction(ring: KeyRing) -> None:
    engine, one, two = ring.for_engine(AGENTS), ring.for_agent("cabinet-1"), ring.for_agent("cabinet-2")
    order = engine.tag("cabinet-1", b"release")
    assert one.engine_tagged(b"release", order)
    assert not one.engine_tagged(b"released", order)
    assert not two.engine_tagged(b"release", order)
    assert not one.engine_tagged(b"release", one.tag(b"release"))  # an agent cannot command itself
    assert engine.agent_tagged("cabinet-1", b"read", one.tag(b"read"))
    assert not engine.agent_tagged("cabinet-2", b"read", one.tag(b"read"))
    assert not engine.agent_tagged("nobody", b"read", one.tag(b"read"))


def test_packs_open_for_their_agent_alone(ring: KeyRing) -> None:
    engine = ring.for_engine(AGENTS)
    sealed = engine.seal_pack("cabinet-1", b"policy", "pack 7")
    assert ring.for_agent("cabinet-1").open_pack(sealed, "pack 7") == b"policy"
    with pytest.raises(SealError):
        ring.for_agent("cabinet-2").open_pack(sealed, "pack 7")
    with pytest.raises(SealError):
        ring.for_agent("cabinet-1").open_pack(sealed, "pack 8")
    with pytest.raises(KeyRingError, match="nobody"):
        engine.seal_pack("nobody", b"policy", "pack 7")


def test_card_hashes_agree_between_engine_and_agent_and_differ_between_agents(ring: KeyRing) -> None:
    engine = ring.for_engine(AGENTS)
    card = card_number("H10301", 4567, 123)
    assert engine.card_hash("cabinet-1", card) == ring.for_agent("cabinet-1").card_hash(card)
    assert engine.card_hash("cabinet-1", card) != engine.card_hash("cabinet-2", card)
    others = [
        card_number("H10301", 4567),
        card_number("H10301", 123, 4567),
        card_number("H1030", "14567", 123),
    ]
    assert len({engine.card_hash("cabinet-1", each) for each in (card, *others)}) == 4


def test_a_pin_travels_from_agent_to_engine(ring: KeyRing) -> None:
    context = pin_context("cabinet-1/1/2", "rdr-archive-in")
    sealed = ring.for_agent("cabinet-1").seal_pin("4821", context)
    assert ring.for_engine(AGENTS).open_pin("cabinet-1", sealed, context) == "4821"
    with pytest.raises(SealError):
        ring.for_engine(AGENTS).open_pin("cabinet-2", sealed, context)


def test_a_separate_agent_gets_its_own_keys_and_no_more(ring: KeyRing, tmp_path: Path) -> None:
    ring.provision("cabinet-1", ["rdr-front-in"], tmp_path / "agent")
    there = {file.name for file in (tmp_path / "agent").iterdir()}
    expected = {"engine.pub", "agent-cabinet-1.ed25519", "agent-cabinet-1.secret", "osdp-rdr-front-in.key"}
    assert there == expected
    alone = KeyRing(tmp_path / "agent")
    assert alone.for_agent("cabinet-1").engine_signed(b"x", ring.for_engine(AGENTS).sign(b"x"))
    with pytest.raises(KeyRingError):
        alone.for_engine(AGENTS)
    with pytest.raises(KeyRingError, match="expected no key there"):
        ring.provision("cabinet-1", [], tmp_path / "agent")


def test_no_key_shows_in_a_representation_or_leaves_by_pickle(ring: KeyRing) -> None:
    keys = [file.read_bytes() for file in ring.folder.iterdir() if file.suffix != ".pub"]
    for holder in (ring, ring.for_engine(AGENTS), ring.for_agent("cabinet-1")):
        shown = repr(holder) + str(vars(holder) if hasattr(holder, "__dict__") else "")
        assert not any(key.hex() in shown or repr(key)[2:-1] in shown for key in keys)
    with pytest.raises(TypeError):
        pickle.dumps(ring.for_agent("cabinet-1"))


def test_create_secret_agrees_on_the_first(tmp_path: Path) -> None:
    first = os.urandom(8)
    assert create_secret(tmp_path / "k", first)
    assert not create_secret(tmp_path / "k", os.urandom(8))
    assert read_secret(tmp_path / "k", 8) == first
