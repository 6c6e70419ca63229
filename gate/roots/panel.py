"""``gate panel``: UHPPOTE controllers on the network: which are there, how one is set up, and its own cards erased."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any

import typer

from drivers.panel.errors import NoAnswer, Refused
from drivers.transport.url import SocketPlace, parse_url
from drivers.uhppote.functions import DOORS
from drivers.uhppote.network import PORT, asking, find
from drivers.uhppote.orders import CONTROLLED, NORMALLY_CLOSED, NORMALLY_OPEN
from gate.roots.shape import UserError, new_app

app = new_app("UHPPOTE controllers on the network: find them, look at one, erase its own cards.")
Url = Annotated[str, typer.Argument(metavar="URL", help="udp://address:60000")]
Serial = Annotated[int, typer.Argument(metavar="SERIAL", min=1, max=0xFFFF_FFFF, help="as on the board")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object a line")]
MODES = {NORMALLY_OPEN: "normally open", NORMALLY_CLOSED: "normally closed", CONTROLLED: "controlled"}


@app.command("find")
def find_all(
    broadcast: Annotated[str, typer.Option(help="where to ask all")] = "255.255.255.255",
    port: Annotated[int, typer.Option(min=1, max=65535)] = PORT,
    wait: Annotated[float, typer.Option(min=0.1, max=30, help="seconds to listen")] = 2.0,
    as_json: AsJson = False,
) -> None:
    """Ask every controller of this network; exit 1 where none answers."""
    try:
        found = asyncio.run(find(broadcast, port, wait))
    except OSError as error:
        raise UserError(f"{broadcast}: {error.strerror or error}") from error
    for serial, message in sorted(found.items()):
        values = dict(message.values)
        if as_json:
            typer.echo(json.dumps({"serial": serial, **values}))
        else:
            typer.echo(
                f"{serial}  udp://{values['address']}:{port}  firmware {values['version']} of {values['date']}"
            )
    if not found:
        typer.echo("no controller answered: power, cable, and the same network as this machine?", err=True)
        raise typer.Exit(1)


@app.command()
def show(url: Url, serial: Serial, as_json: AsJson = False) -> None:
    """How a controller is set up; exit 1 where Gate would not use it so."""
    said = _run(_show(_place(url), serial))
    if as_json:
        typer.echo(json.dumps(said))
    else:
        typer.echo(f"firmware {said['firmware']}, its clock says {said['time'] or 'nothing'}")
        typer.echo(
            f"{said['cards']} cards of its own"
            + (" (expected none: gate panel erase)" if said["cards"] else "")
        )
        for door, control in said["doors"].items():
            typer.echo(f"door {door}: {control['mode']}, {control['delay']} s")
    if said["cards"]:
        raise typer.Exit(1)


@app.command()
def erase(
    url: Url,
    serial: Serial,
    yes: Annotated[bool, typer.Option("--erase-all-cards", help="yes, all cards stored in it")] = False,
) -> None:
    """Erase all cards that a controller keeps, so that it cannot open by itself."""
    if not yes:
        raise UserError(
            "expected --erase-all-cards: whoever enters by the controller's own table will not any more"
        )
    before = _run(_erase(_place(url), serial))
    typer.echo(f"{before} cards erased; none is left")


async def _show(place: SocketPlace, serial: int) -> dict[str, Any]:
    async with asking(place.host, place.port, serial) as ask:
        found = await ask("get-controller", {})
        doors = {}
        for door in DOORS:
            control = await ask("get-door-control", {"door": door})
            if mode := control.number("mode"):  # 0: it has no such door
                doors[str(door)] = {"mode": MODES.get(mode, f"mode {mode}"), "delay": control.number("delay")}
        return {
            "firmware": found.values["version"],
            "time": (await ask("get-time", {})).values["at"],
            "cards": (await ask("get-cards", {})).number("count"),
            "doors": doors,
        }


async def _erase(place: SocketPlace, serial: int) -> int:
    async with asking(place.host, place.port, serial) as ask:
        before = (await ask("get-cards", {})).number("count")
        await ask("delete-cards", {})
        if left := (await ask("get-cards", {})).number("count"):
            raise Refused(f"the controller still has {left} cards")
        return before


def _place(url: str) -> SocketPlace:
    try:
        place = parse_url(url)
    except ValueError as error:
        raise UserError(str(error)) from error
    if not isinstance(place, SocketPlace) or place.scheme != "udp":
        raise UserError(f"expected udp://address:{PORT}, came {url!r}")
    return place


def _run(work: Any) -> Any:
    try:
        return asyncio.run(work)
    except (NoAnswer, Refused, ConnectionError) as error:
        raise UserError(f"{error}. Look at: address, serial number, power and cable") from error
