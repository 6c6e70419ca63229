"""Everybody whom a site file could describe, in the few people who can do all that any of them can.

Without people a proof must hold whoever comes. Each rule can only be eased by more: clearance, prerequisites, a
stronger token, a visit to every zone for ever (a visit needs no group and no schedule; groups add denies). So the
person who has all of it, as far as the invariant's ``who`` lets him, reaches whatever anybody meant reaches. Who lacks
a prerequisite may have had it before: he comes in two, one who never had it, and one whose time ran out on the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from gate.domain.card import card_number
from gate.domain.credential import Credential
from gate.domain.invariant import Who
from gate.domain.level import Assurance, Clearance
from gate.domain.person import Person, PersonKind
from gate.domain.site import Site
from gate.domain.visit import Items, Visit

VISIT = "a visit"
ESCORT = "an escort"
PARTNER = "a second person"
_BEGINNING = datetime(1, 1, 2, tzinfo=UTC)
_END = datetime(9999, 12, 30, tzinfo=UTC)


def companions(site: Site) -> tuple[Person, ...]:
    """Staff who may go anywhere: whom an escorted visitor (his visit names one of them) or a pair finds at the door."""
    return _person(site, ESCORT), _person(site, PARTNER)


def people_meant(who: Who, site: Site, today: date) -> Iterator[Person]:
    """The strongest of those meant. ``today``: the day on which a prerequisite that is lacked may have ended."""
    if who.word == "visitor":
        yield _person(site, "any visitor", kind=PersonKind.VISITOR)
    elif who.below is not None:
        name = f"anybody below {who.below.word}"
        yield _person(site, name, clearance=Clearance(who.below - 1) if who.below else Clearance.NONE)
    elif who.lacks is not None:
        name = f"anybody without {who.lacks}"
        everything = _prerequisites(site)
        lasting = {each: None for each in everything if each != who.lacks}
        yield _person(site, name, prerequisites=lasting)
        yield _person(site, name, prerequisites={**lasting, who.lacks: today})
    elif who.not_in is not None:
        yield _person(site, f"anybody not in {who.not_in}")
    else:
        yield _person(site, who.person or "anybody", id=who.person)


def _person(
    site: Site,
    name: str,
    *,
    id: str | None = None,
    kind: PersonKind = PersonKind.EMPLOYEE,
    clearance: Clearance = Clearance.CORE,
    prerequisites: Mapping[str, date | None] | None = None,
) -> Person:
    visit = Visit(
        id=VISIT,
        starts=_BEGINNING,
        ends=_END,
        zones=tuple(site.zones),
        escorts=(ESCORT,) if kind is PersonKind.VISITOR else (),
        items=Items.NONE,
    )
    card = Credential(id=name, card=card_number("any", name), assurance=Assurance.PKI)
    return Person(
        id=name if id is None else id,
        name=name,
        kind=kind,
        clearance=clearance,
        prerequisites=dict.fromkeys(_prerequisites(site)) if prerequisites is None else prerequisites,
        credentials=(card,),
        visits=(visit,),
    )


def _prerequisites(site: Site) -> list[str]:
    return sorted({name for zone in site.zones.values() for name in zone.prerequisites})
