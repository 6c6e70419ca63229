"""What agents tell of their doors, lines and of themselves."""

from __future__ import annotations

from dataclasses import dataclass, field

from gate.domain.card import CardNumber
from gate.domain.decision import Biometric, Result
from gate.domain.door_state import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAnswer:
    """What the agent decided from its pack, kept ready for a silent engine and sent along."""

    result: Result
    reasons: tuple[str, ...]
    pack: str  # the pack's hash
    acted: bool  # True: the engine was silent and the agent carried it out


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialPresented:
    """A card came to a reader. ``pin`` is sealed for the engine (gate.keys), never digits."""

    reader: str
    card: CardNumber | None
    bits: str = ""
    why: str = ""
    pin: str | None = field(default=None, repr=False)
    biometric: Biometric | None = None
    own: OwnAnswer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChanged:
    """A door contact changed, after debounce. ``brief``: it lasted under 400 ms (IEC 60839-11-1 T2.24).

    ``wire``: what became of a supervised contact's wire: ``short``, ``cut`` or ``tamper``.
    """

    portal: str
    contact: Contact
    brief: bool = False
    wire: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RexPressed:
    """The request-to-exit input became active; ``extended``: that of those who need longer."""

    portal: str
    extended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LockSensed:
    """The lock's output was read back: ``released`` True, False, or None where nobody knows."""

    portal: str
    released: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InputChanged:
    """A supervision input of a portal, device or agent (``fire``, ``tamper``, ``mains``, ...). None: unknown.

    ``wire``: what became of a supervised input's wire, which is why it is unknown: ``short``, ``cut`` or ``tamper``.
    ``brief`` and active (or of the wire): it came and went within the debounce of 50 ms, and nothing follows from it;
    ``brief`` and at rest: it had been active for under 400 ms (IEC 60839-11-1 T2.24).
    """

    owner: str
    name: str
    active: bool | None
    wire: str = ""
    brief: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceHealthChanged:
    """A device, line, camera or agent came or went. ``why`` says it in words for a guard."""

    device: str
    online: bool
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WireFaulted:
    """Bad bytes on a line since the last such event; rate limited by the agent."""

    device: str
    count: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorCommandAnswered:
    """What became of a door command: ``done failed offline late repeated old_epoch``."""

    command: str
    portal: str
    outcome: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationTaken:
    """The agent swears that these credentials open nothing of its doors from now on (signed in the envelope)."""

    revision: int
    credentials: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackTaken:
    """The agent runs this pack now."""

    pack: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentStarted:
    """An agent's process is up; ``pack`` is the hash of the pack it holds, None for none."""

    version: str
    pack: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeChanged:
    """The agent decides by the engine (``host``) or by itself (``alone``)."""

    mode: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsDropped:
    """The spool was full: this stands for ``count`` dropped events, the last of which had this one's number.

    Only telemetry is ever dropped (read-backs of locks, wire faults), the oldest first.
    """

    count: int
    why: str
