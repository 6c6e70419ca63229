"""Everything that happened, in the past tense. ``Event`` is the whole set; the bus and the log know no other.

Who sent it, when and in which order is the envelope's; a body says what. Ids are those of the site file and the store.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from gate.domain.card import CardNumber
from gate.domain.commands import Actor
from gate.domain.decision import Biometric, Decision, PinVerdict, Result
from gate.domain.desk_events import DeskEvent
from gate.domain.door_state import Commanded, Contact, DoorState
from gate.domain.seal_events import SealEvent
from gate.domain.seen import Seen
from gate.domain.walk import WalkItem

# ── from agents ──────────────────────────────────────────────────────────────


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


# ── from cameras ─────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraSaw:
    """A rule of a camera became true (``active``) or false again. ``still``: SHA-256 of the kept picture.

    ``kind``: of tamper what was done (covered, blinded, moved, defocused, frozen, lost), of a line the way (in, out).
    ``track``: the camera's number for the person, 0 for none; ``count``: people in the rule's area.
    """

    camera: str
    rule: str  # "intrusion", "motion", "tamper", ...
    kind: str = ""
    zone: str | None = None
    active: bool = True
    score: float = 0.0
    still: str | None = None
    portal: str | None = None  # of a line: the door that it stands for
    track: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipKept:
    """The pictures around what a camera saw are kept as a clip: ``still`` names what it saw, ``clip`` is its SHA-256.

    ``from_s`` and ``to_s``: seconds of the clip's first and last picture from that still.
    """

    camera: str
    rule: str
    still: str
    clip: str
    from_s: float
    to_s: float


# ── from the engine ──────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessDecided:
    """The answer to a read. ``request`` is the read's (src, boot, seq) as ``src/boot/seq``.

    ``seen``: what it hung on, so that it can be taken again; None where its maker could not say.
    """

    request: str
    decision: Decision
    pin: PinVerdict = PinVerdict.ABSENT
    by_agent: bool = False
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageEnded:
    """What came of a grant: ``entered exited no_entry uncertain``, for whom."""

    portal: str
    persons: tuple[str, ...]
    outcome: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalChanged:
    """The portal's derived state changed."""

    portal: str
    commanded: Commanded
    contact: Contact
    state: DoorState
    cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRaised:
    """A new alarm, or a new occurrence (revision) of one that is open."""

    alarm: str
    kind: str
    priority: int  # 1 high, 2 medium, 3 low
    subject: str  # the portal, device, person, camera or zone it is about
    zone: str | None = None
    cause: str = ""  # what event, in words of its kind
    revision: int = 1
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmReturned:
    """Its cause is over; it stays until acknowledged and closed."""

    alarm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmAcknowledged:
    """Somebody took ownership of that revision."""

    alarm: str
    revision: int
    actor: Actor
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmClosed:
    """Closed with a code and a note."""

    alarm: str
    actor: Actor
    code: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRecorded:
    """An operator's command and what came of it: the audit row. ``outcome``: done, refused, failed."""

    command: str  # its type
    id: str
    actor: Actor
    outcome: str
    why: str = ""
    subject: str = ""
    reason: str = ""
    before: str = ""  # JSON, personal fields masked
    after: str = ""
    person: str = ""  # whom it was about, where it was about a person


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialStateChanged:
    """A credential of a person is in this state now, from ``at`` on."""

    credential: str
    person: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged:
    """A person was enrolled or changed; the facts stand in the store under ``revision``."""

    person: str
    revision: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDeparted:
    """Left the company: every right died at ``at``. ``waiting``: agents that must still swear it."""

    person: str
    case: str
    credentials: tuple[str, ...]
    revision: int
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationProved:
    """The last agent swore; nothing opens for these credentials any more."""

    case: str
    person: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitChanged:
    """A visit reached this state. ``what`` happened to it, where the state alone does not say."""

    visit: str
    person: str
    state: str
    badge: str | None = None
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReminded:
    """A visitor is inside past the end of the visit: ``who`` is told, ``host desk alarm``."""

    visit: str
    person: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorDayClosed:
    """A guard closed the day: so many visits by his evidence, so many who did not come, so many exits unknown."""

    day: date
    closed: int
    absent: int
    unknown: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockdownChanged:
    """The targets (zones or portals) are locked down, or no longer."""

    targets: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkTested:
    """A cabinet's commissioning walk-test, signed. ``passed``: each point was tried and passed.

    ``configuration``: the site's version; ``untried``: points that nobody came to.
    """

    agent: str
    tester: str
    at_door: str
    signed_by: str
    started_at: datetime
    ended_at: datetime
    configuration: str
    items: tuple[WalkItem, ...]
    untried: tuple[str, ...]
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsErased:
    """Personal parts are gone: of events ``first`` to ``last`` recorded ``before``, or of ``records`` facts."""

    kind: str
    before: datetime
    first: int = 0
    last: int = 0
    records: int = 0
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStarted:
    """The engine took over the site under this epoch, with the state rebuilt from the store."""

    epoch: int
    configuration: str
    revision: int
    rebuilt_at: datetime


Event = (
    CredentialPresented
    | ContactChanged
    | RexPressed
    | LockSensed
    | InputChanged
    | DeviceHealthChanged
    | WireFaulted
    | DoorCommandAnswered
    | RevocationTaken
    | PackTaken
    | AgentStarted
    | ModeChanged
    | EventsDropped
    | CameraSaw
    | ClipKept
    | AccessDecided
    | PassageEnded
    | PortalChanged
    | AlarmRaised
    | AlarmReturned
    | AlarmAcknowledged
    | AlarmClosed
    | CommandRecorded
    | CredentialStateChanged
    | PersonChanged
    | PersonDeparted
    | RevocationProved
    | VisitChanged
    | VisitReminded
    | VisitorDayClosed
    | LockdownChanged
    | DeskEvent
    | WalkTested
    | RecordsErased
    | SealEvent
    | EngineStarted
)
