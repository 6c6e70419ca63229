"""Who must have sent it? How each message proves its source, beyond what a broker's access list promises.

``sig`` of the envelope holds a tag or a signature (gate.keys) over the bytes that the codec names. A receiver
drops what lacks the proof that its type asks for.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, get_args

from gate.bus.messages import Ack, Fresh, PackDelivery, SealedHead
from gate.domain.door_commands import AgentCommand
from gate.domain.events import EngineStarted, PackTaken, RevocationTaken


class Proof(StrEnum):
    """What ``sig`` must hold."""

    NONE = "none"  # informs; nothing is opened or revoked on it
    TAG = "tag"  # HMAC under the secret that the agent shares with the engine: on the path of every read
    SIGNATURE = "signature"  # Ed25519 of the source: a statement that others can check later


SIGNED = frozenset({RevocationTaken, PackTaken, EngineStarted, Fresh, PackDelivery, SealedHead})
TO_AGENTS = frozenset({Ack, *get_args(AgentCommand)})


def proof_of(cls: Any, *, from_agent: bool = False) -> Proof:
    """What the type of a body asks for; everything else that an agent sends is tagged."""
    if cls in SIGNED:
        return Proof.SIGNATURE
    return Proof.TAG if from_agent or cls in TO_AGENTS else Proof.NONE
