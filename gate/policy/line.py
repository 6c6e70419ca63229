"""What a line of `gate decide` says: one question, one contact, or one thing set (policy.md, "Lines")."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from gate.domain.card import CardNumber
from gate.domain.credential import CredentialState
from gate.domain.decision import Biometric


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A read: may this card pass here? ``pin``: the digits as typed, None if none came."""

    reader: str
    card: CardNumber
    pin: str | None = field(default=None, repr=False)
    biometric: Biometric | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The contact of a portal opened."""

    portal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The contact of a portal closed."""

    portal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLockdown:
    """Lock down zones and portals, or lift it."""

    targets: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCredential:
    """Set a credential's state."""

    credential: str
    state: CredentialState


@dataclass(frozen=True, slots=True, kw_only=True)
class SetThreat:
    """Set a threat level on zones; None clears."""

    level: str | None
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgive:
    """A person can be anywhere again."""

    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDay:
    """A local date counts as a weekday or as a holiday."""

    day: date
    as_: str


Said = Ask | Opened | Closed | SetLockdown | SetCredential | SetThreat | Forgive | SetDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that could be read."""

    id: int | str
    at: datetime
    said: Said
