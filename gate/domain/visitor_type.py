"""Types of visitors: what each is asked for, must have, may reach, and how long his record is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from gate.domain.level import Classification
from gate.domain.text import Text

LONGEST_VISIT = timedelta(days=31)
"""Of whatever type: who comes for longer is an employee of somebody, and gets a badge of his own."""


class AskedField(StrEnum):
    """What a type may make compulsory on the way in, beside name, host, zones and time; in a form's order."""

    COMPANY = "company"
    PURPOSE = "purpose"
    DOCUMENT = "document"
    NATIONALITY = "nationality"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorType:
    """``asks``: fields that may not stay empty. ``requires``: prerequisites of the visitor, each with its own expiry;
    one that is missing or over bars the check-in unless somebody waives it by name.

    ``approve_from``: the least level of a zone whose owner is asked. ``highest``: no zone above that level, None for
    no such bound. ``escorted``: an escort must be named, whatever the zones ask. ``longest``: of one visit.
    ``retention``: of a closed visit's personal data; None: as the site keeps visits.
    """

    id: str
    name: Text
    asks: frozenset[AskedField] = frozenset()
    requires: tuple[str, ...] = ()
    approve_from: Classification = Classification.CONFIDENTIAL
    highest: Classification | None = None
    escorted: bool = False
    longest: timedelta = LONGEST_VISIT
    retention: timedelta | None = None


GUEST = "guest"

_COMPANY = frozenset({AskedField.COMPANY})
_DOCUMENT = frozenset({AskedField.COMPANY, AskedField.DOCUMENT})

DEFAULT_TYPES: Mapping[str, VisitorType] = {
    each.id: each
    for each in (
        VisitorType(id=GUEST, name=Text("Guest", "访客")),
        VisitorType(
            id="contractor",
            name=Text("Contractor", "外协施工人员"),
            asks=_DOCUMENT,
            requires=("insurance", "induction"),
        ),
        VisitorType(
            id="delivery",
            name=Text("Delivery", "送货人员"),
            asks=_COMPANY,
            highest=Classification.INTERNAL,
            longest=timedelta(hours=4),
            retention=timedelta(days=30),
        ),
        VisitorType(id="official", name=Text("Official", "公务人员"), asks=_DOCUMENT),
        VisitorType(
            id="foreign_national",
            name=Text("Foreign national", "外籍人员"),
            asks=_DOCUMENT | {AskedField.PURPOSE, AskedField.NATIONALITY},
            approve_from=Classification.INTERNAL,
            escorted=True,
        ),
        VisitorType(
            id="interview",
            name=Text("Interview", "面试人员"),
            highest=Classification.INTERNAL,
            longest=timedelta(days=1),
            retention=timedelta(days=90),
        ),
    )
}
"""What holds for a site whose file names no types of its own. Every site has guests."""
