"""Who says what on which topic: the table that the documentation is generated from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

from gate.bus.messages import Ack, Fresh, Health, Hint, PackDelivery, SealedHead
from gate.domain import events, seal_events
from gate.domain.commands import CommandRequest, Receipt
from gate.domain.door_commands import AgentCommand

FROM_AGENTS: tuple[Any, ...] = (
    events.CredentialPresented,
    events.ContactChanged,
    events.RexPressed,
    events.LockSensed,
    events.InputChanged,
    events.DeviceHealthChanged,
    events.WireFaulted,
    events.DoorCommandAnswered,
    events.RevocationTaken,
    events.PackTaken,
    events.AgentStarted,
    events.ModeChanged,
    events.EventsDropped,
    events.AccessDecided,
    seal_events.HeadCountersigned,
    seal_events.HeadRefused,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One kind of topic: its pattern below ``gate/1/{site}/``, who publishes, who listens, and what."""

    kind: str
    pattern: str
    publisher: str
    listeners: str
    about: str
    bodies: tuple[Any, ...]
    retained: bool = False

    @property
    def address(self) -> str:
        """The whole topic with its parameters."""
        return f"gate/1/{{site}}/{self.pattern}"


CHANNELS = (
    Channel(
        kind="ev",
        pattern="ev/{src}",
        publisher="agents, camera processes, the engine",
        listeners="the engine; whoever wants to know",
        about="Everything that happened, in the order of its source.",
        bodies=get_args(events.Event),
    ),
    Channel(
        kind="ack",
        pattern="ack/{agent}",
        publisher="the engine",
        listeners="that agent",
        about="How far the agent's events are recorded; until then its spool keeps them.",
        bodies=(Ack,),
    ),
    Channel(
        kind="cmd",
        pattern="cmd/{agent}",
        publisher="the engine",
        listeners="that agent",
        about="What an agent does at its doors. Late, repeated or of an older epoch: not carried out, and said so.",
        bodies=get_args(AgentCommand),
    ),
    Channel(
        kind="pack",
        pattern="pack/{agent}",
        publisher="the engine",
        listeners="that agent",
        about="The policy that the agent decides by when the engine is silent.",
        bodies=(PackDelivery,),
    ),
    Channel(
        kind="fresh",
        pattern="fresh",
        publisher="the engine",
        listeners="all agents",
        about="What offline leases count from; every quarter of the shortest lease, and when the engine starts.",
        bodies=(Fresh,),
    ),
    Channel(
        kind="do",
        pattern="do/{client}",
        publisher="that console, API or command line",
        listeners="the engine",
        about="What operators ask for.",
        bodies=(CommandRequest,),
    ),
    Channel(
        kind="receipt",
        pattern="receipt/{client}",
        publisher="the engine",
        listeners="that client",
        about="The answer to each command, by its id.",
        bodies=(Receipt,),
    ),
    Channel(
        kind="hint",
        pattern="hint",
        publisher="the engine",
        listeners="consoles",
        about="What pages look at again.",
        bodies=(Hint,),
    ),
    Channel(
        kind="head",
        pattern="head",
        publisher="the engine",
        listeners="all agents; whoever keeps heads",
        about="The newest signed head of the record, every minute in which something was recorded (docs/record.md).",
        bodies=(SealedHead,),
        retained=True,
    ),
    Channel(
        kind="state",
        pattern="state/{portal}",
        publisher="the engine",
        listeners="people, dashboards, home automation",
        about="The newest state of each portal. Nothing is decided on it.",
        bodies=(events.PortalChanged,),
        retained=True,
    ),
    Channel(
        kind="health",
        pattern="health/{identity}",
        publisher="that identity; its last will by the broker",
        listeners="the engine, people",
        about="Who is connected.",
        bodies=(Health,),
        retained=True,
    ),
)
