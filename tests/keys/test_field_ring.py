"""Fields sealed one by one, with keys that rotate; letters to whoever asked."""

import hmac
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.keys.documents import document_hash
from gate.keys.errors import KeyRingError, SealError
from gate.keys.field_ring import key_of
from gate.keys.letter import LetterBox, write_letter
from gate.keys.master import Master
from gate.keys.ring_file import (
    add_key,
    add_search_key,
    drop_keys,
    ensure_fields,
    read_fields,
    reseal_fields,
)
from gate.keys.search_ring import search_key_of

NOW = datetime(2026, 11, 23, tzinfo=UTC)
MASTER, OTHER = Master("a", bytes(32)), Master("b", bytes(range(32)))
NUMBER = b"11010519491231002X"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ensure_fields(tmp_path, MASTER, NOW)
    return tmp_path


def test_a_field_opens_for_its_person_and_name_alone(folder: Path) -> None:
    ring = read_fields(folder, MASTER)
    sealed = ring.seal("p-1", "id_number", NUMBER)
    assert key_of(sealed) == "f1"
    assert sealed != ring.seal("p-1", "id_number", NUMBER), "equal values do not look alike"
    assert ring.open("p-1", "id_number", sealed) == NUMBER
    for person, field in (("p-2", "id_number"), ("p-1", "phone")):
        with pytest.raises(SealError):
            ring.open(person, field, sealed)
    with pytest.raises(SealError):
        ring.open("p-1", "id_number", sealed[:-2] + ("AA" if sealed[-2:] != "AA" else "BB"))
    with pytest.raises(SealError, match="which the ring does not have"):
        ring.open("p-1", "id_number", "f9." + sealed.partition(".")[2])


def test_rotation_keeps_what_is_sealed_readable(folder: Path) -> None:
    before = read_fields(folder, MASTER)
    old = before.seal("p-1", "phone", b"13800138000")
    assert add_key(folder, MASTER, NOW) == "f2"
    after = read_fields(folder, MASTER)
    assert [(key.id, key.active) for key in after.listed()] == [("f1", False), ("f2", True)]
    assert key_of(after.seal("p-1", "phone", b"x")) == "f2"
    assert after.open("p-1", "phone", old) == b"13800138000"
    assert after.lookup("phone", "138 0013 8000") == before.lookup("phone", "13800138000")
    with pytest.raises(KeyRingError, match="f2 is the active one"):
        drop_keys(folder, frozenset({"f2"}))
    drop_keys(folder, frozenset({"f1"}))
    with pytest.raises(SealError):
        read_fields(folder, MASTER).open("p-1", "phone", old)
    assert add_key(folder, MASTER, NOW) == "f3", "no id comes twice"


def test_the_ring_changes_its_master(folder: Path) -> None:
    sealed = read_fields(folder, MASTER).seal("p-1", "phone", b"1")
    reseal_fields(folder, MASTER, OTHER)
    assert read_fields(folder, OTHER).open("p-1", "phone", sealed) == b"1"
    with pytest.raises(KeyRingError, match="sealed under the master key of a"):
        read_fields(folder, MASTER)


def test_lookups_need_the_ring(folder: Path, tmp_path: Path) -> None:
    ring = read_fields(folder, MASTER)
    assert ring.lookup("id_number", "1101 05x") == ring.lookup("id_number", "110105X")
    assert ring.lookup("id_number", "110105X") != ring.lookup("phone", "110105X")
    elsewhere = tmp_path / "other"
    elsewhere.mkdir()
    ensure_fields(elsewhere, MASTER, NOW)
    assert read_fields(elsewhere, MASTER).lookup("phone", "1") != ring.lookup("phone", "1")


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"v": 2}', b'{"v": 1, "keys": [{}]}'])
def test_a_broken_ring_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fields.ring"
    path.touch(0o600)
    path.write_bytes(content)
    with pytest.raises(KeyRingError, match=r"fields\.ring: expected"):
        read_fields(tmp_path, MASTER)


def test_the_ring_shows_no_key(folder: Path) -> None:
    assert repr(read_fields(folder, MASTER)) == "FieldRing(f1; active f1)"


@given(content=st.binary(max_size=200), context=st.text(max_size=20))
def test_a_letter_opens_for_its_reader_once_asked(content: bytes, context: str) -> None:
    reader = LetterBox()
    letter = write_letter(reader.address, content, context)
    assert reader.open(letter, context) == content
    with pytest.raises(SealError):
        LetterBox().open(letter, context)
    with pytest.raises(SealError):
        reader.open(letter, context + "!")


@pytest.mark.parametrize("address", ["", "x", "AAAA", "A" * 43 + "="])
def test_a_letter_to_no_address_is_not_written(address: str) -> None:
    """The last one is the point zero, which leads to no secret (RFC 7748, 6.1)."""
    with pytest.raises(SealError):
        write_letter(address, os.urandom(4), "c")


def test_a_search_key_rotates_and_says_under_which_one_a_hash_stands(folder: Path) -> None:
    before = read_fields(folder, MASTER)
    old = before.lookup("phone", "138 0013 8000")
    assert (search_key_of(old), len(old)) == ("i1", 64)
    assert add_search_key(folder, MASTER, NOW) == "i2"
    after = read_fields(folder, MASTER)
    new = after.lookup("phone", "13800138000")
    assert search_key_of(new) == "i2"
    assert len(new) <= 64, "the column's width"
    assert after.search.hashes("phone", "13800138000") == (new, old)
    assert after.search.hashes("id_number", "13800138000") != (new, old)
    with pytest.raises(KeyRingError, match="i2 is the active one"):
        drop_keys(folder, frozenset({"i2"}))
    drop_keys(folder, frozenset({"i1"}))
    assert read_fields(folder, MASTER).search.hashes("phone", "13800138000") == (new,)
    assert add_search_key(folder, MASTER, NOW) == "i3", "no id comes twice"
    with pytest.raises(KeyRingError, match="expected search key i1; the ring has i2, i3"):
        read_fields(folder, MASTER).search.under("i1", "phone", "1")
    reseal_fields(folder, MASTER, OTHER)
    assert read_fields(folder, OTHER).search.hashes("phone", "13800138000")[1] == new
    assert repr(read_fields(folder, OTHER).search) == "SearchRing(i2, i3; active i3)"


def test_documents_are_hashed_as_before_under_the_first_key(folder: Path) -> None:
    """HMAC-SHA256 under HMAC-SHA256(PIN key, "gate 1 pin of document/KIND"): what the versions before wrote."""
    pins = bytes(range(32))
    key = hmac.digest(pins, b"gate 1 pin of document/passport", "sha256")
    written = hmac.digest(key, b"L898902C3", "sha256").hex()
    search = read_fields(folder, MASTER).search
    assert document_hash(search, pins, "i1", "passport", "l8989 02c3") == written
    add_search_key(folder, MASTER, NOW)
    drop_keys(folder, frozenset({"i1"}))
    search = read_fields(folder, MASTER).search
    with pytest.raises(KeyRingError, match="expected search key i1; the ring has i2"):
        document_hash(search, pins, "i1", "passport", "L898902C3")
    passport, card = (
        document_hash(search, pins, "i2", kind, "L898902C3") for kind in ("passport", "id_card")
    )
    assert passport != card
    assert passport == search.under("i2", "document/passport", "L898902C3")


def test_a_ring_of_version_1_is_read_and_written_as_the_next(folder: Path) -> None:
    path = folder / "fields.ring"
    ring = json.loads(path.read_text())
    lookup = read_fields(folder, MASTER).lookup("phone", "1")
    (first,) = ring["search"]
    older = {"v": 1, "active": "f1", "keys": ring["keys"], "index": first["sealed"]}
    path.write_text(json.dumps(older))
    assert read_fields(folder, MASTER).lookup("phone", "1") == lookup
    assert add_search_key(folder, MASTER, NOW) == "i2"
    assert json.loads(path.read_text())["v"] == 2
    assert read_fields(folder, MASTER).search.hashes("phone", "1")[1] == lookup
