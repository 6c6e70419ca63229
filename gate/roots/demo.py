"""``gate demo``: the headquarters of the example on simulated hardware, live for a browser or as a played day."""

from __future__ import annotations

import signal
import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gate.domain.rights import Role
from gate.roots.demo_mail import labels, mails
from gate.roots.demo_site import PEOPLE_FILE, SITE_FILE, DemoOptions, DemoSite
from gate.roots.hand import DEMO_DATA
from gate.roots.options import load_site_or_stop
from gate.roots.ready import wait_until_up
from gate.roots.shape import UserError, new_app

app = new_app("Run the example's headquarters on simulated hardware.")
READY_S = 90.0
OPERATORS = {
    "wang.fang": Role.GUARD,
    "chen.wei": Role.MANAGER,
    "liu.yang": Role.HR,
    "auditor": Role.AUDITOR,
}
PASSWORD = "gate-demo-2026"  # noqa: S105 - opens a simulated site and nothing else
"""Of every operator of the demo, and of the demo alone: its data folder is made anew each time."""


class Scenario(StrEnum):
    """What is played."""

    LIVE = "live"
    DAY = "day"


@app.command()
def demo(
    scenario: Annotated[
        Scenario, typer.Option(help="live: for a browser; day: a day played and checked")
    ] = Scenario.LIVE,
    as_json: Annotated[bool, typer.Option("--json", help="day: one JSON object a line")] = False,
    port: Annotated[int, typer.Option(help="of the console")] = 8080,
    data: Annotated[Path, typer.Option(help="laid anew at each start")] = DEMO_DATA,
    bus: Annotated[str | None, typer.Option(help="a broker; the embedded one if unset")] = None,
    store: Annotated[str | None, typer.Option(help="a database; SQLite in the data folder if unset")] = None,
    site: Annotated[Path, typer.Option(help="the site file")] = SITE_FILE,
    people: Annotated[Path, typer.Option(help="the people file")] = PEOPLE_FILE,
) -> None:
    """Run the example's headquarters on simulated hardware: every process, every wire, no device."""
    for number in (signal.SIGTERM, signal.SIGINT):  # a shell starts background jobs with SIGINT ignored
        signal.signal(number, signal.default_int_handler)
    live = scenario is Scenario.LIVE
    options = DemoOptions(
        site_file=site,
        people_file=people,
        data=data,
        bus=bus,
        store=store,
        console_port=port if live else None,
    )
    running = DemoSite(load_site_or_stop(site), options, lambda line: typer.echo(line, err=True))
    try:
        if live:
            _live(running)
        else:
            raise typer.Exit(_day(running, as_json=as_json))
    finally:
        running.stop()


def _live(running: DemoSite) -> None:
    from web.auth import operators

    for name, role in OPERATORS.items():
        operators.add(running.folder.console_db, name, role, PASSWORD)
    running.start()
    _wait(running)
    typer.echo(_welcome(running))
    try:
        while True:
            running.supervisor.tend()
            time.sleep(0.2)
    except KeyboardInterrupt:
        typer.echo("\nstopping")


def _day(running: DemoSite, *, as_json: bool) -> int:
    from gate.roots.day.play import play_day

    started = time.monotonic()
    running.start()
    _wait(running)
    ready_s = time.monotonic() - started
    if not as_json:
        typer.echo(f"{running.site.id}: all devices online after {ready_s:.1f} s")
    failed = play_day(running, machine=as_json)
    return 1 if failed else 0


def _wait(running: DemoSite) -> None:
    tend, cameras = running.supervisor.tend, running.options.cameras
    missing = wait_until_up(running.site, running.store, READY_S, tend, cameras=cameras)
    if missing:
        raise UserError(
            f"not up after {READY_S:.0f} s: {', '.join(sorted(missing))}; logs: {running.folder.logs}"
        )


def _welcome(running: DemoSite) -> str:
    names = "\n".join(f"    {name:<10} {role}" for name, role in OPERATORS.items())
    return (
        f"\n  Console   {running.console_url}\n\n  Sign in as, password {PASSWORD}:\n{names}\n\n"
        f"  Mail to hosts  {mails(running.folder)}\n"
        f"  Badge labels   {labels(running.folder)}\n\n"
        "  Hands, in another terminal:\n"
        "    .venv/bin/gate present c1 rdr-front-in        a card at a reader\n"
        "    .venv/bin/gate door front-door open           then push the door\n"
        "    .venv/bin/gate camera play cam-lab cover      a hand over a lens\n\n"
        "  Ctrl-C ends all.\n"
    )
