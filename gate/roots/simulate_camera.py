"""``gate simulate camera``: one camera without its hardware, as Motion JPEG over HTTP or RTSP."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gate.clock import site_clock
from gate.roots.folders import DataFolder
from gate.roots.options import DataOption, log_to_stderr
from gate.roots.shape import UserError, unreadable
from gate.roots.until import wait_for_stop

if TYPE_CHECKING:
    from drivers.camera.rtsp_auth import Credentials
    from simulators.camera.camera import SimulatedCamera
    from simulators.camera.rtsp_server import RtspServer
    from simulators.camera.server import CameraServer


def camera(
    name: Annotated[str, typer.Argument(metavar="CAMERA")],
    data: DataOption,
    listen: Annotated[str, typer.Option(help="http:PORT or rtsp:PORT (0: a free one)")] = "http:0",
    login: Annotated[
        Path | None, typer.Option(metavar="FILE", help="USER:PASSWORD that an RTSP client must know")
    ] = None,
) -> None:
    """Serve one camera until stopped; its URL is printed first. `gate camera play` moves people before it."""
    from simulators import control
    from simulators.camera.camera import SimulatedCamera

    log_to_stderr()
    simulated = SimulatedCamera(name, seed=sum(name.encode()), now=site_clock().now)

    async def play(request: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            simulated.play(str(request.get("action", "")))
        except ValueError as error:
            raise control.ControlError(str(error)) from error
        return {}

    with _served(simulated, listen, login) as server:
        typer.echo(server.url)
        socket = DataFolder(data).camera_socket(name)
        threading.Thread(target=lambda: asyncio.run(control.serve(socket, play)), daemon=True).start()
        wait_for_stop()


def _served(simulated: SimulatedCamera, listen: str, login: Path | None) -> CameraServer | RtspServer:
    from simulators.camera.rtsp_server import RtspServer
    from simulators.camera.server import serve

    kind, _, number = listen.partition(":")
    if kind not in {"http", "rtsp"} or not number.isdigit() or int(number) > 65535:
        raise UserError(f"expected --listen http:PORT or rtsp:PORT; got {listen!r}")
    if kind == "http" and login is not None:
        raise UserError("--login is for rtsp: the simulated camera asks nobody for a password over HTTP")
    who = _credentials(login) if login is not None else None
    try:
        if kind == "rtsp":
            return RtspServer(simulated, port=int(number), who=who)
        return serve(simulated, port=int(number))
    except OSError as error:
        raise UserError(f"--listen {listen}: {error.strerror}") from error


def _credentials(file: Path) -> Credentials:
    from drivers.camera.rtsp_auth import Credentials

    try:
        user, colon, password = file.read_text(encoding="utf-8", errors="replace").strip().partition(":")
    except OSError as error:
        raise unreadable(file, error) from error
    if not user or not colon:
        raise UserError(f"{file}: expected one line USER:PASSWORD")
    return Credentials(user=user, password=password)
