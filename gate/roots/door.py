"""``gate door``: push, pull or break a door of the running demo."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gate.roots.folders import DataFolder
from gate.roots.hand import DEMO_DATA, move
from gate.roots.shape import new_app

app = new_app("Push, pull or break a door of the running demo.")


class Action(StrEnum):
    """What a hand does."""

    OPEN = "open"
    LEAVE = "leave"
    CLOSE = "close"
    FORCE = "force"
    REX = "rex"


@app.command()
def door(
    portal: Annotated[str, typer.Argument(help="a portal of the site file, e.g. front-door")],
    action: Annotated[
        Action, typer.Argument(help="open: pull from outside; leave: by handle or button from inside")
    ],
    data: Annotated[Path, typer.Option(help="the demo's data folder")] = DEMO_DATA,
) -> None:
    """Push, pull or break a door of the running demo; says whether it moved."""
    answer = move(DataFolder(data), {"do": "door", "portal": portal, "action": str(action)})
    typer.echo(
        f"{portal}: {'open' if answer['open'] else 'closed'}, lock {'released' if answer['released'] else 'locked'}"
    )
