"""Bodies that exist on the bus alone: they are not events and no log keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """The engine has recorded everything of this agent up to and with event ``seq`` of its start ``boot``."""

    boot: int
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """The engine lives and this is the agent's pack to run: what leases count from. Signed in the envelope.

    ``packs``: the hash of the newest pack of each agent. ``at`` is the engine's clock, aware UTC.
    """

    epoch: int
    at: datetime
    packs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDelivery:
    """A policy pack for one agent: signed by the engine, encrypted for the agent (gate.edge.pack), base64."""

    agent: str
    pack: str  # hash
    revision: int
    epoch: int
    sealed: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HintRow:
    """Row ``event`` of the log was recorded."""

    event: int
    kind: str  # the event's type
    subject: str = ""  # portal, alarm, person, visit or device that it is about


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """These were recorded: pages that show such things look again. No facts in it."""

    rows: tuple[HintRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadProof:
    """That the new tree begins with the one of ``size`` events (RFC 6962, 2.1.2); hashes in base64."""

    size: int
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedHead:
    """The newest head of the record: a checkpoint as a signed note, and proofs from heads that agents keep.

    ``keys``: the notes that introduced the keys that sign heads, in their order (gate.seal.keychain).
    """

    note: str
    proofs: tuple[HeadProof, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """An identity came to or left the bus; the broker sends ``online`` False as its last will."""

    online: bool
    why: str = ""


BusBody = Ack | Fresh | PackDelivery | Hint | SealedHead | Health
