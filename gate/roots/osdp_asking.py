"""Reader keys while the agent runs: the command that asks the engine, and waits for what came of it."""

from __future__ import annotations

import queue
from typing import Any

import typer

from gate.bus.client import BusClient
from gate.bus.codec import decode
from gate.bus.errors import CodecError
from gate.bus.topics import Topics
from gate.client import Client, EngineSilent
from gate.clock import site_clock
from gate.domain.commands import Actor, GiveReaderKey, Outcome
from gate.domain.events import DoorCommandAnswered
from gate.domain.rights import Role
from gate.domain.site import Site
from gate.roots.osdp_giving import LONGEST_S
from gate.roots.shape import UserError

CONNECT_S = 10.0


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
