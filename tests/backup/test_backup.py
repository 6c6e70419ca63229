"""Backups of a whole site: beside its engine, back, and the drill; torn, changed and misplaced ones are refused."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gate.backup import make, restore
from gate.backup.drill import drill
from gate.backup.errors import BackupError, NoBackup, Tampered, ToolMissing, Torn, Unequal
from gate.backup.header import Secrets, read_passphrase
from gate.backup.make import Sources, make_backup
from gate.backup.postgres import PgTools, pg_environment
from gate.backup.progress import silent
from gate.backup.restore import Target, opened, put_in_place
from gate.keys.master import Master
from gate.keys.plain_file import create_plain
from gate.roots.drill import verified
from gate.roots.folders import DataFolder
from gate.store import Store, open_store
from tests.service.rig import CHEN, Rig, example_keys, import_example, make_rig
from tests.support.postgres import find_postgres

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PHRASE = Secrets(passphrase=b"correct horse battery staple")


@dataclass
class Site:
    """A site with something in every part of it; its engine has its store open."""

    sources: Sources
    rig: Rig
    store: Store
    secrets: Secrets


def site_at(folder: Path, url: str) -> Site:
    folder.mkdir()
    ring, store = example_keys(folder), open_store(url)
    import_example(store, ring)
    rig = make_rig(store, ring)
    rig.walk(CHEN, "rdr-front-in", "front-door")
    (folder / "evidence").mkdir()
    (folder / "evidence" / "ab.jpg").write_bytes(b"\xff\xd8picture")
    for name, files in DataFolder(folder).files.items():
        files.mkdir(exist_ok=True)
        (files / "one").write_text(name)
    for name, database in DataFolder(folder).databases.items():
        with closing(sqlite3.connect(database)) as made:
            made.execute(f'CREATE TABLE "{name}" (n INTEGER)')
    sources = Sources(
        site="hq",
        store_url=url,
        folder=folder,
        keys=folder / "keys",
        databases=DataFolder(folder).databases,
        folders=DataFolder(folder).files,
    )
    return Site(sources=sources, rig=rig, store=store, secrets=Secrets(master=ring.master()))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return site_at(tmp_path / "site", f"sqlite:///{tmp_path / 'site' / 'gate.db'}")


def tools() -> PgTools:
    installed = find_postgres()
    return PgTools(None if installed is None else installed / "bin")


def made(site: Site, path: Path, secrets: Secrets | None = None) -> Path:
    make_backup(site.sources, path, secrets or site.secrets, NOW, tools(), silent)
    return path


def target_at(folder: Path) -> Target:
    return Target(
        folder=folder,
        store_url=f"sqlite:///{folder / 'gate.db'}",
        keys=folder / "keys",
        databases=DataFolder(folder).databases,
        folders=DataFolder(folder).files,
    )


def test_a_site_comes_back_whole(site: Site, tmp_path: Path) -> None:
    path = made(site, tmp_path / "b.gate", PHRASE)
    site.rig.walk(CHEN, "rdr-office-in", "office-door")  # after the backup: not in it
    there = target_at(tmp_path / "new")
    with opened(path, tmp_path, PHRASE, silent) as (folder, manifest):
        put_in_place(folder, manifest, there, tools(), silent)
    assert (there.folders["evidence"] / "ab.jpg").read_bytes() == b"\xff\xd8picture"
    assert {name: (files / "one").read_text() for name, files in there.folders.items()} == {
        name: name for name in there.folders
    }
    for name, database in there.databases.items():
        with closing(sqlite3.connect(database)) as back_there:
            assert back_there.execute("SELECT name FROM sqlite_master").fetchall() == [(name,)]
    ring = example_keys(there.folder)
    assert ring.fields().lookup("x", "y") == example_keys(site.sources.folder).fields().lookup("x", "y")
    back = open_store(there.store_url)
    with back.work() as work:
        assert {file.person.id for file in work.snapshot().people} == site.rig.facts.people.keys()
    back.close()
    assert verified(there.store_url).startswith("sealed")
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")], "scratch places are gone"


def test_a_backup_shows_nothing_of_what_is_in_it(site: Site, tmp_path: Path) -> None:
    for secrets, name in ((PHRASE, "a.gate"), (site.secrets, "b.gate")):
        content = made(site, tmp_path / name, secrets).read_bytes()
        master = (site.sources.keys / "master.key").read_bytes()
        for word in (b"Chen", b"p1001", b"AccessDecided", b"picture", b"SQLite", b"battery", master):
            assert word not in content


def test_the_master_key_goes_along_only_under_a_passphrase(site: Site, tmp_path: Path) -> None:
    for secrets, there in ((PHRASE, True), (site.secrets, False)):
        path = made(site, tmp_path / f"{there}.gate", secrets)
        with opened(path, tmp_path, secrets, silent) as (folder, manifest):
            assert ("keys/master.key" in manifest.files) is there
            assert (folder / "keys" / "fields.ring").exists()


@pytest.mark.regime("G5")
def test_the_drill_restores_verifies_and_counts(site: Site, tmp_path: Path) -> None:
    path = made(site, tmp_path / "b.gate")
    found = drill(path, tmp_path, site.secrets, "", tools(), verified, silent)
    assert found.verified.startswith("sealed")
    assert found.manifest.rows["people"] == len(site.rig.facts.people)
    assert found.manifest.rows["events"] > 3


def test_postgresql_is_drilled_and_restored(postgres_url: str, tmp_path: Path) -> None:
    site = site_at(tmp_path / "site", postgres_url)
    path = made(site, tmp_path / "b.gate")
    found = drill(path, tmp_path, site.secrets, postgres_url, tools(), verified, silent)
    assert found.manifest.database == "postgresql"
    assert found.verified.startswith("sealed")
    with opened(path, tmp_path, site.secrets, silent) as (folder, manifest):
        there = replace(target_at(tmp_path / "new"), store_url=postgres_url)
        with pytest.raises(BackupError, match="expected an empty database"):
            put_in_place(folder, manifest, there, tools(), silent)
        with pytest.raises(BackupError, match="expected a postgresql database"):
            put_in_place(folder, manifest, target_at(tmp_path / "other"), tools(), silent)
    with pytest.raises(BackupError, match="name a server"):
        drill(path, tmp_path, site.secrets, "", tools(), verified, silent)


# ── what is refused ──────────────────────────────────────────────────────────


def refused(path: Path, secrets: Secrets, scratch: Path) -> None:
    with opened(path, scratch, secrets, silent):
        raise AssertionError("a backup that is not good was opened")


def test_a_torn_backup_is_refused(site: Site, tmp_path: Path) -> None:
    path = made(site, tmp_path / "b.gate")
    content = path.read_bytes()
    for part in (len(content) // 2, len(content) - 1):
        path.write_bytes(content[:part])
        with pytest.raises((Torn, Tampered)):
            refused(path, site.secrets, tmp_path)
    for head in (b"", content[:8], content[:40]):
        path.write_bytes(head)
        with pytest.raises(NoBackup):
            refused(path, site.secrets, tmp_path)


def test_a_changed_backup_is_refused(site: Site, tmp_path: Path) -> None:
    path = made(site, tmp_path / "b.gate")
    content = path.read_bytes()
    for place in (len(content) // 3, len(content) - 5):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises((Tampered, Torn), match="changed"):
            refused(path, site.secrets, tmp_path)
    path.write_bytes(content.replace(b'"site": "hq"', b'"site": "hx"', 1))
    with pytest.raises(Tampered):
        refused(path, site.secrets, tmp_path)


def test_another_secret_opens_nothing(site: Site, tmp_path: Path) -> None:
    by_master, by_phrase = made(site, tmp_path / "m.gate"), made(site, tmp_path / "p.gate", PHRASE)
    with pytest.raises(Tampered, match="or the secret is another"):
        refused(by_master, Secrets(master=Master("x", bytes(32))), tmp_path)
    with pytest.raises(BackupError, match="master key of its site, which is not here"):
        refused(by_master, PHRASE, tmp_path)
    with pytest.raises(BackupError, match="--passphrase-file"):
        refused(by_phrase, site.secrets, tmp_path)


def test_nothing_is_put_over_something(site: Site, tmp_path: Path) -> None:
    path = made(site, tmp_path / "b.gate")
    with opened(path, tmp_path, site.secrets, silent) as (folder, manifest):
        for taken in ("gate.db", "gate.db-redo", "console.db", "keys/fields.ring"):
            there = tmp_path / taken.replace("/", "-")
            (there / taken).parent.mkdir(parents=True)
            (there / taken).write_bytes(b"mine")
            with pytest.raises(BackupError, match="expected"):
                put_in_place(folder, manifest, target_at(there), tools(), silent)
            assert [each.read_bytes() for each in there.rglob("*") if each.is_file()] == [b"mine"]
    with pytest.raises(BackupError, match="not overwritten"):
        made(site, path)


def test_a_backup_is_never_in_the_clear(site: Site, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="never in the clear"):
        made(site, tmp_path / "b.gate", Secrets())
    assert not (tmp_path / "b.gate").exists()


def test_other_counts_are_named(site: Site, tmp_path: Path) -> None:
    path = made(site, tmp_path / "b.gate")
    with opened(path, tmp_path, site.secrets, silent) as (folder, manifest):
        other = replace(manifest, rows={**manifest.rows, "people": 99})
        with pytest.raises(Unequal, match=r"table people: expected 99 rows; got \d"):
            restore.restore_store(folder, other, f"sqlite:///{tmp_path / 'x.db'}", tools(), silent)


def test_a_member_that_would_leave_the_folder_is_refused(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup is sealed, but who has its secret may still be careless with what he puts in it."""
    monkeypatch.setattr(make, "NAME", "../outside")
    path = made(site, tmp_path / "b.gate")
    with pytest.raises(NoBackup):
        refused(path, site.secrets, tmp_path)
    assert not (tmp_path / "outside").exists()


def test_what_cannot_be_copied_leaves_no_file(site: Site, tmp_path: Path) -> None:
    gone = replace(site.sources, store_url=f"sqlite:///{tmp_path / 'nothing.db'}")
    with pytest.raises(BackupError, match="expected the store; there is no file"):
        make_backup(gone, tmp_path / "b.gate", site.secrets, NOW, tools(), silent)
    (site.sources.folder / "console.db").write_bytes(b"no database" * 1000)
    with pytest.raises(BackupError, match=r"console\.db"):
        made(site, tmp_path / "b.gate")
    assert list(tmp_path.glob("b.gate*")) == []


def test_programs_that_are_missing_or_say_no_are_named(tmp_path: Path) -> None:
    with pytest.raises(ToolMissing, match="expected pg_dump in"):
        PgTools(tmp_path).run("pg_dump", [], {}, silent)
    false = shutil.which("false")
    assert false is not None
    (tmp_path / "pg_dump").symlink_to(false)
    with pytest.raises(ToolMissing, match="got 1: it said nothing"):
        PgTools(tmp_path).run("pg_dump", [], {}, silent)


def test_the_connection_goes_by_the_environment() -> None:
    found = pg_environment("postgresql+psycopg://gate:s3cret@db.internal:5433/site?sslmode=verify-full")
    assert found == {
        "PGHOST": "db.internal",
        "PGPORT": "5433",
        "PGUSER": "gate",
        "PGPASSWORD": "s3cret",
        "PGDATABASE": "site",
        "PGSSLMODE": "verify-full",
    }


def test_a_short_passphrase_is_no_secret(tmp_path: Path) -> None:
    for number, (content, fits) in enumerate(
        ((b"short\n", False), (b"", False), (b"twelve chars\nmore", True))
    ):
        path = tmp_path / str(number)
        create_plain(path, content)
        if fits:
            assert read_passphrase(path) == b"twelve chars"
            continue
        with pytest.raises(BackupError, match="at least 12 characters"):
            read_passphrase(path)
