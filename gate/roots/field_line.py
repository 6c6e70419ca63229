"""The wire that a tool at the cabinet is pointed at: a port, a URL, or a line of a site file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from drivers.transport.open import open_place
from drivers.transport.stream import ByteStream
from drivers.transport.url import Place, SerialPlace, parse_url
from gate.roots.options import load_site_or_stop
from gate.roots.shape import UserError

LineArgument = Annotated[
    str,
    typer.Argument(
        metavar="LINE",
        help="/dev/ttyUSB0, serial:///dev/ttyUSB0?baud=9600, socket://host:port, udp://host:port, or id",
    ),
]
OptionalSite = Annotated[
    Path | None, typer.Option("--site", metavar="FILE", help="the site file that LINE is an id of")
]

IN_USE = (
    "Is the agent running? It holds the line: stop it first (Ctrl-C, or systemctl stop gate-agent), or listen "
    "through a second RS-485 adapter on the same two wires."
)


def place_of(line: str, site_file: Path | None) -> Place:
    """Where the line is; UserError for what names none."""
    if line.startswith("/"):
        line = f"serial://{line}"
    if "://" not in line:
        line = _url_of(line, site_file)
    try:
        return parse_url(line)
    except ValueError as error:
        raise UserError(str(error)) from error


async def open_or_stop(place: Place) -> ByteStream:
    """The wire, or a UserError with what to do."""
    try:
        return await open_place(place)
    except ConnectionError as error:
        advice = f"\n{IN_USE}" if "in use" in str(error) or "busy" in str(error) else ""
        raise UserError(f"{error}{advice}") from error


def opener_at(place: Place) -> Callable[[int], Awaitable[ByteStream]]:
    """Opens the same wire at a rate; a serial server keeps the rate that it is set to."""

    async def open_at(baud: int) -> ByteStream:
        return await open_or_stop(replace(place, baud=baud) if isinstance(place, SerialPlace) else place)

    return open_at


def _url_of(line: str, site_file: Path | None) -> str:
    if site_file is None:
        raise UserError(f"{line}: expected a port (/dev/...), a URL, or --site FILE beside a line's id")
    lines = load_site_or_stop(site_file).lines
    if line not in lines:
        raise UserError(f"{site_file}: no line {line!r}; it has {', '.join(sorted(lines)) or 'none'}")
    return lines[line].url
