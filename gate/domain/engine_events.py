"""What the engine decided, changed and found: the events of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gate.domain.commands import Actor
from gate.domain.decision import Decision, PinVerdict
from gate.domain.door_state import Commanded, Contact, DoorState
from gate.domain.seen import Seen
from gate.domain.walk import WalkItem


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
    """Personal parts are gone: of events ``first`` to ``last`` recorded ``before``, or of ``records`` facts.

    ``names``: of pictures of one person, the files that went; those that outlive their span go all.
    """

    kind: str
    before: datetime
    first: int = 0
    last: int = 0
    records: int = 0
    person: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStarted:
    """The engine took over the site under this epoch, with the state rebuilt from the store."""

    epoch: int
    configuration: str
    revision: int
    rebuilt_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigurationPublished:
    """The running engine decides by another configuration from here on; ``overridden``: breached invariants of it."""

    configuration: str
    before: str
    revision: int
    overridden: tuple[str, ...] = ()
