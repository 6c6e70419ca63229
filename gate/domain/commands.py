"""What operators ask of the engine, in the imperative. Each is answered with a Receipt.

Every command carries who asks, an id that makes a repeat harmless, and a reason where one is owed.
The engine checks the right again: a console is not trusted with that alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from gate.domain.card import CardNumber
from gate.domain.desk_commands import DeskCommand
from gate.domain.policy_commands import PolicyCommand
from gate.domain.privacy_commands import PrivacyCommand
from gate.domain.rights import Role
from gate.domain.roll_commands import RollCommand
from gate.domain.standing_commands import StandingCommand
from gate.domain.verification import RecordVerification
from gate.domain.visit import Items
from gate.domain.visit_commands import VisitCommand
from gate.domain.visitor_type import GUEST
from gate.domain.walk import WalkItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks, in which role, from where. ``person``: the employee whose account it is; "" for nobody's."""

    user: str
    role: Role
    origin: str = ""  # address of the browser, or "cli"
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentaryUnlock:
    """Release the portal once, for its own release time."""

    portal: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LockDown:
    """Nobody but responders enters the targets (zones or portals); egress stays."""

    targets: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftLockdown:
    """End a lockdown of these targets."""

    targets: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetThreatLevel:
    """Set a level on zones; ``level`` None clears."""

    level: str | None
    zones: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgivePassback:
    """The person can be anywhere again."""

    person: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeAlarm:
    """Take ownership of the revision that was on the screen."""

    alarm: str
    revision: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAlarm:
    """Close it, with what it was and what was done."""

    alarm: str
    code: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterVisit:
    """A visitor, expected or not: person and visit in one. ``id_number`` is kept as keyed hash and last four."""

    name: str
    company: str
    host: str
    zones: tuple[str, ...]
    starts: datetime
    ends: datetime
    escorts: tuple[str, ...] = ()
    purpose: str = ""
    id_kind: str = ""
    id_number: str = field(default="", repr=False)
    name_zh: str | None = None
    kind: str = GUEST
    nationality: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInVisit:
    """Identity seen, agreement signed, items asked: issue this pool card, from now to the end of the visit."""

    visit: str
    card: CardNumber
    agreement: bool
    items: Items
    revision: int | None = None  # of the desk's record that was on the screen; None: nobody looked


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutVisit:
    """The visitor left the desk; ``badge_returned`` says whether the card came back."""

    visit: str
    badge_returned: bool
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnBadge:
    """A card was presented at the desk reader and taken back."""

    card: CardNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCredentialState:
    """Lost, suspended, active again, ..."""

    credential: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartPerson:
    """The person leaves the company: every credential, membership and visit ends now, at every door."""

    person: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMembership:
    """Put a person into a group, with why, by whose leave, and until when."""

    person: str
    group: str
    reason: str
    approved_by: str
    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndMembership:
    """End a membership now."""

    person: str
    membership: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRefusal:
    """Something was refused before it became a command: a wrong password, a missing token, a role without the right."""

    what: str
    why: str
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWalkTest:
    """A commissioning walk-test that was signed off. ``configuration``: the site's version that it was made with."""

    agent: str
    tester: str
    at_door: str
    signed_by: str
    started_at: datetime
    ended_at: datetime
    configuration: str
    items: tuple[WalkItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveReaderKey:
    """Have the running agent give a secure reader its own random key; ``rotate``: a new one although it has its own.

    The key itself is made at the cabinet and never on the bus.
    """

    reader: str
    rotate: bool = False
    reason: str = ""


Command = (
    MomentaryUnlock
    | LockDown
    | LiftLockdown
    | SetThreatLevel
    | ForgivePassback
    | AcknowledgeAlarm
    | CloseAlarm
    | RegisterVisit
    | CheckInVisit
    | CheckOutVisit
    | ReturnBadge
    | SetCredentialState
    | DepartPerson
    | AddMembership
    | EndMembership
    | RecordRefusal
    | DeskCommand
    | VisitCommand
    | RollCommand
    | StandingCommand
    | PolicyCommand
    | RecordWalkTest
    | RecordVerification
    | GiveReaderKey
    | PrivacyCommand
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRequest:
    """A command on its way: ``id`` is the idempotency key, ``client`` where the receipt goes."""

    id: str
    client: str
    actor: Actor
    command: Command


class Outcome(StrEnum):
    """How a command ended."""

    DONE = "done"
    REFUSED = "refused"  # the actor may not, or the facts forbid it
    INVALID = "invalid"  # it names what is not there, or does not fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The engine's answer. ``event``: the log's number; ``agents``: whose answers will follow as events.

    ``letter``: what only the asker can open (gate.keys.letter); it is kept nowhere.
    """

    id: str
    outcome: Outcome
    why: str = ""
    event: int | None = None
    subject: str = ""  # id of what was made or changed: a visit, an alarm, a departure case
    agents: tuple[str, ...] = ()
    letter: str = field(default="", repr=False)
