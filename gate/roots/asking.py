"""A command line's word to the engine: sent as the system, from this machine, in the name of its account."""

from __future__ import annotations

import json
import os
import pwd
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gate.bus.client import BusClient
from gate.client import Client, EngineSilent
from gate.clock import Clock
from gate.domain.commands import Actor, Command, Outcome, Receipt
from gate.domain.rights import Role
from gate.domain.site import Site
from gate.roots.folders import DEFAULT_BUS, DataFolder
from gate.roots.shape import UserError

CONNECT_S = 5.0
PATIENCE_S = 15.0

Send = Callable[[Command], Receipt]


def bus_of(site: Site, folder: DataFolder, given: str) -> str:
    """The broker: the one that was named, the site file's, that of a demo that runs here, or the default."""
    if given and given != DEFAULT_BUS:
        return given
    if site.bus_url:
        return site.bus_url
    if folder.running.exists():
        return str(json.loads(folder.running.read_text(encoding="utf-8")).get("bus", DEFAULT_BUS))
    return DEFAULT_BUS


def account() -> str:
    """The account of the operating system that the command runs under; the environment has no say in it."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # an account without a name
        return f"uid-{os.getuid()}"


@contextmanager
def asking(site: Site, bus_url: str, clock: Clock, patience_s: float = PATIENCE_S) -> Iterator[Send]:
    """Send commands to the engine. UserError where broker or engine are not there."""
    name = f"cli-{os.getpid()}"
    bus = BusClient(bus_url, f"{site.id}-{name}")
    client = Client(bus, site.id, name, clock=clock.now, timeout=patience_s)
    actor = Actor(user=account(), role=Role.SYSTEM, origin="cli")
    bus.start()
    try:
        if not bus.wait_connected(CONNECT_S):
            raise UserError(
                f"{bus_url}: no broker answers; the engine must run, which alone writes to the store"
            )
        yield lambda command: _sent(client, command, actor)
    finally:
        bus.stop()


def done(receipt: Receipt) -> Receipt:
    """The receipt; UserError with the engine's reason where it did not carry the command out."""
    if receipt.outcome is not Outcome.DONE:
        raise UserError(f"the engine says no: {receipt.why}")
    return receipt


def _sent(client: Client, command: Command, actor: Actor) -> Receipt:
    try:
        return client.send(command, actor)
    except EngineSilent as silence:
        raise UserError("the engine does not answer: start it, and run this again") from silence
