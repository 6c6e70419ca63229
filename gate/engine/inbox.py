"""What reaches the deciding thread, from whichever thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gate.bus.messages import PackDelivery
from gate.domain.commands import CommandRequest
from gate.domain.erasure import MoveHashes
from gate.service.prepared import Prepared, Unusable


@dataclass(frozen=True, slots=True)
class Came:
    """A message from the bus."""

    topic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Connected:
    """The bus stands, at first or again."""


@dataclass(frozen=True, slots=True)
class PackMade:
    """A pack is ready."""

    delivery: PackDelivery


@dataclass(frozen=True, slots=True)
class MadeReady:
    """A configuration that was asked to be published is ready to be taken, or is not usable."""

    request: CommandRequest
    ready: Prepared | Unusable


class OfProof:
    """What came of a proof."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Proved(OfProof):
    """The invariants of that configuration were proved for so many people: what broke, in words, by invariant, and by
    whom: the person's id, empty where it hangs on nobody."""

    version: str
    breaches: Mapping[str, str]
    persons: Mapping[str, str]
    people: int


@dataclass(frozen=True, slots=True)
class Unproved(OfProof):
    """The invariants could not be proved, and why: nothing is known of them."""

    why: str


@dataclass(frozen=True, slots=True)
class HashesFound:
    """Hashes under older search keys whose values' hashes under the active one are known; ``recorded`` is called on
    the thread that wrote the move."""

    hashes: MoveHashes
    recorded: Callable[[], None]


@dataclass(frozen=True, slots=True)
class HashesMoved:
    """All were looked through: ``left`` rows stay under older keys. ``said``: the log says so already."""

    key: str
    left: int
    said: bool


@dataclass(frozen=True, slots=True)
class StoreWent:
    """The store is away, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class StoreCame:
    """The store is back, and what was queued is written."""


@dataclass(frozen=True, slots=True)
class RecorderFailed:
    """A fault that trying again does not cure."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Stop:
    """End."""


Item = (
    Came
    | Connected
    | PackMade
    | MadeReady
    | Proved
    | Unproved
    | HashesFound
    | HashesMoved
    | StoreWent
    | StoreCame
    | RecorderFailed
    | Stop
)
