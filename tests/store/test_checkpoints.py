"""The write-ahead log is copied aside; readers hold back only what they still see."""

from pathlib import Path

import pytest

from gate.store import StoreAway, open_store
from gate.store.checkpoints import Checkpoints
from gate.store.connect import engine_for


def test_all_that_no_reader_needs_is_copied(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gate.db'}"
    open_store(url).close()
    engine = engine_for(url)
    hand = engine.raw_connection()
    reader = engine_for(url, read_only=True).raw_connection()
    try:
        reader.cursor().execute("BEGIN")
        reader.cursor().execute("SELECT count(*) FROM events").fetchone()
        hand.cursor().execute("CREATE TABLE t (n INTEGER)")
        checkpoints = Checkpoints(engine)
        assert checkpoints.once() > 0, "the reader still sees the database without the table"
        reader.rollback()
        assert checkpoints.once() == 0
        assert hand.cursor().execute("SELECT count(*) FROM t").fetchone() == (0,)
    finally:
        reader.close()
        hand.close()


def test_the_log_is_emptied_when_nobody_is_in_the_way(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gate.db'}"
    open_store(url).close()
    engine = engine_for(url)
    hand = engine.raw_connection()
    reader = engine_for(url, read_only=True).raw_connection()
    try:
        reader.cursor().execute("BEGIN")
        reader.cursor().execute("SELECT count(*) FROM events").fetchone()
        hand.cursor().execute("CREATE TABLE erased_words (n INTEGER)")
        checkpoints = Checkpoints(engine)
        assert not checkpoints.empty()
        assert b"erased_words" in (tmp_path / "gate.db-wal").read_bytes()
        reader.rollback()
        assert checkpoints.empty()
        assert (tmp_path / "gate.db-wal").stat().st_size == 0
    finally:
        reader.close()
        hand.close()


def test_a_database_that_is_away_is_said(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path / 'no' / 'folder' / 'gate.db'}")
    with pytest.raises(StoreAway):
        Checkpoints(engine).once()
