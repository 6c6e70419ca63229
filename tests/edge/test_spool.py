"""The spool: order, acknowledgement, power cuts, rubbish, a full disk, a full spool."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.edge.spool import Spool
from gate.edge.spool_file import HEADER, Kind, Record, pack_record, read_spool
from gate.edge.spool_rows import Entry


def stand_in(boot: int, seq: int, count: int) -> bytes:
    return f"dropped {count} up to {boot}/{seq}".encode()


def opened(folder: Path, limit: int = 1_000_000) -> Spool:
    return Spool(folder / "spool", stand_in, limit)


def entry(seq: int, *, boot: int = 1, size: int = 10, telemetry: bool = False) -> Entry:
    return Entry(boot, seq, f"{boot}/{seq}".encode().ljust(size, b"."), telemetry)


def places(spool: Spool) -> list[tuple[int, int]]:
    return [each.place for each in spool.after(None)]


def test_what_was_appended_is_there_after_a_restart_in_order(tmp_path: Path) -> None:
    first = opened(tmp_path)
    for seq in (1, 2, 3):
        assert first.append(entry(seq, telemetry=seq == 2))
    again = opened(tmp_path)  # without a farewell: the process was killed
    assert list(again.after(None)) == [entry(1), entry(2, telemetry=True), entry(3)]
    assert again.last == (1, 3)
    assert list(again.after((1, 2))) == [entry(3)]


def test_what_was_acknowledged_is_gone_also_after_a_restart(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    for seq in range(1, 6):
        spool.append(entry(seq))
    spool.acknowledge((1, 3))
    spool.acknowledge((1, 2))  # an older one comes late: harmless
    assert places(spool) == [(1, 4), (1, 5)]
    assert places(opened(tmp_path)) == [(1, 4), (1, 5)]


def test_an_acknowledgement_of_a_later_start_says_nothing_of_earlier_ones(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    spool.append(entry(9, boot=1))
    spool.append(entry(1, boot=2))
    spool.append(entry(2, boot=2))
    spool.acknowledge((2, 1))
    assert places(spool) == [(1, 9), (2, 2)]
    spool = opened(tmp_path)
    assert places(spool) == [(1, 9), (2, 2)]
    assert (spool.first, spool.last, spool.oldest(2), spool.oldest(3)) == ((1, 9), (2, 2), (2, 2), None)
    spool.acknowledge((2, 99))
    spool.acknowledge((1, 9))
    assert (len(spool), spool.size, spool.first, spool.last) == (0, 0, None, None)
    assert places(opened(tmp_path)) == []


def test_a_spool_that_was_emptied_goes_on(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", stand_in, slack=100)
    for seq in range(1, 6):
        spool.append(entry(seq, size=50))
        spool.acknowledge((1, seq))
    assert (tmp_path / "spool").read_bytes().startswith(HEADER)
    assert (tmp_path / "spool").stat().st_size < 300
    spool.append(entry(6))
    assert places(opened(tmp_path)) == [(1, 6)]


def test_the_file_does_not_grow_with_what_is_acknowledged(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    for seq in range(1, 400):
        spool.append(entry(seq, size=10_000))
        spool.acknowledge((1, seq))
    assert (tmp_path / "spool").stat().st_size < 2_100_000
    assert len(opened(tmp_path)) == 0


def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    opened(tmp_path).append(entry(1))
    assert (tmp_path / "spool").stat().st_mode & 0o777 == 0o600


# ── power cuts and rubbish ───────────────────────────────────────────────────


@pytest.mark.parametrize(
    "cut", range(1, len(pack_record(Record(kind=Kind.EVENT, boot=1, seq=3, payload=b"x" * 10))))
)
def test_a_torn_tail_costs_the_torn_record_alone(tmp_path: Path, cut: int) -> None:
    spool = opened(tmp_path)
    for seq in (1, 2, 3):
        spool.append(entry(seq))
    path = tmp_path / "spool"
    path.write_bytes(path.read_bytes()[:-cut])
    again = opened(tmp_path)
    assert places(again) == [(1, 1), (1, 2)]
    again.append(entry(1, boot=2))
    assert places(opened(tmp_path)) == [(1, 1), (1, 2), (2, 1)]


def test_a_damaged_file_is_kept_aside_and_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    opened(tmp_path).append(entry(1))
    path = tmp_path / "spool"
    damaged = path.read_bytes() + b"rubbish"
    path.write_bytes(damaged)
    assert places(opened(tmp_path)) == [(1, 1)]
    assert (tmp_path / "spool.damaged").read_bytes() == damaged
    assert "7 bytes were no records" in caplog.text


def test_an_empty_or_strange_file_is_an_empty_spool(tmp_path: Path) -> None:
    for content in (b"", HEADER, HEADER[:5], b"something else entirely"):
        (tmp_path / "spool").write_bytes(content)
        assert len(opened(tmp_path)) == 0


RECORDS = st.lists(
    st.builds(
        Record,
        kind=st.sampled_from(Kind),
        boot=st.integers(0, 2**64 - 1),
        seq=st.integers(0, 2**64 - 1),
        payload=st.binary(max_size=60),
    ),
    max_size=5,
)


@given(records=RECORDS)
def test_records_come_back(records: list[Record]) -> None:
    reading = read_spool(HEADER + b"".join(map(pack_record, records)))
    assert reading.records == tuple(records)
    assert reading.lost == 0


@given(before=RECORDS, noise=st.binary(min_size=1, max_size=80), after=RECORDS)
def test_reading_goes_on_behind_noise(before: list[Record], noise: bytes, after: list[Record]) -> None:
    reading = read_spool(
        HEADER + b"".join(map(pack_record, before)) + noise + b"".join(map(pack_record, after))
    )
    assert reading.records == (*before, *after)
    assert reading.lost == len(noise)


@given(records=RECORDS.filter(bool), data=st.data())
def test_a_flipped_bit_costs_one_record_at_most(records: list[Record], data: st.DataObject) -> None:
    content = bytearray(HEADER + b"".join(map(pack_record, records)))
    place = data.draw(st.integers(len(HEADER), len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    found = read_spool(bytes(content)).records
    assert len(found) >= len(records) - 1
    assert all(record in records for record in found)


# ── limits ───────────────────────────────────────────────────────────────────


def test_a_full_spool_drops_the_oldest_telemetry_and_says_how_much(tmp_path: Path) -> None:
    spool = opened(tmp_path, limit=2000)
    seq = 0
    while len(spool) == seq:
        seq += 1
        spool.append(entry(seq, size=100, telemetry=seq % 5 != 0))
    kept = list(spool.after(None))
    assert spool.size <= 1500
    assert [each.seq for each in kept if not each.telemetry and each.seq % 5 == 0] == list(
        range(5, seq + 1, 5)
    )
    assert kept[0] == Entry(1, 4, b"dropped 4 up to 1/4")
    assert [each.place for each in opened(tmp_path, limit=2000).after(None)] == [each.place for each in kept]


def test_runs_of_two_starts_get_a_stand_in_each(tmp_path: Path) -> None:
    spool = opened(tmp_path, limit=1000)
    spool.append(entry(7, boot=1, size=200, telemetry=True))
    spool.append(entry(1, boot=2, size=200, telemetry=True))
    spool.append(entry(2, boot=2, size=900))
    assert [each.message[:7] for each in spool.after(None)] == [b"dropped", b"dropped", b"2/2...."]
    assert places(spool) == [(1, 7), (2, 1), (2, 2)]


def test_what_is_no_telemetry_is_never_dropped(tmp_path: Path) -> None:
    spool = opened(tmp_path, limit=1000)
    for seq in range(1, 50):
        assert spool.append(entry(seq, size=100))
    assert len(spool) == 49


def test_a_full_disk_is_told_and_nothing_is_lost_when_it_has_room_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    spool = opened(tmp_path)
    spool.append(entry(1))

    def full(_descriptor: int, _content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        assert not spool.append(entry(2))
        assert not spool.append(entry(3))
    assert caplog.text.count("events are kept in memory alone") == 1
    assert places(spool) == [(1, 1), (1, 2), (1, 3)]
    assert spool.append(entry(4))
    assert places(opened(tmp_path)) == [(1, 1), (1, 2), (1, 3), (1, 4)]


def test_a_disk_that_cannot_sync_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = opened(tmp_path)
    spool.append(entry(1))

    def broken(_descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fdatasync", broken)
        spool.sync()
        assert not spool.durable
    assert spool.append(entry(2))
    spool.close()
    assert places(opened(tmp_path)) == [(1, 1), (1, 2)]
