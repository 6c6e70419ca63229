"""``gate restore``: a backup back into a place where no site is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gate.backup.errors import BackupError
from gate.backup.header import Secrets, read_passphrase
from gate.backup.postgres import PgTools
from gate.backup.restore import Target, opened, put_in_place
from gate.keys.errors import KeysError
from gate.keys.master import Master, find_master
from gate.keys.plain_file import read_plain
from gate.roots.backup import PassphraseOption, PgBinOption
from gate.roots.bars import bars
from gate.roots.folders import DataFolder
from gate.roots.options import DataOption, StoreOption
from gate.roots.shape import UserError, new_app, unreadable

app = new_app("Restore a backup.")
KEY_SIZE = 32
MasterOption = Annotated[
    Path | None,
    typer.Option(
        "--master-file", metavar="FILE", help="the master key, if it is not where the site finds it"
    ),
]


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(metavar="SRC", help="a backup")],
    data: DataOption,
    store: StoreOption = "",
    passphrase_file: PassphraseOption = None,
    master_file: MasterOption = None,
    pg_bin: PgBinOption = None,
) -> None:
    """Put SRC, once it is checked, into an empty data folder, and an empty PostgreSQL database if it is one's."""
    folder = DataFolder(data)
    target = Target(
        folder=folder.root,
        store_url=store or folder.store_url,
        keys=folder.keys,
        databases=folder.databases,
        folders=folder.files,
    )
    try:
        folder.root.mkdir(parents=True, exist_ok=True)
        secrets = _secrets(folder, passphrase_file, master_file)
        with bars() as told, opened(source, folder.root, secrets, told) as (scratch, manifest):
            put_in_place(scratch, manifest, target, PgTools(pg_bin), told)
    except (BackupError, KeysError) as fault:
        raise UserError(f"{source}: {fault}") from fault
    except OSError as error:
        raise unreadable(source, error) from error
    rows = sum(manifest.rows.values())
    typer.echo(f"restored site {manifest.site} as of {manifest.made_at}: {rows} rows, counts equal")
    typer.echo("erasures since then are not in it: look through the reports and erase again")


def _secrets(folder: DataFolder, passphrase_file: Path | None, master_file: Path | None) -> Secrets:
    if passphrase_file is not None:
        return Secrets(passphrase=read_passphrase(passphrase_file))
    if master_file is not None:
        return Secrets(master=Master(str(master_file), read_plain(master_file, KEY_SIZE)))
    return Secrets(master=find_master(folder.keys))
