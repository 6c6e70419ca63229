"""``gate keys``: what keys a site has, how they lie on the disk, and their rotation."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from gate.clock import site_clock
from gate.keys.errors import KeysError
from gate.keys.field_key import FieldKey
from gate.keys.master import FILE as MASTER_FILE
from gate.keys.master import RING, Master, ensure_master, find_master
from gate.keys.plain_file import read_plain
from gate.keys.ring import KeyRing
from gate.keys.ring_file import add_key, add_search_key, drop_keys, reseal_fields
from gate.keys.secret_file import is_sealed, reseal
from gate.roots.folders import DataFolder
from gate.roots.keys_in_use import counted, in_use, missing, refuse
from gate.roots.options import DataOption, SiteOption, StoreOption, load_site_or_stop
from gate.roots.reading import reading
from gate.roots.shape import UserError, new_app

app = new_app("Keys: where they lie, how they are sealed, and their rotation.")
SECRETS = frozenset({".ed25519", ".secret", ".key", ".next"})
KEY_SIZE = 32


@app.command("list")
def show(data: DataOption) -> None:
    """List key files and field keys. No key is ever printed."""
    folder = DataFolder(data).keys
    ring = _ring(folder)
    try:
        master = find_master(folder)
        typer.echo(f"master key: {_place(master)}")
        for path in _secrets(folder):
            typer.echo(f"  {path.name:<32} {'sealed' if is_sealed(path) else 'IN THE CLEAR'}")
        fields = ring.fields()
        _list("field key", fields.listed(), "opens older fields")
        _list("search key", fields.search.listed(), "finds older hashes")
    except KeysError as fault:
        raise UserError(str(fault)) from fault


@app.command()
def seal(
    data: DataOption,
    old: Annotated[
        Path | None, typer.Option("--old-master", metavar="FILE", help="the master key until now")
    ] = None,
) -> None:
    """Seal every key file under the master key that is found now. Stop the site's processes first.

    With --old-master what was sealed under that one is sealed anew: the rotation of the master key.
    """
    folder = DataFolder(data).keys
    _ring(folder)
    try:
        before = None if old is None else Master(str(old), read_plain(old, KEY_SIZE))
        master = ensure_master(folder)
        for path in _secrets(folder):
            reseal(path, before, master)
        if before is not None and (folder / RING).exists():
            reseal_fields(folder, before, master)
    except KeysError as fault:
        raise UserError(str(fault)) from fault
    typer.echo(f"{len(_secrets(folder))} key files are sealed under the master key: {_place(master)}")


@app.command()
def rotate(
    data: DataOption,
    search: Annotated[
        bool, typer.Option("--search", help="the key of the hashes by which equal documents are found")
    ] = False,
) -> None:
    """Make a new field key, active from the engine's next start, which seals older fields anew under it.

    With --search a new search key: the engine moves what stands under an older one beside its decisions.
    """
    folder = DataFolder(data).keys
    try:
        add = add_search_key if search else add_key
        name = add(folder, _ring(folder).master(), site_clock().now())
    except KeysError as fault:
        raise UserError(str(fault)) from fault
    if search:
        typer.echo(
            f"search key {name} is active from the engine's next start; hashes under older keys are found as before, "
            f"and move to it: the log says when all have"
        )
    else:
        typer.echo(
            f"field key {name} is active from the engine's next start; older fields are then sealed anew"
        )


@app.command()
def drop(
    site: SiteOption,
    data: DataOption,
    store: StoreOption = "",
    named: Annotated[
        list[str] | None,
        typer.Argument(metavar="KEY", help="these alone, or nothing; else every unused one"),
    ] = None,
) -> None:
    """Forget field keys and search keys on which nothing in the store hangs any more."""
    loaded, folder = load_site_or_stop(site), DataFolder(data)
    ring = _ring(folder.keys)
    try:
        fields = ring.fields()
        with reading(store or loaded.store_url or folder.store_url) as ask, ask() as connection:
            use = in_use(connection, fields)
        kept = {key.id: use.why_kept(key, fields) for key in (*fields.listed(), *fields.search.listed())}
        refuse(named or (), kept)
        unused = frozenset(key for key, why in kept.items() if not why and (not named or key in named))
        drop_keys(folder.keys, unused)
    except KeysError as fault:
        raise UserError(str(fault)) from fault
    typer.echo(f"dropped: {', '.join(sorted(unused)) or 'none'}")
    for key, why in kept.items():
        if key not in unused:
            typer.echo(f"kept: {key}: {why or 'not named'}")
    for key, rows in missing(use, fields).items():
        typer.echo(f"missing: {key}: {counted(rows)} hang on it, and the ring does not have it", err=True)


@app.command()
def provision(
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="an agent of the site file")],
    target: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="an empty folder, for the agent's machine")
    ],
    site: SiteOption,
    data: DataOption,
) -> None:
    """Copy what a separate agent needs and no more, in the clear for a safe way there; seal it there."""
    loaded = load_site_or_stop(site)
    if agent not in loaded.agents:
        raise UserError(f"expected an agent of the site ({', '.join(loaded.agents)}); got {agent!r}")
    secure = [
        each.id
        for each in loaded.devices.values()
        if each.secure and loaded.agent_of_device(each.id) == agent
    ]
    try:
        _ring(DataFolder(data).keys).provision(agent, secure, target)
    except KeysError as fault:
        raise UserError(str(fault)) from fault
    typer.echo(f"{target}: keys of {agent} and {len(secure)} readers; run 'gate keys seal' on its machine")


def _list(what: str, keys: tuple[FieldKey, ...], older: str) -> None:
    for key in keys:
        state = "active" if key.active else older
        typer.echo(f"  {what + ' ' + key.id:<32} {state}, made {key.made_at:%Y-%m-%d}")


def _ring(folder: Path) -> KeyRing:
    if not folder.is_dir():
        raise UserError(f"{folder}: expected a key ring; there is none")
    return KeyRing(folder)


def _secrets(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix in SECRETS and path.name != MASTER_FILE and not path.name.startswith(".")
    )


def _place(master: Master | None) -> str:
    if master is None:
        return "none: key files lie in the clear"
    note = "" if master.external else ", beside what it seals: see docs/keys.md"
    return f"{os.fspath(master.source)}{note}"
