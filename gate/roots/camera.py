"""``gate camera``: the process that watches cameras, tools for its rules, the hand that plays before simulated ones."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gate.roots.camera_eval import evaluate
from gate.roots.camera_model import installed_model, model_app
from gate.roots.camera_tune import tune
from gate.roots.camera_watch import watch
from gate.roots.folders import DEFAULT_BUS, DataFolder
from gate.roots.hand import DEMO_DATA
from gate.roots.hand import play as play_before
from gate.roots.options import BusOption, DataOption, SiteOption, load_site_or_stop, log_to_stderr, pairs
from gate.roots.shape import UserError, new_app

app = new_app(
    "Watch the site's cameras and raise alarms; judge rules on clips; play before simulated cameras."
)
app.command("eval")(evaluate)
app.command("tune")(tune)
app.command("watch")(watch)
app.add_typer(model_app, name="model")
NO_MODEL = "none"


class Action(StrEnum):
    """What can happen before a simulated camera."""

    PERSON = "person"
    ENTER = "enter"
    LEAVE = "leave"
    TAILGATE = "tailgate"
    TURN = "turn"
    COVER = "cover"
    UNCOVER = "uncover"
    BLIND = "blind"
    MOVE = "move"
    DEFOCUS = "defocus"
    FREEZE = "freeze"
    LIGHT = "light"
    NIGHT = "night"
    RAIN = "rain"
    HEADLIGHTS = "headlights"
    RESTORE = "restore"


@app.command()
def run(
    site: SiteOption,
    data: DataOption,
    bus: BusOption = DEFAULT_BUS,
    url: Annotated[
        list[str] | None, typer.Option("--url", metavar="CAMERA=URL", help="in place of the site file's")
    ] = None,
    model: Annotated[
        str, typer.Option(metavar="FILE|none", help="the person model; the installed one if unset")
    ] = "",
) -> None:
    """Watch all cameras of the site until stopped."""
    log_to_stderr()
    from gate.roots.camera_run import Plan, run_cameras

    run_cameras(
        Plan(
            site=load_site_or_stop(site),
            folder=DataFolder(data),
            bus=bus,
            urls=dict(pairs(url or [], "--url")),
            model=_model(model),
        )
    )


@app.command()
def play(
    camera: Annotated[str, typer.Argument(help="a camera of the demo, e.g. cam-lab")],
    action: Action,
    data: Annotated[Path, typer.Option(help="the demo's data folder")] = DEMO_DATA,
) -> None:
    """Let something happen before a simulated camera of the running demo."""
    play_before(DataFolder(data), camera, action)
    typer.echo(f"{camera}: {action}")


def _model(said: str) -> Path | None:
    if said == NO_MODEL:
        return None
    if said and not Path(said).is_file():
        raise UserError(f"expected a model file, or none; came {said}: no such file")
    return Path(said) if said else installed_model()
