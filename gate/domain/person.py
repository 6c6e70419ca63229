"""People: employees, contractors, visitors, and what the policy must know of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from gate.domain.credential import Credential
from gate.domain.level import Clearance
from gate.domain.visit import Visit


class PersonKind(StrEnum):
    """Who somebody is to the site; the rules for visitors hold for visitors alone."""

    EMPLOYEE = "employee"
    CONTRACTOR = "contractor"
    VISITOR = "visitor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A person in a group, with why, by whose leave, and until when."""

    group: str
    id: str = ""
    reason: str = ""
    approved_by: str | None = None
    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person with all facts that a decision may need. ``pin`` is a verifier (gate.domain.pin), never the digits."""

    id: str
    name: str
    name_zh: str | None = None
    kind: PersonKind = PersonKind.EMPLOYEE
    clearance: Clearance = Clearance.NONE
    starts: datetime | None = None
    ends: datetime | None = None
    memberships: tuple[Membership, ...] = ()
    prerequisites: Mapping[str, date | None] = field(default_factory=dict)
    credentials: tuple[Credential, ...] = ()
    visits: tuple[Visit, ...] = ()
    pin: str | None = field(default=None, repr=False)
    extended_time: bool = False
    company: str = ""
    department: str = ""
