"""``gate modbus``: for an installer with a laptop at the cabinet."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from drivers.modbus.probe import Checked, Found, check, find
from drivers.modbus.wire import Wire
from drivers.transport.url import parse_url
from firmware_profiles.load import ProfileError, load_profile
from firmware_profiles.schema import Profile
from gate.roots.shape import UserError, new_app

app = new_app("Modbus: who answers on a line, and how it is set.")
_NOBODY_SERIAL = (
    "nobody answers. Check in this order: power of the device; A and B swapped; address (DIP switch, some count from "
    "0); baud rate and stop bits (?baud=…&stop=… in the url); 120 ohm at both ends only; another program on the port."
)
_NOBODY_NET = (
    "nobody answers. Check in this order: the unit address; Modbus TCP (tcp://) or RTU over TCP (socket://) as the "
    "device is set; how many clients it allows at once."
)


@app.callback()
def main() -> None:
    """Modbus: who answers on a line, and how it is set."""


@app.command()
def probe(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="serial:///dev/…?baud=9600, tcp://…, socket://… or udp://…")
    ],
    address: Annotated[str, typer.Option(help="one address, or a range such as 1-32")] = "1-16",
    profile: Annotated[str, typer.Option(help="compare with this profile; nothing is written")] = "",
    timeout_ms: Annotated[int, typer.Option(min=20, max=5000, help="for an answer")] = 300,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a device")] = False,
) -> None:
    """Ask each address; with a profile also show points and required settings. Exit 1 if something is wrong."""
    try:
        place, wanted = parse_url(url), load_profile(profile) if profile else None
        addresses = _addresses(address)
    except (ValueError, ProfileError) as error:
        raise UserError(str(error)) from error
    if wanted is not None and wanted.modbus is None:
        raise UserError(f"profile {wanted.id} is {wanted.protocol}, not modbus")
    try:
        found = asyncio.run(_probe(url, addresses, wanted, timeout_ms / 1000))
    except ConnectionError as error:
        raise UserError(str(error)) from error
    for device in found:
        typer.echo(json.dumps(_json(device)) if as_json else "\n".join(_text(device)))
    if not found:
        typer.echo(_NOBODY_SERIAL if url.startswith("serial") else _NOBODY_NET, err=True)
    if not found or any(isinstance(device, Checked) and _wrong(device) for device in found):
        raise typer.Exit(1)
    typer.echo(f"{place}: {len(found)} of {len(addresses)} addresses answer", err=True)


async def _probe(
    url: str, addresses: Sequence[int], profile: Profile | None, within: float
) -> Sequence[Found | Checked]:
    found: list[Found | Checked] = []
    wire = Wire(parse_url(url))
    await wire.open()
    for number, address in enumerate(addresses, 1):
        typer.echo(f"asking address {address} ({number} of {len(addresses)})", err=True)
        try:
            device = await (find(wire, address, within) if profile is None else check(wire, address, profile))
        except ConnectionError:
            # a TCP connection that stays unanswered is given up: the next address gets a new one
            wire.close()
            await wire.open()
            continue
        if device is not None:
            found.append(device)
    wire.close()
    return found


def _addresses(text: str) -> Sequence[int]:
    first, _, last = text.partition("-")
    if not first.isdigit() or not (last or first).isdigit():
        raise ValueError(f"--address: expected a number or a range such as 1-32, came {text!r}")
    addresses = range(int(first), int(last or first) + 1)
    if not addresses or addresses[-1] > 255:
        raise ValueError(f"--address: expected 0 to 255, the smaller first, came {text!r}")
    return addresses


def _json(device: Found | Checked) -> Mapping[str, Any]:
    if isinstance(device, Found):
        return {"address": device.address, "online": True, "areas": dict(device.areas)}
    settings = [
        {"name": s.name, "values": sorted(set(s.values)), "must_be": s.wanted, "right": s.right}
        for s in device.settings
    ]
    return {
        "address": device.address,
        "online": True,
        "inputs": list(device.inputs),
        "outputs": list(device.outputs),
        "settings": settings,
        "advice": _wrong(device),
    }


def _text(device: Found | Checked) -> list[str]:
    if isinstance(device, Found):
        return [f"address {device.address}: " + "; ".join(f"{name} {what}" for name, what in device.areas)]
    lines = [
        f"address {device.address}:",
        f"  inputs on: {_on(device.inputs)} of {len(device.inputs)}",
        f"  outputs on: {_on(device.outputs)} of {len(device.outputs)}",
        *(f"  {s.name}: as required" for s in device.settings if s.right),
    ]
    return lines + [f"  ! {advice}" for advice in _wrong(device)]


def _wrong(device: Checked) -> list[str]:
    wrong = [f"{misfit}: is the profile the right one?" for misfit in device.misfits]
    for setting in device.settings:
        if setting.values and not setting.right:
            values = " and ".join(map(str, sorted(set(setting.values))))
            wrong.append(f"{setting.name} is {values}, must be {setting.wanted}: {setting.why}")
    return wrong


def _on(levels: Sequence[bool]) -> str:
    return ", ".join(str(n) for n, level in enumerate(levels, 1) if level) or "none"
