"""What the desk asks of the engine beside the visit's own states: identity, screening, agreement, items, permits.

``revision`` is that of the desk's record that was on the screen: two guards at one visit do not overwrite each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from gate.domain.agreement import SignedBy
from gate.domain.carried import ItemState, PermitWay
from gate.domain.desk_record import Identified
from gate.domain.watchlist import WatchAction


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifyVisitor:
    """A document was read or typed. Its number is kept as keyed hash and last four; names replace earlier ones."""

    visit: str
    revision: int
    how: Identified
    id_kind: str
    id_number: str = field(repr=False)
    name: str = ""
    name_zh: str = ""
    born: date | None = None
    nationality: str = ""
    ends: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeParticulars:
    """What the visitor says at the desk: what is given replaces what was; what is empty stays."""

    visit: str
    revision: int
    company: str = ""
    purpose: str = ""
    nationality: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPhoto:
    """The visitor's picture, by the SHA-256 of what the console's files hold."""

    visit: str
    revision: int
    photo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenVisitor:
    """Compare the visitor with every list now: for visits that came by an import."""

    visit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeHit:
    """Somebody looked at visitor and entry: one person, or two. The reason is owed."""

    visit: str
    revision: int
    entry: str
    same: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutWatchList:
    """A new list (``id`` empty), or another name, action, owner or review date for one."""

    name: str
    action: WatchAction
    owner: str
    review_on: date
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One person to be put on a list. ``id_number`` is kept as a keyed hash."""

    name: str
    name_zh: str = ""
    born: date | None = None
    id_kind: str = ""
    id_number: str = field(default="", repr=False)
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddWatchEntries:
    """People put on a list, at most 500 at a time; one that is there already is left as it is."""

    list_id: str
    entries: tuple[Watched, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndWatchEntry:
    """Taken off the list."""

    entry: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementWording:
    """An agreement in one language."""

    language: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishAgreement:
    """A new version in all its languages at once; whoever has not signed it is asked again."""

    wordings: tuple[AgreementWording, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignAgreement:
    """The visitor signed what was on the screen: ``text_sha256`` names it."""

    visit: str
    revision: int
    version: int
    language: str
    text_sha256: str
    method: SignedBy
    typed_name: str = ""
    drawing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseAgreement:
    """The visitor would not sign. Recorded as fully as a signature; he may still change his mind."""

    visit: str
    revision: int
    version: int
    language: str
    text_sha256: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A thing that the visitor says he carries. ``capabilities`` None: all that its kind can do."""

    kind: str
    description: str = ""
    serial: str = ""
    capabilities: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareItems:
    """The answer to what he carries; none is an answer too. Adds to what was declared before."""

    visit: str
    revision: int
    items: tuple[Declared, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleItem:
    """What becomes of a thing on the way in: ``deposited``, ``left_outside``, or ``carried``.

    A banned thing is carried under an approved ``permit``, or with a ``seal`` over what it is banned for.
    """

    visit: str
    revision: int
    item: str
    state: ItemState
    locker: str = ""
    permit: str = ""
    seal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileItem:
    """What became of a thing on the way out: ``returned``, ``taken_out``, ``stays``, ``missing``.

    ``serial`` is read off the thing itself where one was noted on the way in.
    """

    visit: str
    revision: int
    item: str
    state: ItemState
    serial: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyCarryPermit:
    """Asks the zone's owner for leave to carry one thing in or out.

    ``lasting``: an employee's own device, in and out until the end. ``capabilities`` None: all that its kind can do.
    """

    way: PermitWay
    person: str
    zone: str
    kind: str
    description: str
    serial: str
    reason: str
    starts: datetime
    ends: datetime
    photo: str = ""
    lasting: bool = False
    capabilities: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeCarryPermit:
    """The word of the zone's owner on an application."""

    permit: str
    approve: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareCarried:
    """The guard holds the thing beside its permit on the way ``way``; ``serial`` is read off the thing."""

    permit: str
    way: PermitWay
    serial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePass:
    """A QR pass for the visitor's phone or label: SHA-256 of a random token. An earlier pass finds nothing any more."""

    visit: str
    pass_hash: str = field(repr=False)


DeskCommand = (
    IdentifyVisitor
    | TakeParticulars
    | KeepPhoto
    | ScreenVisitor
    | JudgeHit
    | PutWatchList
    | AddWatchEntries
    | EndWatchEntry
    | PublishAgreement
    | SignAgreement
    | RefuseAgreement
    | DeclareItems
    | SettleItem
    | ReconcileItem
    | ApplyCarryPermit
    | JudgeCarryPermit
    | CompareCarried
    | IssuePass
)
