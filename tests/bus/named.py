"""A client with a name: its presence on ``health/{identity}`` comes and goes with its connection."""

from __future__ import annotations

from gate.bus.client import BusClient, Presence
from gate.bus.codec import encode
from gate.bus.messages import Health
from gate.bus.sender import Sender
from gate.bus.topics import Topics
from gate.bus.url import BusUrl


def identified_client(url: str | BusUrl, sender: Sender) -> BusClient:
    """A client for this source: agent, engine, camera process or console. Not started yet."""

    def note(online: bool, why: str) -> bytes:
        return encode(sender.wrap(Health(online=online, why=why)))

    presence = Presence(
        topic=Topics(sender.site).health(sender.src),
        online=lambda: note(online=True, why=""),
        offline=note(online=False, why="connection lost or stopped"),
    )
    return BusClient(url, f"gate-{sender.site}-{sender.src}", presence=presence)
