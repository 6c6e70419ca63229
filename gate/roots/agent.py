"""``gate agent``: the doors of one cabinet."""

from __future__ import annotations

import asyncio
from importlib.metadata import version
from typing import Annotated

import typer

from gate.bus.client import BusClient, Presence
from gate.bus.codec import encode
from gate.bus.messages import Health
from gate.bus.sender import Sender
from gate.bus.topics import Topics
from gate.clock import site_clock
from gate.domain.site import Site
from gate.edge.agent import Agent
from gate.keys.errors import KeyRingError
from gate.keys.ring import KeyRing
from gate.roots.agent_lines import OsdpKeys, build_lines
from gate.roots.folders import DEFAULT_BUS, DataFolder
from gate.roots.options import BusOption, DataOption, SiteOption, load_site_or_stop, log_to_stderr, pairs
from gate.roots.osdp_giving import giver
from gate.roots.shape import UserError, new_app
from gate.roots.steady import keep_what_is_loaded
from gate.roots.until import until_stopped

app = new_app("Drive the lines and locks of one cabinet.")


@app.command()
def agent(
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="an agent of the site file")],
    site: SiteOption,
    data: DataOption,
    bus: BusOption = DEFAULT_BUS,
    line: Annotated[
        list[str] | None, typer.Option("--line", metavar="ID=URL", help="in place of the site file's")
    ] = None,
    trusted_time: Annotated[
        bool, typer.Option("--trusted-time", help="the clock is right after a boot: leases go on")
    ] = False,
) -> None:
    """Drive the lines and locks of one cabinet until stopped."""
    log_to_stderr()
    loaded, folder = load_site_or_stop(site), DataFolder(data)
    if agent not in loaded.agents:
        raise UserError(f"expected an agent of the site ({', '.join(loaded.agents)}); got {agent!r}")
    ring = KeyRing(folder.keys)
    try:
        lines = build_lines(loaded, agent, pairs(line or [], "--line"), _osdp_keys(ring))
        built = Agent(
            loaded,
            agent,
            lines=lines,
            bus=lambda boot: _connection(loaded, agent, boot, bus),
            keys=ring.for_agent(agent),
            clock=site_clock(),
            folder=folder.agent(agent),
            version=version("gate-pacs"),
            trusted_time=trusted_time,
            give_key=giver(loaded, lines, folder.keys),
        )
    except (KeyRingError, ValueError) as error:
        raise UserError(str(error)) from error
    keep_what_is_loaded()
    asyncio.run(until_stopped(built.run()))


def _osdp_keys(ring: KeyRing) -> OsdpKeys:
    """A reader without a key is never talked to: the line reports it offline and says why."""

    def key(device: str) -> bytes | None:
        try:
            return ring.osdp_key(device)
        except KeyRingError:
            return None

    return key


def _connection(site: Site, agent: str, boot: int, url: str) -> BusClient:
    sender = Sender(site.id, agent, boot, site_clock().now)
    presence = Presence(
        topic=Topics(site.id).health(agent),
        online=lambda: encode(sender.wrap(Health(online=True))),
        offline=encode(sender.wrap(Health(online=False, why="the agent is gone"))),
    )
    return BusClient(url, f"{site.id}-{agent}", presence=presence)
