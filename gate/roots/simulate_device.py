"""``gate simulate device`` and ``gate simulate tell``: one device without its hardware, and the hand that moves it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from firmware_profiles.load import ProfileError, load_profile
from gate.roots.options import log_to_stderr
from gate.roots.shape import UserError, unreadable
from gate.roots.until import until_stopped

if TYPE_CHECKING:
    from simulators.device import SimulatedDevice


def device(
    profile: Annotated[str, typer.Argument(metavar="PROFILE", help="such as rdm6300; see gate profile list")],
    listen: Annotated[str, typer.Option(help="pty, tcp:PORT or udp:PORT (0: a free one)")] = "pty",
    address: Annotated[int | None, typer.Option(help="on its bus; else the first of its profile")] = None,
    link: Annotated[Path | None, typer.Option(help="a symbolic link to the pty, replaced")] = None,
    control: Annotated[
        Path | None, typer.Option(metavar="SOCKET", help="where gate simulate tell reaches it")
    ] = None,
    scenario: Annotated[
        Path | None, typer.Option(metavar="FILE", help='JSON lines: {"at": 1.5, "do": "present", …}')
    ] = None,
) -> None:
    """Serve one device until stopped; its path or url is printed first."""
    log_to_stderr()
    made = _device(profile, address)
    steps = _steps(scenario) if scenario else []
    asyncio.run(until_stopped(_run(made, _wire(made, listen, link), control, steps)))


def tell(
    socket: Annotated[Path, typer.Argument(metavar="SOCKET")],
    request: Annotated[
        str, typer.Argument(metavar="JSON", help='such as {"do": "present", "card": "H10301:1:2"}')
    ],
) -> None:
    """Present a card, press keys, open a contact, or spoil the wire of a simulated device."""
    from simulators import control

    try:
        typer.echo(json.dumps(control.ask(socket, json.loads(request))))
    except (control.ControlError, json.JSONDecodeError, TypeError, ValueError) as error:
        raise UserError(str(error)) from error


def _device(profile: str, address: int | None) -> SimulatedDevice:
    from simulators.device import SimulatedDevice

    try:
        found = load_profile(profile)
        first, last = found.addresses or (0, 255)
        wanted = max(first, 1) if address is None and found.protocol == "modbus" else address
        if wanted is not None and not first <= wanted <= last:
            raise ValueError(f"--address: expected {first} to {last}, came {wanted}")
        return SimulatedDevice(found, first if wanted is None else wanted)
    except (ProfileError, ValueError) as error:
        raise UserError(str(error)) from error


def _steps(path: Path) -> list[Mapping[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise unreadable(path, error) from error
    steps: list[Mapping[str, Any]] = []
    for number, line in enumerate(lines, 1):
        try:
            step = json.loads(line) if line.strip() else None
        except json.JSONDecodeError as error:
            raise UserError(f"{path}:{number}: {error}") from error
        if step is not None and not (isinstance(step, dict) and "do" in step):
            raise UserError(f'{path}:{number}: expected an object with a key "do"')
        steps += [step] if step else []
    return steps


async def _run(
    made: SimulatedDevice,
    wire: Coroutine[Any, Any, None],
    control_path: Path | None,
    steps: list[Mapping[str, Any]],
) -> None:
    from simulators import control
    from simulators.device import play_scenario

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(wire)
        if control_path is not None:
            tasks.create_task(control.serve(control_path, made.act))
        if steps:
            tasks.create_task(_play(play_scenario(steps, made.act)))


async def _play(scenario: Coroutine[Any, Any, None]) -> None:
    from simulators.control import ControlError

    try:
        await scenario
    except ControlError as error:
        typer.echo(f"scenario: {error}", err=True)


async def _on_pty(made: SimulatedDevice, link: Path | None) -> None:
    from simulators.paced import PacedStream
    from simulators.pty import PtyPair

    pair = PtyPair(link)
    serial = made.profile.serial
    typer.echo(pair.path)
    stream = pair.stream()
    try:
        await made.serve(PacedStream(stream, 10 / serial.baud) if serial else stream)
    finally:
        stream.close()
        pair.close()


async def _on_tcp(made: SimulatedDevice, port: int) -> None:
    from simulators.listen import listen_tcp

    if made.line is not None and made.profile.wiring.bus == "Ethernet":
        scheme, server = "tcp", await made.line.serve_tcp(port=port)
    else:
        scheme, server = "socket", await listen_tcp(made.serve, port)
    typer.echo(f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    async with server:
        await server.serve_forever()


async def _on_udp(made: SimulatedDevice, port: int) -> None:
    from simulators.listen import listen_udp

    try:
        stream, at = await listen_udp(port)
    except OSError as error:
        raise UserError(f"--listen: UDP port {port}: {error.strerror}") from error
    typer.echo(f"udp://127.0.0.1:{at}")
    await made.serve(stream)


def _wire(made: SimulatedDevice, listen: str, link: Path | None) -> Coroutine[Any, Any, None]:
    if listen == "pty":
        return _on_pty(made, link)
    kind, _, port = listen.partition(":")
    if kind not in {"tcp", "udp"} or not port.isdigit() or int(port) > 65535:
        raise UserError(f"--listen: expected pty, tcp:PORT or udp:PORT, came {listen!r}")
    return _on_tcp(made, int(port)) if kind == "tcp" else _on_udp(made, int(port))
