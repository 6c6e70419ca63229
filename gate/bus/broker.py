"""The embedded broker: amqtt on loopback, for demos, tests and small sites.

Promises MQTT 3.1.1 on a loopback address and nothing beyond it: it knows no users, so it serves no other machine.
Messages in flight live in memory alone; agents and engine keep what matters.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
from collections.abc import AsyncIterator

from amqtt.broker import Broker
from amqtt.contexts import BrokerConfig, ListenerConfig, ListenerType
from amqtt.errors import BrokerError
from amqtt.session import Session

log = logging.getLogger(__name__)

STOP_TIMEOUT_S = 1.0
QUIET = ("amqtt", "transitions")


class _Broker(Broker):  # type: ignore[misc]  # amqtt carries no types
    """amqtt 0.12.1 sends a new client every retained message that anybody subscribed to: only its own count here."""

    async def _publish_retained_messages_for_subscription(
        self, subscription: tuple[str, int], session: Session
    ) -> None:
        subscribers = self._subscriptions.get(subscription[0], ())
        if any(each.client_id == session.client_id for each, _ in subscribers):
            await super()._publish_retained_messages_for_subscription(subscription, session)


def checked_loopback(host: str) -> str:
    """``host`` if it is a loopback address or ``localhost``; ValueError else."""
    try:
        good = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        good = False
    if not good:
        raise ValueError(f"the embedded broker has no users and serves loopback alone; got {host!r}")
    return host


def _configuration(host: str, port: int) -> BrokerConfig:
    return BrokerConfig(
        listeners={"default": ListenerConfig(type=ListenerType.TCP, bind=f"{host}:{port}")},
        plugins={"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
    )


@contextlib.asynccontextmanager
async def running(host: str, port: int) -> AsyncIterator[None]:
    """The broker serves inside the block. ValueError for a host beyond loopback, OSError if the port is taken."""
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # it logs every packet and every bare TCP probe
    broker = _Broker(_configuration(checked_loopback(host), port))
    try:
        await broker.start()
    except BrokerError as fault:
        raise OSError(f"the embedded broker cannot listen on {host}:{port}: {fault}") from fault
    try:
        yield
    finally:
        await _stop(broker)


async def _stop(broker: Broker) -> None:
    """Shut down within a bound: amqtt can wait for ever for an acknowledgement that will not come."""
    closing = asyncio.create_task(broker.shutdown())
    _, late = await asyncio.wait({closing}, timeout=STOP_TIMEOUT_S)
    if late:
        log.info("the embedded broker was stopped with messages in flight")
        closing.cancel()
        await asyncio.wait({closing}, timeout=STOP_TIMEOUT_S)


async def serve(host: str = "127.0.0.1", port: int = 1883) -> None:
    """Serve until cancelled."""
    async with running(host, port):
        await asyncio.Event().wait()
