"""``gate osdp keyset`` and ``gate osdp comset``: what changes a reader."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from drivers.osdp.commands import Comset, Id
from drivers.osdp.errors import OsdpError
from drivers.osdp.field_link import FieldLink, NoAnswer
from drivers.osdp.replies import Com, PdId
from drivers.transport.url import Place, SerialPlace
from gate.domain.commands import GiveReaderKey
from gate.domain.hardware import DeviceConfig
from gate.keys.errors import KeysError
from gate.keys.install_window import InstallWindows
from gate.keys.reader_keys import ReaderKeys
from gate.keys.secret_file import read_secret
from gate.roots.field_line import LineArgument, OptionalSite, open_or_stop, place_of
from gate.roots.folders import DataFolder
from gate.roots.options import DataOption, SiteOption, load_site_or_stop
from gate.roots.osdp_asking import ask_agent
from gate.roots.osdp_keyset import NO_ANSWER, KeyGiver
from gate.roots.osdp_window import account, utc_now
from gate.roots.osdp_words import identity
from gate.roots.shape import UserError

DeviceArgument = Annotated[str, typer.Argument(metavar="READER", help="the reader's id in the site file")]
MASTER_SIZE = 16
SETTLE_S = 0.5
"""A reader that changes its rate may be deaf for a moment."""


def keyset(  # noqa: PLR0913, PLR0917 - the options of a command
    reader: DeviceArgument,
    site: SiteOption,
    data: DataOption,
    line: Annotated[str, typer.Option("--line", metavar="URL", help="where its line is today")] = "",
    rotate: Annotated[bool, typer.Option("--rotate", help="a new key although it has its own")] = False,
    from_master: Annotated[
        Path | None,
        typer.Option(
            "--from-master", metavar="FILE", help="16 bytes: a former system's master key, to take over"
        ),
    ] = None,
    bus: Annotated[
        str, typer.Option("--bus", metavar="URL", help="the agent runs: have it do it, by the engine's word")
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="with --bus: who asks")] = "",
    reason: Annotated[str, typer.Option("--reason", help="with --bus: why; it stays in the record")] = "",
) -> None:
    """Give a reader its own random key and prove it: with the agent stopped, or by the agent itself (--bus)."""
    device, url = _device(site, reader)
    if bus:
        if line or from_master or not by or not reason.strip():
            raise UserError("--bus: expected --by and --reason, and neither --line nor --from-master")
        ask_agent(
            load_site_or_stop(site), bus, GiveReaderKey(reader=reader, rotate=rotate, reason=reason), by
        )
        return
    try:
        master = None if from_master is None else read_secret(from_master, MASTER_SIZE)
        asyncio.run(_keyset(device, line or url, DataFolder(data), rotate=rotate, master=master))
    except KeysError as error:
        raise UserError(str(error)) from error


def comset(
    line: LineArgument,
    address: Annotated[int, typer.Argument(min=0, max=126, help="the reader's address now")],
    site: OptionalSite = None,
    to_address: Annotated[
        int | None, typer.Option("--to-address", min=0, max=126, help="its new address")
    ] = None,
    to_baud: Annotated[
        int | None, typer.Option("--to-baud", min=9600, max=230_400, help="its new rate")
    ] = None,
    reader: Annotated[
        str, typer.Option("--reader", metavar="ID", help="whose key to use, if it has one")
    ] = "",
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="the data folder with that key")
    ] = None,
) -> None:
    """Change a reader's address or rate, and look whether it answers there."""
    if to_address is None and to_baud is None:
        raise UserError("expected --to-address or --to-baud")
    place = place_of(line, site)
    baud = to_baud or (place.baud if isinstance(place, SerialPlace) else None)
    if baud is None:
        raise UserError(f"{place} is a socket: expected --to-baud, the rate that its serial server is set to")
    key = None if not reader or data is None else ReaderKeys(DataFolder(data).keys).current(reader)
    if reader and key is None:
        raise UserError(
            f"no key is kept for {reader!r}: expected --data DIR of the agent and the reader's id"
        )
    wanted = Comset(address=address if to_address is None else to_address, baud=baud)
    asyncio.run(_comset(place, address, wanted, key))


async def _keyset(
    device: DeviceConfig, url: str, folder: DataFolder, *, rotate: bool, master: bytes | None
) -> None:
    windows = InstallWindows(folder.keys)
    window = windows.open_at(utc_now())
    place = place_of(url, None)

    def use_default() -> None:
        if window is None or windows.open_at(utc_now()) != window:
            raise UserError("the install window has ended; nothing was changed")
        windows.used(window.asked_by, account(), device.id, utc_now())

    stream = await open_or_stop(place)
    try:
        typer.echo(f"{device.id}: address {device.address or 0} on {place}")
        link = FieldLink(stream, device.address or 0)
        giver = KeyGiver(
            link, ReaderKeys(folder.keys), device.id, typer.echo, use_default if window else None
        )
        await giver.give(rotate=rotate, master=master)
    except ConnectionError as error:
        raise UserError(str(error)) from error
    finally:
        stream.close()


async def _comset(place: Place, was: int, wanted: Comset, key: bytes | None) -> None:
    said = await _change(place, was, wanted, key)
    typer.echo(f"the reader says: address {said.address}, {said.baud} baud from now on")
    moved = replace(place, baud=said.baud) if isinstance(place, SerialPlace) else place
    stream = await open_or_stop(moved)
    try:
        await asyncio.sleep(SETTLE_S)
        reply = await FieldLink(stream, said.address, tries=5).ask(Id())
    except OsdpError as error:
        raise UserError(
            f"and is not heard there ({error}). Power it off and on, then: gate osdp discover"
        ) from error
    finally:
        stream.close()
    typer.echo(f"it answers there: {identity(reply if isinstance(reply, PdId) else None)}")
    typer.echo(f"Now the site file: address = {said.address}, and baud={said.baud} in its line's url.")


async def _change(place: Place, was: int, wanted: Comset, key: bytes | None) -> Com:
    stream = await open_or_stop(place)
    link = FieldLink(stream, was)
    try:
        if key is not None:
            await link.connect(key, os.urandom)
        reply = await link.ask(wanted)
    except NoAnswer as error:
        raise UserError(f"{error}. {NO_ANSWER}") from error
    except OsdpError as error:
        raise UserError(f"the reader answers, but not as it must: {error}") from error
    finally:
        stream.close()
    if not isinstance(reply, Com):
        hint = "" if key is not None else "; if it has a key, name it: --reader ID --data DIR"
        raise UserError(f"the reader refuses: {reply}{hint}")
    return reply


def _device(site_file: Path, reader: str) -> tuple[DeviceConfig, str]:
    site = load_site_or_stop(site_file)
    device = site.devices.get(reader)
    secure = sorted(each.id for each in site.devices.values() if each.secure)
    if device is None or not device.secure:
        raise UserError(
            f"{site_file}: expected a secure reader ({', '.join(secure) or 'it has none'}); got {reader!r}"
        )
    return device, site.lines[device.line].url
