"""``gate osdp``: explain frames, find readers, give them keys. For an installer with a laptop at the cabinet."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated

import typer

from drivers.osdp.crypto import SessionKeys
from drivers.osdp.describe import describe
from drivers.osdp.discovery import BAUDS, FoundReader, Overheard, Tried, discover
from drivers.transport.url import Place, SerialPlace
from gate.roots.field_line import LineArgument, OptionalSite, opener_at, place_of
from gate.roots.numbers import numbers
from gate.roots.osdp_keys import comset, keyset
from gate.roots.osdp_window import window_app
from gate.roots.osdp_words import discovery_advice, found_json, found_line, frame_line
from gate.roots.shape import UserError, new_app

app = new_app("OSDP readers: explain frames, find readers, give them keys, set rate and address.")
app.add_typer(window_app, name="window")
app.command()(keyset)
app.command()(comset)

AsJson = Annotated[bool, typer.Option("--json", help="one JSON object a line")]


@app.command()
def decode(
    data: Annotated[str, typer.Argument(metavar="HEX", help="bytes from the wire")],
    keys: Annotated[
        str,
        typer.Option("--keys", metavar="S_ENC,S_MAC1,S_MAC2,MAC", help="a session's, to open secured frames"),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Say what bytes mean, frame by frame; exit 1 where something does not fit."""
    session, mac = _session(keys) if keys else (None, b"")
    said = describe(_hex(data, "HEX"), session, mac)
    for frame in said:
        typer.echo(json.dumps(frame, ensure_ascii=False) if as_json else frame_line(frame))
    if not said or any("error" in frame for frame in said):
        raise typer.Exit(1)


@app.command("discover")
def find(
    line: LineArgument,
    site: OptionalSite = None,
    bauds: Annotated[str, typer.Option("--bauds", metavar="N,N", help="rates to try")] = ",".join(
        map(str, BAUDS)
    ),
    addresses: Annotated[str, typer.Option("--addresses", metavar="A-B", help="addresses to try")] = "0-126",
    slow: Annotated[bool, typer.Option("--slow", help="wait the standard's 200 ms for each answer")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask every address at every rate; exit 1 where nobody answers."""
    place = place_of(line, site)
    rates = numbers("--bauds", bauds, 300, 4_000_000)
    if not isinstance(place, SerialPlace):
        rates = rates[:1]
        typer.echo(f"{place} is a socket: the rate is what the serial server is set to", err=True)
    found, overheard = asyncio.run(
        _search(place, rates, numbers("--addresses", addresses, 0, 126), slow=slow, as_json=as_json)
    )
    for advice in discovery_advice(found, overheard.commands):
        typer.echo(advice, err=True)
    if not found:
        raise typer.Exit(1)


async def _search(
    place: Place, rates: list[int], addresses: list[int], *, slow: bool, as_json: bool
) -> tuple[list[FoundReader], Overheard]:
    found: list[FoundReader] = []
    overheard = Overheard()
    wait_s = 0.2 if slow else 0.06
    typer.echo(
        f"asking {len(addresses)} addresses at {len(rates)} rates: about "
        f"{len(addresses) * len(rates) * (wait_s + 0.02):.0f} s; Ctrl-C ends",
        err=True,
    )
    async for step in discover(opener_at(place), rates, addresses, overheard, wait_s=wait_s):
        if isinstance(step, Tried):
            _progress(step)
        elif step not in found:
            found.append(step)
            typer.echo(json.dumps(found_json(step)) if as_json else found_line(step))
    return found, overheard


def _progress(step: Tried) -> None:
    if step.done % 16 == 0 or step.done == step.total:
        typer.echo(f"{100 * step.done // step.total:3} %  {step.baud} baud", err=True)


def _session(text: str) -> tuple[SessionKeys, bytes]:
    parts = [_hex(part, "--keys") for part in text.split(",")]
    if len(parts) != 4 or any(len(part) != 16 for part in parts):
        raise UserError("--keys: expected four times 16 bytes in hex: S_ENC,S_MAC1,S_MAC2,MAC")
    return SessionKeys(enc=parts[0], mac1=parts[1], mac2=parts[2]), parts[3]


def _hex(text: str, what: str) -> bytes:
    try:
        return bytes.fromhex(text.replace(":", " ").replace("-", " ").removeprefix("0x"))
    except ValueError as error:
        shown = "" if what == "--keys" else f", came {text[:60]!r}"
        raise UserError(f"{what}: expected hex digits{shown}") from error
