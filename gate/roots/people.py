"""``gate people import``: everybody of a file into the store, before the engine starts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gate.clock import site_clock
from gate.keys.ring import KeyRing
from gate.roots.folders import DataFolder
from gate.roots.options import DataOption, SiteOption, StoreOption, load_site_or_stop
from gate.roots.people_import import import_file
from gate.roots.shape import new_app

app = new_app("Bring people from a file into the store.")


@app.callback()
def people() -> None:
    """Bring people from a file into the store."""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="a people file; docs/site-file.md says what it holds")],
    site: SiteOption,
    data: DataOption,
    store: StoreOption = "",
) -> None:
    """Add or replace everybody in FILE, in one transaction. Stop the engine first: it is the store's only writer."""
    loaded, folder = load_site_or_stop(site), DataFolder(data)
    ring = KeyRing(folder.keys)
    ring.ensure(loaded.agents, [device.id for device in loaded.devices.values() if device.secure])
    url = store or loaded.store_url or folder.store_url
    count = import_file(loaded, file, url, ring, site_clock())
    typer.echo(f"{count} people imported from {file}")
