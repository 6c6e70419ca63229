"""Is a message what it says, from whom it says? What is not goes no further."""

from __future__ import annotations

from typing import Any

from gate.bus.codec import Received
from gate.bus.proofs import Proof, proof_of
from gate.bus.topics import Address
from gate.domain.commands import CommandRequest
from gate.domain.events import CameraSaw, ClipKept, DeviceHealthChanged
from gate.domain.site import Site
from gate.keys.engine_keys import EngineKeys

OF_CAMERAS = (CameraSaw, ClipKept, DeviceHealthChanged)


def why_not(received: Received[Any], address: Address, site: Site, keys: EngineKeys) -> str:
    """Why the message must be dropped, "" if it may be believed."""
    envelope = received.envelope
    if envelope.site != site.id:
        return f"expected site {site.id}, got {envelope.site[:80]!r}"
    if address.kind == "do":
        named = isinstance(envelope.body, CommandRequest) and envelope.body.client == address.name
        return "" if named else f"expected a command of client {address.name}"
    if envelope.src != address.name:
        return f"expected source {address.name}, got {envelope.src[:80]!r}"
    if envelope.src in site.agents:
        return _unproved(received, keys)
    return _not_of_a_camera(envelope.body, site)


def _unproved(received: Received[Any], keys: EngineKeys) -> str:
    agent, body = received.envelope.src, received.envelope.body
    check = (
        keys.agent_signed if proof_of(type(body), from_agent=True) is Proof.SIGNATURE else keys.agent_tagged
    )
    if received.proved(lambda content, sig: check(agent, content, sig)):
        return ""
    return f"{type(body).__name__} without the proof of agent {agent}"


def _not_of_a_camera(body: Any, site: Site) -> str:
    """Whoever is no agent may speak of cameras alone."""
    if not isinstance(body, OF_CAMERAS):
        return f"expected an agent as the source of {type(body).__name__}"
    camera = body.device if isinstance(body, DeviceHealthChanged) else body.camera
    return "" if camera in site.cameras else f"no camera {camera[:80]!r}"
