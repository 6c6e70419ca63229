"""A backup is made: the store's copy, the console's, keys and evidence, as a tar within a sealed stream.

The file appears under its name when it is whole; until then it is ``NAME.part``. Copies that are made on the way
lie in the data folder, beside what they are copies of, readable by its owner alone, and are gone at the end.
"""

from __future__ import annotations

import io
import os
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from gate.backup.copies import copy_sqlite, copy_store
from gate.backup.errors import BackupError
from gate.backup.header import Secrets, new_header
from gate.backup.manifest import NAME, Manifest, digest_of
from gate.backup.postgres import PgTools
from gate.backup.progress import Progress
from gate.backup.stream import SealedWriter
from gate.keys.master import FILE as MASTER_FILE
from gate.keys.plain_file import PRIVATE, sync_folder

KEYS = "keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What belongs to a site. ``folder``: its data folder; paths that do not exist are left out.

    ``databases`` beside the store (SQLite) and ``folders`` of files by their names in the backup.
    """

    site: str
    store_url: str
    folder: Path
    keys: Path
    databases: Mapping[str, Path]
    folders: Mapping[str, Path]


def make_backup(
    sources: Sources, target: Path, secrets: Secrets, now: datetime, tools: PgTools, progress: Progress
) -> Manifest:
    """Write the backup to ``target``; what is in it. BackupError, and no file, where something cannot be copied."""
    if target.exists():
        raise BackupError(f"{target}: expected no file there yet: backups are not overwritten")
    if secrets.kind == "none":
        raise BackupError("expected a master key or --passphrase-file: a backup is never in the clear")
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=sources.folder) as name:
        work = Path(name)
        copied = copy_store(sources.store_url, work, tools, progress)
        for file_name, database in sources.databases.items():
            if database.exists():
                copy_sqlite(database, work / file_name, progress)
        members = _members(sources, work, whole_ring=secrets.kind == "passphrase")
        manifest = Manifest(
            site=sources.site,
            made_at=now.isoformat(),
            database=copied.database,
            revision=copied.revision,
            rows=copied.rows,
        )
        with _appears(target) as file:
            header = new_header(sources.site, secrets, now)
            file.write(header.lines)
            return _write(file, header.key(secrets), members, manifest, progress)


def _members(sources: Sources, work: Path, *, whole_ring: bool) -> dict[str, Path]:
    """Files by their name in the backup. The master key of the folder goes along only where a passphrase seals it."""
    found = {path.name: path for path in sorted(work.iterdir())}
    for part, folder in ((KEYS, sources.keys), *sources.folders.items()):
        for path in sorted(folder.rglob("*")) if folder.exists() else ():
            own = path.is_file() and not path.name.startswith(".")
            if own and (whole_ring or path.name != MASTER_FILE):
                found[f"{part}/{path.relative_to(folder)}"] = path
    return found


def _write(
    file: BinaryIO, key: bytes, members: dict[str, Path], manifest: Manifest, progress: Progress
) -> Manifest:
    sealed = SealedWriter(file, key)
    total = sum(path.stat().st_size for path in members.values())
    digests: dict[str, str] = {}
    done = 0
    try:
        with tarfile.open(fileobj=cast("BinaryIO", sealed), mode="w|", format=tarfile.PAX_FORMAT) as tar:
            for name, path in members.items():
                digests[name] = _add(tar, name, path)
                done += path.stat().st_size
                progress("writing the backup", done, total)
            whole = replace(manifest, files=digests)
            _add_bytes(tar, NAME, whole.as_json())
    except BaseException:
        sealed.abandon()
        raise
    sealed.close()
    return whole


def _add(tar: tarfile.TarFile, name: str, path: Path) -> str:
    """The file, with its digest. BackupError where it was changed while it was read: it would not be one instant's."""
    before = digest_of(path)
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = path.stat().st_size, PRIVATE, int(path.stat().st_mtime)
    with path.open("rb") as content:
        tar.addfile(info, content)
    if digest_of(path) != before:
        raise BackupError(f"{path}: changed while it was read; try again")
    return before


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), PRIVATE
    tar.addfile(info, io.BytesIO(content))


@contextmanager
def _appears(target: Path) -> Iterator[BinaryIO]:
    """A file that stands under its name once it is whole and on the disk, and is gone after an error."""
    part = target.with_name(f"{target.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
        sync_folder(target.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
