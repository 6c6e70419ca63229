"""``gate simulate``: hardware that is not there. ``gate demo`` starts these; an integrator may by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from gate.keys.ring import KeyRing
from gate.roots.folders import DataFolder
from gate.roots.options import DataOption, SiteOption, load_site_or_stop, log_to_stderr, pairs
from gate.roots.shape import UserError, new_app
from gate.roots.simulate_camera import camera
from gate.roots.simulate_device import device, tell
from gate.roots.until import until_stopped

app = new_app("Simulated hardware: the lines and doors of a site, one camera, or any one device.")
app.command()(device)
app.command()(tell)
app.command()(camera)

LineOption = Annotated[
    list[str],
    typer.Option("--line", metavar="ID=END", help="fd:N a pty's master end, tcp:PORT a port to listen on"),
]


@app.command()
def hardware(
    site: SiteOption,
    data: DataOption,
    line: LineOption,
    unpaced: Annotated[
        bool, typer.Option("--unpaced", help="as fast as the machine, not as the baud rate")
    ] = False,
) -> None:
    """Serve all lines and doors of a site until stopped; `gate present` and `gate door` are its hands."""
    log_to_stderr()
    ends = pairs(line, "--line")
    asyncio.run(until_stopped(_hardware(site, DataFolder(data), ends, paced=not unpaced)))


async def _hardware(site_file: Path, folder: DataFolder, ends: Mapping[str, str], *, paced: bool) -> None:
    from drivers.transport.url import SerialPlace, parse_url
    from simulators import control
    from simulators.paced import PacedStream
    from simulators.pty import stream_of
    from simulators.site import LineEnd, SimulatedSite, TcpEnd

    site = load_site_or_stop(site_file)

    def end_of(line: str) -> LineEnd:
        kind, _, number = ends.get(line, "").partition(":")
        if kind not in {"fd", "tcp"} or not number.isdigit():
            raise UserError(
                f"line {line}: expected --line {line}=fd:N or {line}=tcp:PORT; got {ends.get(line)!r}"
            )
        if kind == "tcp":
            return TcpEnd(int(number))
        place = parse_url(site.lines[line].url)
        stream = stream_of(int(number), line)
        return PacedStream(stream, place.byte_seconds) if paced and isinstance(place, SerialPlace) else stream

    hardware = SimulatedSite(site, {line: end_of(line) for line in site.lines}, KeyRing(folder.keys).osdp_key)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(hardware.run())
        tasks.create_task(control.serve(folder.hardware_socket, hardware.act))
