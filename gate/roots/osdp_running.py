"""Reader keys while the agent runs: what it does when the engine tells it to, and the command that asks for it."""

from __future__ import annotations

import asyncio
import logging
import queue
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from drivers.osdp.errors import SetupError
from drivers.osdp.field_link import FieldLink
from drivers.osdp.line import OsdpLine
from drivers.transport.stream import ByteStream
from gate.bus.client import BusClient
from gate.bus.codec import decode
from gate.bus.errors import CodecError
from gate.bus.topics import Topics
from gate.client import Client, EngineSilent
from gate.clock import site_clock
from gate.domain.commands import Actor, GiveReaderKey, Outcome
from gate.domain.events import DoorCommandAnswered
from gate.domain.hardware import DeviceConfig
from gate.domain.lines import Line
from gate.domain.rights import Role
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
CONNECT_S = 10.0


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


def ask_agent(site: Site, bus_url: str, command: GiveReaderKey, by: str) -> None:
    """Have the engine tell the agent, and wait for what came of it. UserError where it did not."""
    agent = site.agent_of_device(command.reader)
    topics, name = Topics(site.id), f"keyset-{command.reader}"
    bus = BusClient(bus_url, f"{site.id}-{name}")
    answers: queue.Queue[DoorCommandAnswered] = queue.Queue()
    bus.subscribe(topics.events(agent), lambda _, payload: _hear(payload, answers))
    client = Client(bus, site.id, name, clock=site_clock().now)
    bus.start()
    try:
        if not bus.wait_connected(CONNECT_S):
            raise UserError(f"{bus_url}: no broker answers")
        receipt = client.send(command, Actor(user=by, role=Role.SYSTEM, origin="cli"))
        if receipt.outcome is not Outcome.DONE:
            raise UserError(receipt.why or receipt.outcome.value)
        answer = _answer(answers, receipt.subject, agent)
    except EngineSilent as error:
        raise UserError(str(error)) from error
    finally:
        bus.stop()
    if answer.outcome != "done":
        raise UserError(f"{command.reader}: {answer.detail or answer.outcome}")
    typer.echo(f"{command.reader}: it proved its own key; agent {agent} goes on with it")


def _answer(answers: queue.Queue[DoorCommandAnswered], order: str, agent: str) -> DoorCommandAnswered:
    while True:
        try:
            answer = answers.get(timeout=LONGEST_S + CONNECT_S)
        except queue.Empty:
            raise UserError(
                f"agent {agent} did not answer; it will, in the record, once it is back"
            ) from None
        if answer.command == order:
            return answer


def _hear(payload: bytes, answers: queue.Queue[DoorCommandAnswered]) -> None:
    try:
        body: Any = decode(payload).envelope.body
    except CodecError:
        return  # not a message of Gate: the engine says so in its log
    if isinstance(body, DoorCommandAnswered):
        answers.put(body)
