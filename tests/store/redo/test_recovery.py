"""An engine that died: at each point between the decision and the tables, the next start has each event once."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from gate.backup.copies import copy_store
from gate.backup.postgres import PgTools
from gate.policy import StateRow
from gate.roots.audit_sources import verify_store
from gate.store import Batch, RedoDamaged, SourceMark, Store, open_store
from gate.store.base import Base
from gate.store.connect import engine_for
from gate.store.migrate import newest, upgrade
from gate.store.redo.file import RedoFile
from gate.store.redo.recovery import redo_path, redone, waiting
from gate.store.redo.spelling import spelt
from gate.store.tables import PortalRow
from tests.store.examples import EVERYTHING, NOON, event

ANEW = frozenset({"salt", "leaf", "roots"})
"""Made by chance, and what depends on them."""


@pytest.fixture
def url(tmp_path: Path, migrated_file: Path) -> str:
    """A migrated database."""
    shutil.copy(migrated_file, tmp_path / "gate.db")
    return f"sqlite:///{tmp_path / 'gate.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """The store of an engine that will die: nothing of it is ended in good order."""
    opened = open_store(url)
    yield opened
    opened.close()


def batches() -> Sequence[Batch]:
    """A read, and all kinds of what may come with one."""
    personal = {"personal": '{"card":"H10301/4567"}', "person": "p1001", "credential": "c1"}
    world = StateRow(kind="presence", key="p1001", value='{"zone":"lab"}')
    return (
        Batch(
            events=[
                event(1, body='{"text":"门\\n\\u2028"}'),
                event(2, portal="lab-door", zone="lab", **personal),
            ],
            facts=EVERYTHING,
            world=[world, StateRow(kind="presence", key="p2", value="{}")],
            sources=[SourceMark(src="cabinet-1", boot=1, upto=2)],
        ),
        Batch(world=[StateRow(kind="presence", key="p2", value=None), replace(world, value="{}")]),
        Batch(events=[event(3, subject="door", request="cabinet-1/1/2", at=NOON + timedelta(days=40))]),
    )


def kept_and_died(store: Store, several: Sequence[Batch]) -> int:
    """Kept in the redo file, and no more; the last number."""
    keeper = store.redo()
    assert keeper is not None
    numbers = [keeper.keep(batch) for batch in several]
    assert None not in numbers
    keeper.close()
    return keeper.upto


def test_what_was_kept_is_put_in_as_if_it_had_been_written(
    store: Store, url: str, tmp_path: Path, migrated_file: Path
) -> None:
    """Killed between the file and the tables."""
    upto = kept_and_died(store, batches())
    shutil.copy(migrated_file, tmp_path / "direct.db")
    direct = open_store(f"sqlite:///{tmp_path / 'direct.db'}")
    with direct.work() as work:
        for batch in batches():
            work.write(batch)
    direct.close()
    open_store(url).close()
    ours = rows(url)
    assert ours.pop("redone") == [{"id": 1, "upto": upto}]
    theirs = rows(f"sqlite:///{tmp_path / 'direct.db'}")
    assert theirs.pop("redone") == []
    assert ours == theirs
    assert len(ours["events"]) == 3
    assert verify_store(url, heads_due=False).newer == 3


def test_killed_before_the_file_there_is_nothing_to_put_in(store: Store, url: str) -> None:
    kept_and_died(store, ())
    before = rows(url)
    open_store(url).close()
    assert rows(url) == before


def test_killed_behind_the_tables_nothing_is_put_in_twice(store: Store, url: str) -> None:
    first, second, third = batches()
    upto = kept_and_died(store, (first, second))
    line = store.line()
    line.write(replace(first, redone=upto - 1), lazy=True)
    line.close()
    open_store(url).close()
    once = rows(url)
    open_store(url).close()
    assert rows(url) == once
    assert [row["seq"] for row in once["events"]] == [1, 2]
    assert kept_and_died(store, (third,)) == upto + 1, "numbers go on"
    open_store(url).close()
    assert [row["seq"] for row in rows(url)["events"]] == [1, 2, 3]


def test_tables_that_a_power_cut_took_back_get_it_again(store: Store, url: str, tmp_path: Path) -> None:
    """A lazy write returns before it is on the disk: what it wrote may be lost, the file's record is not."""
    upto = kept_and_died(store, batches())
    assert not (tmp_path / "gate.db-wal").exists(), "all of it is in the database"
    shutil.copy(tmp_path / "gate.db", tmp_path / "older.db")
    line = store.line()
    for number, batch in enumerate(batches(), upto - 2):
        line.write(replace(batch, redone=number), lazy=True)
    line.close()
    shutil.copy(tmp_path / "gate.db-redo", tmp_path / "older.db-redo")
    older = f"sqlite:///{tmp_path / 'older.db'}"
    open_store(older).close()
    assert {name: len(each) for name, each in rows(older).items()} == {
        name: len(each) for name, each in rows(url).items()
    }


def test_an_engine_that_begins_with_a_file_puts_it_in_before_it_is_wiped(store: Store, url: str) -> None:
    kept_and_died(store, batches())
    keeper = store.redo()
    assert keeper is not None
    assert [row["seq"] for row in rows(url)["events"]] == [1, 2, 3]
    assert (tmp := redo_path(url)) is not None
    assert tmp.read_bytes().strip(b"\0") == b""
    keeper.close()


def test_while_an_engine_has_the_file_others_leave_it_alone(store: Store, url: str) -> None:
    keeper = store.redo()
    assert keeper is not None
    assert keeper.keep(batches()[0])
    open_store(url).close()
    assert rows(url)["events"] == []
    engine, path = engine_for(url), redo_path(url)
    assert path is not None
    assert waiting(engine, path) == 0
    another = store.redo()
    assert another is None, "a second engine has none"
    keeper.close()
    assert waiting(engine, path) == 1
    engine.dispose()


EMPTY = spelt(Batch(), ())
PORTAL = orjson.dumps({"rows": [["portals", PortalRow.__table__.columns.keys(), [[1]]]]})[1:-1]
"""A row with too few values."""


def refused(url: str, words: str) -> None:
    before = rows(url)
    with pytest.raises(RedoDamaged, match=words):
        open_store(url)
    assert rows(url) == before, "nothing of it is put in"


def append(url: str, *payloads: bytes) -> None:
    path, engine = redo_path(url), engine_for(url)
    assert path is not None
    file = RedoFile(path)
    file.begin(redone(engine))
    engine.dispose()
    for payload in payloads:
        file.append(payload)
    file.close()


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"rubbish",
        b"[]",
        b"{}",
        EMPTY.replace(b'"events":[]', b'"events":[[1]]'),
        EMPTY.replace(b'"seq","src"', b'"src","seq"'),
        EMPTY.replace(b'"rows":[]', b'"rows":[["none",[],[[1]]]]'),
        EMPTY.replace(b'"rows":[]', b'"rows":[["portals",[],[[1]]]]'),
        EMPTY.replace(b'"rows":[]', b'"rows":[["redone",["id","upto"],[[1]]]]'),
        EMPTY.replace(b'"rows":[]', PORTAL),
        spelt(Batch(events=[event(7)]), ()),
    ],
)
def test_a_record_that_is_none_of_ours_is_refused(url: str, payload: bytes) -> None:
    append(url, payload)
    refused(url, r"gate.db-redo: record \d")


def test_a_damaged_record_before_a_good_one_is_refused(url: str, tmp_path: Path) -> None:
    append(url, *(spelt(each, ()) for each in (Batch(events=[event(1)]), Batch(events=[event(2)]))))
    path = tmp_path / "gate.db-redo"
    damaged = bytearray(path.read_bytes())
    damaged[100] ^= 1
    path.write_bytes(damaged)
    refused(url, "expected record 1 .* found 2: the file is damaged, or the database is an older copy")
    path.rename(tmp_path / "aside")
    open_store(url).close()


def kept_at(tmp_path: Path, revision: str, batch: Batch) -> str:
    """The URL of a store at an earlier schema, with a record that waits."""
    url = f"sqlite:///{tmp_path / 'older.db'}"
    engine = engine_for(url)
    upgrade(engine, revision)
    engine.dispose()
    append(url, spelt(batch, ()))
    return url


def schema(url: str) -> Any:
    engine = engine_for(url, read_only=True)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    engine.dispose()
    return found


def test_what_waits_for_an_older_schema_is_put_in_before_it_changes(tmp_path: Path) -> None:
    """By the test's own account of what changed: no column of the log's tables since then."""
    url = kept_at(tmp_path, "0014", Batch(events=[event(1)]))
    open_store(url).close()
    assert [row["seq"] for row in rows(url)["events"]] == [1]
    assert schema(url) == newest()


def test_what_waits_for_tables_of_another_form_stops_the_migration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = kept_at(tmp_path, "0014", Batch(events=[event(1)]))
    engine = engine_for(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE events ADD COLUMN of_old")
    engine.dispose()
    monkeypatch.setattr("gate.store.migrate.newest", lambda: "9999")
    with pytest.raises(RedoDamaged, match="the table events as it was: start and stop that version once"):
        open_store(url)
    assert schema(url) == "0014"


def test_a_backup_has_what_waits(store: Store, url: str, tmp_path: Path) -> None:
    kept_and_died(store, batches())
    (tmp_path / "backup").mkdir()
    copied = copy_store(url, tmp_path / "backup", PgTools(), lambda *_: None)
    assert copied.rows["events"] == 3
    assert rows(url)["events"] == [], "the original is left as it is"
    assert sorted(path.name for path in (tmp_path / "backup").iterdir()) == [copied.member]


def test_a_backup_of_a_file_that_went_on_is_of_its_own_instant(
    store: Store, url: str, tmp_path: Path
) -> None:
    append(url, b"0")
    path = redo_path(url)
    assert path is not None
    file = RedoFile(path)
    file.begin(5)  # the writer has put in up to 5, the copy was made before
    file.append(spelt(Batch(events=[event(1)]), ()))
    file.close()
    (tmp_path / "backup").mkdir()
    assert copy_store(url, tmp_path / "backup", PgTools(), lambda *_: None).rows["events"] == 0


def rows(url: str) -> dict[str, list[dict[str, Any]]]:
    """All tables, but for what chance makes."""
    engine = engine_for(url, read_only=True)
    sort: Callable[[dict[str, Any]], str] = repr
    try:
        with engine.connect() as connection:
            return {
                table.name: sorted(
                    (
                        {name: value for name, value in row.items() if name not in ANEW}
                        for row in map(dict, connection.execute(select(table)).mappings())
                    ),
                    key=sort,
                )
                for table in Base.metadata.sorted_tables
            }
    finally:
        engine.dispose()
