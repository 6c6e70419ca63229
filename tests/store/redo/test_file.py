"""The redo file: what append gave back is there whatever is torn, and what is damaged is not taken for torn."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gate.store.errors import RedoDamaged
from gate.store.redo.file import HALF, HEAD, LARGEST, PAGE, RedoFile, RedoTaken, records, take
from gate.store.redo.recovery import pending

FILL = LARGEST - HEAD.size
MANY = HALF // LARGEST
"""So many of these fill a half."""


@pytest.fixture
def file(tmp_path: Path) -> Iterator[RedoFile]:
    """One that begins behind number 10."""
    made = RedoFile(tmp_path / "gate.db-redo")
    made.begin(10)
    yield made
    made.close()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payloads=st.lists(st.binary(max_size=3 * PAGE), max_size=8))
def test_what_was_kept_is_read_back(file: RedoFile, payloads: list[bytes]) -> None:
    file.begin(10)
    assert all(file.append(payload) for payload in payloads)
    assert records(file.held()) == dict(enumerate(payloads, 11))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), size=st.integers(1, 3 * PAGE), junk=st.binary(min_size=1, max_size=2 * PAGE))
def test_a_last_record_that_is_torn_takes_no_other_with_it(
    file: RedoFile, data: st.DataObject, size: int, junk: bytes
) -> None:
    """A power cut in the middle of append: some of its sectors are new, some old, some neither."""
    file.begin(10)
    file.append(b"first")
    before = file.held()
    file.append(os.urandom(size))
    after = bytearray(file.held())
    at = data.draw(st.integers(PAGE, PAGE + HEAD.size + size - 1), label="torn at")
    end = min(at + len(junk), PAGE + HEAD.size + size)
    after[at:end] = before[at:end] if data.draw(st.booleans(), label="old") else junk[: end - at]
    found = records(bytes(after))
    assert found[11] == b"first"
    assert set(found) in ({11}, {11, 12})
    if found.keys() == {11, 12}:
        assert bytes(after) == file.held(), "it was torn into what it was"
    assert [number for number, _ in pending(bytes(after), 10, Path("x"))] == sorted(found)


def test_a_record_that_is_damaged_before_others_is_said(file: RedoFile) -> None:
    for payload in (b"first", b"second", b"third"):
        file.append(payload)
    damaged = bytearray(file.held())
    damaged[PAGE + HEAD.size] ^= 1
    with pytest.raises(RedoDamaged, match="expected record 12 .* found 13"):
        pending(bytes(damaged), 10, Path("x"))
    assert pending(bytes(damaged), 13, Path("x")) == [], "nobody needs it any more"


def test_a_database_older_than_the_file_is_said(file: RedoFile) -> None:
    file.append(b"first")
    with pytest.raises(RedoDamaged, match="expected record 8 .* found 11"):
        pending(file.held(), 7, Path("x"))


def test_halves_take_turns_and_none_is_written_before_the_tables_are_safe(file: RedoFile) -> None:
    first, last = 11, 10 + 2 * MANY
    assert all(file.append(b"x" * FILL) for _ in range(2 * MANY))
    assert file.crowded
    assert not file.append(b"more")
    assert sorted(records(file.held())) == list(range(first, last + 1))
    file.safe(10 + MANY - 1)
    assert not file.append(b"more"), "one of the first half is not safe yet"
    file.safe(10 + MANY)
    assert file.append(b"more")
    following = pending(file.held(), 10 + MANY, Path("x"))
    assert [number for number, _ in following] == list(range(11 + MANY, last + 2))
    assert following[-1][1] == b"more"


def test_half_a_file_is_no_crowd(file: RedoFile) -> None:
    assert all(file.append(b"x" * FILL) for _ in range(MANY))
    assert not file.crowded
    assert file.append(b"more")
    assert file.crowded


def test_a_large_record_is_left_to_the_tables(file: RedoFile) -> None:
    assert not file.append(bytes(FILL + 1))
    assert (file.upto, records(file.held())) == (10, {})
    assert file.append(bytes(FILL))


def test_a_folder_that_knows_no_way_past_the_cache_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = os.open

    def refuse(path: Path, flags: int, *rest: int) -> int:
        if flags & os.O_DIRECT:
            raise OSError(errno.EINVAL, "Invalid argument")
        return way(path, flags, *rest)

    monkeypatch.setattr("gate.store.redo.file.os.open", refuse)
    made = RedoFile(tmp_path / "other-redo")
    made.begin(1)
    assert made.append(b"kept")
    assert records(made.held()) == {2: b"kept"}
    made.close()


def test_a_disk_that_takes_a_part_is_a_fault(file: RedoFile, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.pwrite
    monkeypatch.setattr(
        "gate.store.redo.file.os.pwrite", lambda where, data, at: write(where, data[:PAGE], at)
    )
    with pytest.raises(OSError, match="expected 8192 bytes to be written; 4096 were"):
        file.append(b"x" * PAGE)
    monkeypatch.undo()
    assert records(file.held()) == {}


def test_what_was_wiped_is_gone(file: RedoFile, tmp_path: Path) -> None:
    file.append(b"a name")
    file.safe(11)
    file.wipe()
    assert b"name" not in (tmp_path / "gate.db-redo").read_bytes()
    assert file.append(b"next")
    assert records(file.held()) == {12: b"next"}


def test_it_is_for_one_process_and_for_no_other_eyes(tmp_path: Path) -> None:
    path = tmp_path / "gate.db-redo"
    file = RedoFile(path)
    with pytest.raises(RedoTaken):
        RedoFile(path)
    assert path.stat().st_mode & 0o077 == 0
    file.close()
    os.close(take(path))
