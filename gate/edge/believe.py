"""Which messages the agent acts on: those of its site's engine that prove themselves. Others are dropped."""

from __future__ import annotations

import logging
from typing import Any

from gate.bus.codec import Received, decode
from gate.bus.errors import CodecError
from gate.bus.proofs import Proof, proof_of
from gate.bus.topics import ENGINE
from gate.edge.ports import Keys

log = logging.getLogger(__name__)


class Belief:
    """The gate between the bus and the agent."""

    def __init__(self, site: str, keys: Keys) -> None:
        self._site = site
        self._keys = keys
        self._said: set[str] = set()

    def admit(self, topic: str, message: bytes) -> Received[Any] | None:
        """The message if it is to be acted on."""
        try:
            received = decode(message)
        except CodecError as fault:
            self._say(topic, f"unreadable: {fault}")
            return None
        envelope = received.envelope
        if (envelope.site, envelope.src) != (self._site, ENGINE):
            self._say(topic, "not from this site's engine")
            return None
        if not self._proved(received):
            self._say(topic, f"{type(envelope.body).__name__} lacks its proof")
            return None
        return received

    def _proved(self, received: Received[Any]) -> bool:
        match proof_of(type(received.envelope.body)):
            case Proof.SIGNATURE:
                return received.proved(self._keys.engine_signed)
            case Proof.TAG:
                return received.proved(self._keys.engine_tagged)
            case Proof.NONE:
                return False  # nothing of that kind is for agents

    def _say(self, topic: str, why: str) -> None:
        """Once for each topic and reason: whoever floods the bus must not flood the log."""
        if why not in self._said and len(self._said) < 100:
            self._said.add(why)
            log.warning("dropped a message on %s: %s", topic[:100], why)
