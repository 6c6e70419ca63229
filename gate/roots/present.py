"""``gate present``: hold a card to a reader of the running demo."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from gate.roots.folders import DataFolder
from gate.roots.hand import DEMO_DATA, move
from gate.roots.people_cards import card_named
from gate.roots.shape import new_app

app = new_app("Hold a card to a reader of the running demo.")


@app.command()
def present(
    card: Annotated[
        str,
        typer.Argument(
            help="H10301:123:4567, EM4100:62E3086CED, or a credential or person of the demo: c1, p1001"
        ),
    ],
    reader: Annotated[str, typer.Argument(help="a reader of the site file, e.g. rdr-front-in")],
    pin: Annotated[
        bool, typer.Option("--pin", help="ask for a PIN and type it; from standard input in a pipe")
    ] = False,
    data: Annotated[Path, typer.Option(help="the demo's data folder")] = DEMO_DATA,
) -> None:
    """Hold a card to a reader; what comes of it shows at the console and in `gate door`."""
    folder = DataFolder(data)
    digits = _pin() if pin else None
    named = card_named(folder, card)
    move(folder, {"do": "present", "card": named, "reader": reader, "pin": digits})
    typer.echo(f"{named} held to {reader}{', PIN typed' if digits else ''}")


def _pin() -> str:
    """Never on the command line, where every process on the machine could read it."""
    return getpass("PIN: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
