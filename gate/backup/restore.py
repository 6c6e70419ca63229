"""A backup comes back: opened whole into a scratch place, compared with its manifest, and only then put in place.

Nothing is put over something that is there: the data folder must have no store, and a PostgreSQL database no tables.
"""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from sqlalchemy import inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from gate.backup.copies import POSTGRES_MEMBER, SQLITE_MEMBER, rows_of
from gate.backup.errors import BackupError, NoBackup, Unequal
from gate.backup.header import Secrets, read_header
from gate.backup.make import KEYS
from gate.backup.manifest import NAME, Manifest, check_files, check_rows, read_manifest
from gate.backup.postgres import PgTools, pg_environment
from gate.backup.progress import Progress
from gate.backup.stream import SealedReader
from gate.keys.plain_file import FOLDER, PRIVATE
from gate.store.connect import engine_for
from gate.store.errors import first_line, shown
from gate.store.redo.recovery import redo_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where things go. ``store_url``: SQLite within the folder or anywhere, or an empty PostgreSQL database."""

    folder: Path
    store_url: str
    keys: Path
    databases: Mapping[str, Path]
    folders: Mapping[str, Path]


@contextmanager
def opened(
    source: Path, scratch: Path, secrets: Secrets, progress: Progress
) -> Iterator[tuple[Path, Manifest]]:
    """The backup's files in a folder below ``scratch`` that is gone at the end, all of them as they went in.

    NoBackup, Torn, Tampered or Unequal, which name the file, and nothing is left behind.
    """
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=scratch) as name:
        folder = Path(name)
        try:
            manifest = _unpack(source, folder, secrets, progress)
        except OSError as fault:
            raise BackupError(f"{fault.filename or source}: {fault.strerror or fault}") from fault
        yield folder, manifest


def put_in_place(
    folder: Path, manifest: Manifest, target: Target, tools: PgTools, progress: Progress
) -> None:
    """The opened backup to where a site runs from. BackupError where something is there already."""
    _refuse_taken(manifest, target)
    target.folder.mkdir(parents=True, exist_ok=True)
    restore_store(folder, manifest, target.store_url, tools, progress)
    for name, database in target.databases.items():
        if (folder / name).exists():
            shutil.move(folder / name, database)
    for part, place in ((KEYS, target.keys), *target.folders.items()):
        if (folder / part).exists():
            place.mkdir(mode=FOLDER, parents=True, exist_ok=True)
            shutil.copytree(folder / part, place, dirs_exist_ok=True)
    progress("in place", 1, 1)


def restore_store(folder: Path, manifest: Manifest, url: str, tools: PgTools, progress: Progress) -> None:
    """The store alone, with its rows counted. BackupError for a database of another kind; Unequal for other counts."""
    _refuse_other_kind(manifest, url)
    if manifest.database == "sqlite":
        shutil.copyfile(folder / SQLITE_MEMBER, place := Path(make_url(url).database or ""))
        place.chmod(PRIVATE)
    else:
        arguments = ["--exit-on-error", "--no-owner", "--no-privileges", "--single-transaction"]
        database = f"--dbname={make_url(url).database}"
        tools.run(
            "pg_restore", [*arguments, database, str(folder / POSTGRES_MEMBER)], pg_environment(url), progress
        )
    revision, rows = rows_of(url)
    if revision != manifest.revision:
        raise Unequal(f"expected the schema at {manifest.revision}; got {revision}")
    check_rows(manifest.rows, rows)


def _refuse_other_kind(manifest: Manifest, url: str) -> None:
    if make_url(url).get_backend_name() != manifest.database:
        raise BackupError(f"expected a {manifest.database} database, as the backup's; got {shown(url)}")


def _refuse_taken(manifest: Manifest, target: Target) -> None:
    _refuse_other_kind(manifest, target.store_url)
    for path in (*target.databases.values(), target.keys / "fields.ring"):
        if path.exists():
            raise BackupError(f"{path}: expected a folder without a site; name an empty one")
    if manifest.database == "sqlite":
        store, redo = Path(make_url(target.store_url).database or ""), redo_path(target.store_url)
        for each in (store, redo):
            if each is not None and each.exists():
                raise BackupError(f"{each}: expected no store there yet")
        return
    refuse_tables(target.store_url)


def refuse_tables(url: str) -> None:
    """BackupError for a database that holds something."""
    engine = engine_for(url, read_only=True)
    try:
        with engine.connect() as connection:
            there = inspect(connection).get_table_names()
    except DBAPIError as fault:
        raise BackupError(f"{shown(url)} does not answer: {first_line(fault)}") from fault
    finally:
        engine.dispose()
    if there:
        raise BackupError(f"{shown(url)}: expected an empty database; it has the table {there[0]}")


def _unpack(source: Path, folder: Path, secrets: Secrets, progress: Progress) -> Manifest:
    total = source.stat().st_size
    with source.open("rb") as file:
        header = read_header(file)
        plain = SealedReader(file, header.key(secrets))
        try:
            _unpack_tar(plain, file, folder, total, progress)
        except tarfile.TarError as fault:
            raise NoBackup(f"expected a tar within the backup ({fault})") from fault
        plain.drain()
    progress("reading the backup", total, total)
    if not (folder / NAME).exists():
        raise NoBackup(f"expected {NAME} in the backup; there is none")
    manifest = read_manifest((folder / NAME).read_bytes())
    if (manifest.site, manifest.made_at) != (header.site, header.made_at.isoformat()):
        raise NoBackup(f"expected {NAME} of the same backup as its header")
    check_files(folder, manifest.files)
    return manifest


def _unpack_tar(plain: SealedReader, file: BinaryIO, folder: Path, total: int, progress: Progress) -> None:
    with tarfile.open(fileobj=cast("BinaryIO", plain), mode="r|") as tar:
        for member in tar:
            if not member.isfile():
                raise NoBackup(f"expected files alone; {member.name[:80]!r} is none")
            tar.extract(member, folder, filter="data")
            (folder / member.name).chmod(PRIVATE)
            progress("reading the backup", min(file.tell(), total), total)
