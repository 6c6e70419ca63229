"""The redo file: what append gave back is there whatever is torn, and what is damaged is not taken for torn."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gate.store.errors import RedoDamaged
from gate.store.redo.file import HALF, HEAD, PAGE, RedoFile, RedoTaken, records, take
from gate.store.redo.recovery import pending

FILL = HALF // 2 - HEAD.size  # two of these fill a half


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
    assert file.append(b"a" * FILL)
    assert [file.append(b"x" * FILL) for _ in range(4)] == [True, True, True, False]
    assert file.crowded
    assert set(records(file.held())) == {11, 12, 13, 14}
    file.safe(11)
    assert not file.append(b"5"), "12 is not safe yet"
    file.safe(12)
    assert file.append(b"5")
    assert pending(file.held(), 12, Path("x")) == [(13, b"x" * FILL), (14, b"x" * FILL), (15, b"5")]


def test_a_record_larger_than_a_half_is_left_to_the_tables(file: RedoFile) -> None:
    assert not file.append(bytes(HALF - HEAD.size + 1))
    assert (file.upto, records(file.held())) == (10, {})
    assert file.append(bytes(HALF - HEAD.size))


def test_what_was_wiped_is_gone(file: RedoFile, tmp_path: Path) -> None:
    file.append(b"a name")
    file.safe(11)
    file.wipe()
    assert b"name" not in (tmp_path / "gate.db-redo").read_bytes()
    assert file.append(b"next")
    assert records(file.held()) == {12: b"next"}


def test_it_is_for_one_process_and_for_no_other_eyes(file: RedoFile, tmp_path: Path) -> None:
    path = tmp_path / "gate.db-redo"
    with pytest.raises(RedoTaken):
        RedoFile(path)
    assert path.stat().st_mode & 0o077 == 0
    file.close()
    os.close(take(path))
    file._file = os.open(os.devnull, os.O_RDONLY)  # for the fixture to close
