"""Reader keys while the agent runs: what it does when the engine tells it to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from drivers.osdp.errors import SetupError
from drivers.osdp.field_link import FieldLink
from drivers.osdp.line import OsdpLine
from drivers.transport.stream import ByteStream
from gate.domain.hardware import DeviceConfig
from gate.domain.lines import Line
from gate.domain.site import Site
from gate.edge.reader_keys import GiveKey
from gate.keys.errors import KeysError
from gate.keys.install_window import InstallWindows
from gate.keys.reader_keys import ReaderKeys
from gate.roots.osdp_keyset import KeyGiver
from gate.roots.osdp_window import account, utc_now
from gate.roots.shape import UserError

log = logging.getLogger(__name__)

LONGEST_S = 20.0
"""Opening the line again, finding out which key the reader holds, a new one, and the proof."""


def giver(site: Site, lines: Sequence[Line], keys: Path) -> GiveKey:
    """What the agent does: the reader's line is lent for a moment, and comes back with the new key."""
    by_id = {line.id: line for line in lines}

    async def give(reader: str, rotate: bool) -> str:
        device = site.devices[reader]
        line = by_id.get(device.line)
        if not isinstance(line, OsdpLine):
            return "the reader is on no OSDP line of this agent"
        outcome: list[str] = []

        async def work(stream: ByteStream) -> None:
            try:
                outcome.append(await _given(stream, device, keys, rotate=rotate))
            finally:  # before the line has its wire back
                line.rekeyed(reader, ReaderKeys(keys).current(reader))

        try:
            async with asyncio.timeout(LONGEST_S):
                await line.borrow(work)
        except TimeoutError:
            return outcome[0] if outcome else f"not done within {LONGEST_S:g} s: is the line open?"
        except SetupError as error:
            return str(error)
        return outcome[0] if outcome else "the line was stopped meanwhile"

    return give


async def _given(stream: ByteStream, device: DeviceConfig, keys: Path, *, rotate: bool) -> str:
    """Why it was not given; "" where it was. The install window counts as at the cabinet itself."""
    try:
        windows = InstallWindows(keys)
        window = windows.open_at(utc_now())

        def use_default() -> None:
            if window is None or windows.open_at(utc_now()) != window:
                raise UserError("the install window has ended; nothing was changed")
            windows.used(window.asked_by, account(), device.id, utc_now())

        say = lambda text: log.info("reader %s: %s", device.id, text)  # noqa: E731 - one line of a log
        link = FieldLink(stream, device.address or 0)
        await KeyGiver(link, ReaderKeys(keys), device.id, say, use_default if window else None).give(
            rotate=rotate, master=None
        )
    except (UserError, KeysError, ConnectionError) as error:
        return str(error)
    return ""
