"""Readers' keys: prepared before they are sent, the same again after an interruption, committed whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from gate.keys.errors import KeyRingError
from gate.keys.reader_keys import ReaderKeys
from gate.keys.ring import KeyRing


def test_a_change_of_key(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    ring.ensure([], ["rdr"])
    keys, old = ReaderKeys(tmp_path), ring.osdp_key("rdr")
    new = keys.prepare("rdr")
    assert new != old
    assert keys.current("rdr") == ring.osdp_key("rdr") == old
    assert keys.prepare("rdr") == keys.pending("rdr") == new, (
        "an interrupted change goes on with the same key"
    )
    keys.commit("rdr")
    assert ring.osdp_key("rdr") == new
    assert keys.pending("rdr") is None
    assert (tmp_path / "osdp-rdr.key").stat().st_mode & 0o077 == 0


def test_each_reader_has_its_own(tmp_path: Path) -> None:
    keys = ReaderKeys(tmp_path)
    assert keys.prepare("one") != keys.prepare("two")
    keys.drop("one")
    assert keys.pending("one") is None
    assert keys.current("one") is None
    assert "osdp" not in repr(keys)


@pytest.mark.parametrize("name", ["", "../x", "a\0b"])
def test_names_stay_in_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(KeyRingError):
        ReaderKeys(tmp_path).prepare(name)
