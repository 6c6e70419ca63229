"""``gate osdp window``: who allowed the default key, why, and until when."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from gate.keys.errors import KeysError
from gate.keys.install_window import InstallWindows, Window
from gate.roots.folders import DataFolder
from gate.roots.options import DataOption
from gate.roots.shape import UserError, new_app

window_app = new_app("The install window: two people allow the default key, for some minutes.")
Who = Annotated[str, typer.Option("--by", metavar="NAME", help="who you are")]


def account() -> str:
    """The account of the operating system that gives this command, also behind sudo."""
    return os.environ.get("SUDO_USER") or getpass.getuser()


def utc_now() -> datetime:
    """The machine's time: a window is about people at a cabinet, not about a simulated site's clock."""
    return datetime.now(UTC)


@window_app.command("ask")
def ask(
    data: DataOption,
    by: Who,
    reason: Annotated[str, typer.Option("--reason", help="why: it stays in the record")],
    minutes: Annotated[int, typer.Option("--minutes", min=1, max=60, help="how long it will be open")] = 15,
) -> None:
    """The first person asks; nothing is open yet."""
    _do(lambda: _windows(data).ask(by, account(), reason, minutes, utc_now()))
    typer.echo(f"asked. Now a second person confirms: gate osdp window confirm --data {data} --by NAME")


@window_app.command("confirm")
def confirm(data: DataOption, by: Who) -> None:
    """The second person confirms; the window is open from now on."""
    try:
        window = _windows(data).confirm(by, account(), utc_now())
    except KeysError as error:
        raise UserError(str(error)) from error
    typer.echo(_said(window))


@window_app.command("close")
def close(data: DataOption, by: Who) -> None:
    """Close it before its end."""
    _do(lambda: _windows(data).close(by, account(), utc_now()))
    typer.echo("closed")


@window_app.command("show")
def show(data: DataOption) -> None:
    """Whether it is open, and every step so far; exit 1 where it is closed."""
    windows = _windows(data)
    try:
        steps, window = list(windows.steps()), windows.open_at(utc_now())
    except KeysError as error:
        raise UserError(str(error)) from error
    for step in steps:
        typer.echo(f"{step.at}  {step.what:<9} {step.who} ({step.account}) {step.note}".rstrip())
    typer.echo("closed" if window is None else _said(window))
    if window is None:
        raise typer.Exit(1)


def _windows(data: Path) -> InstallWindows:
    return InstallWindows(DataFolder(data).keys)


def _do(step: Callable[[], None]) -> None:
    try:
        step()
    except KeysError as error:
        raise UserError(str(error)) from error


def _said(window: Window) -> str:
    same = " Both steps came from one account: say in the log why." if window.same_account else ""
    return (
        f"OPEN until {window.ends_at:%H:%M:%S} UTC: asked by {window.asked_by} ({window.reason}), confirmed by "
        f"{window.confirmed_by}. The default key can be used until then; close it when done.{same}"
    )
