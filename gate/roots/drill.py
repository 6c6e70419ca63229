"""``gate drill``: a backup that was restored once is a backup."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from gate.backup.drill import Drilled
from gate.backup.drill import drill as run_drill
from gate.backup.errors import BackupError
from gate.backup.header import Secrets
from gate.backup.make import make_backup
from gate.backup.postgres import PgTools
from gate.clock import site_clock
from gate.keys.errors import KeysError
from gate.roots.audit_sources import verify_store
from gate.roots.backup import PassphraseOption, PgBinOption, secrets_of, sources_of
from gate.roots.bars import Told, bars
from gate.roots.folders import DataFolder
from gate.roots.options import DataOption, SiteOption, StoreOption, load_site_or_stop
from gate.roots.shape import UserError, new_app, unreadable
from gate.seal.report import SealBroken
from gate.store.errors import StoreError

app = new_app("Restore a backup to a scratch place, verify the seal, compare counts.")


@app.command()
def drill(
    site: SiteOption,
    data: DataOption,
    source: Annotated[
        Path | None, typer.Argument(metavar="SRC", help="the backup; without it one is made now")
    ] = None,
    store: StoreOption = "",
    passphrase_file: PassphraseOption = None,
    pg_bin: PgBinOption = None,
) -> None:
    """Prove that SRC, or a backup made now, brings the site back. Nothing of the site is touched."""
    loaded, folder = load_site_or_stop(site), DataFolder(data)
    sources, tools = sources_of(loaded, folder, store), PgTools(pg_bin)
    try:
        secrets = secrets_of(folder, passphrase_file)
        with ExitStack() as stack:
            told = stack.enter_context(bars())
            place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".drill-", dir=folder.root)))
            path = source or place / "now.gate"
            if source is None:
                make_backup(sources, path, secrets, site_clock().now(), tools, told)
            found = _drilled(path, place, secrets, sources.store_url, tools, told)
    except (BackupError, KeysError, StoreError) as fault:
        raise UserError(f"the drill failed: {fault}") from fault
    except SealBroken as broken:
        raise UserError(f"the drill failed: the restored record is not what was sealed: {broken}") from broken
    except OSError as error:
        raise unreadable(source or folder.root, error) from error
    rows = sum(found.manifest.rows.values())
    typer.echo(f"backup of {found.manifest.made_at}: {rows} rows in {len(found.manifest.rows)} tables")
    typer.echo(found.verified)
    typer.echo("restored, verified, counts equal")


def _drilled(path: Path, place: Path, secrets: Secrets, server: str, tools: PgTools, told: Told) -> Drilled:
    return run_drill(path, place, secrets, server, tools, verified, told)


def verified(url: str) -> str:
    """What holds of the record, in the words of ``gate audit verify``; SealBroken where it does not."""
    report = verify_store(url, by_tree=True)
    return f"sealed {report.sealed}, checkpoints {report.checkpoints}, newer {report.newer}, ok"
