"""``gate backup``: all that a site must not lose, in one encrypted file, beside the running engine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gate.backup.errors import BackupError
from gate.backup.header import Secrets, read_passphrase
from gate.backup.make import Sources, make_backup
from gate.backup.postgres import PgTools
from gate.clock import site_clock
from gate.domain.site import Site
from gate.keys.errors import KeysError
from gate.keys.master import find_master
from gate.roots.bars import bars
from gate.roots.folders import DataFolder
from gate.roots.options import DataOption, SiteOption, StoreOption, load_site_or_stop
from gate.roots.shape import UserError, new_app, unreadable

app = new_app("Write an encrypted backup.")

PassphraseOption = Annotated[
    Path | None,
    typer.Option("--passphrase-file", metavar="FILE", help="seal with its first line, not the master key"),
]
PgBinOption = Annotated[
    Path | None, typer.Option("--pg-bin", metavar="DIR", help="where pg_dump and pg_restore are")
]


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="DEST", help="the file to write, or a folder for it")],
    site: SiteOption,
    data: DataOption,
    store: StoreOption = "",
    passphrase_file: PassphraseOption = None,
    pg_bin: PgBinOption = None,
) -> None:
    """Write store, console, keys and files into DEST. The engine may run."""
    loaded, folder, now = load_site_or_stop(site), DataFolder(data), site_clock().now()
    path = target / f"{loaded.id}-{now:%Y%m%dT%H%M%SZ}.gate" if target.is_dir() else target
    try:
        secrets = secrets_of(folder, passphrase_file)
        with bars() as told:
            manifest = make_backup(
                sources_of(loaded, folder, store), path, secrets, now, PgTools(pg_bin), told
            )
    except (BackupError, KeysError) as fault:
        raise UserError(str(fault)) from fault
    except OSError as error:
        raise unreadable(path, error) from error
    rows = sum(manifest.rows.values())
    typer.echo(f"{path}: {path.stat().st_size} bytes, {rows} rows, {len(manifest.files)} files")
    if secrets.kind == "master" and secrets.master is not None and not secrets.master.external:
        typer.echo(
            f"keep a copy of {secrets.master.source} elsewhere: without it this backup opens for nobody",
            err=True,
        )


def secrets_of(folder: DataFolder, passphrase_file: Path | None) -> Secrets:
    """What backups are sealed with: the passphrase of a file, else the master key. Raises BackupError, KeysError."""
    if passphrase_file is not None:
        return Secrets(passphrase=read_passphrase(passphrase_file))
    return Secrets(master=find_master(folder.keys))


def sources_of(site: Site, folder: DataFolder, store: str) -> Sources:
    """What belongs to a site."""
    return Sources(
        site=site.id,
        store_url=store or site.store_url or folder.store_url,
        folder=folder.root,
        keys=folder.keys,
        databases=folder.databases,
        folders=folder.files,
    )
