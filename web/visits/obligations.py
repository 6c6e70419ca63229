"""What must be true before a visitor gets a badge: a list of obligations, each met, open or in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gate.domain.site import Site
from gate.domain.visit import Items, Visit, VisitState
from gate.domain.visit_file import VisitFile
from gate.domain.zone import Visitors
from web import language
from web.texts import _
from web.words.names import Names


class Light(StrEnum):
    """Green, amber, red; the page shows a word and a mark with each."""

    MET = "met"
    OPEN = "open"  # the desk does it now
    BLOCKED = "blocked"  # not for the desk to mend


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One line of the list: what, how it stands, in which words."""

    id: str
    name: str
    light: Light
    text: str


def obligations(file: VisitFile, identity: str, names: Names, site: Site, now: datetime) -> list[Obligation]:
    """All of them, in the order in which a desk works through them. ``identity``: the document, "" for none."""
    return [
        _approval(file, names),
        _time(file.visit, now),
        _identity(file, identity),
        _agreement(file),
        _items(file.visit, site, names),
        _escort(file.visit, site, names),
        _badge(file),
    ]


def _approval(file: VisitFile, names: Names) -> Obligation:
    name, state = _("Approval"), file.visit.state or VisitState.APPROVED
    if state in (VisitState.DRAFT, VisitState.SUBMITTED):
        return Obligation(
            id="approval", name=name, light=Light.BLOCKED, text=_("Nobody has approved the visit yet")
        )
    if state in (VisitState.REJECTED, VisitState.CANCELLED, VisitState.REFUSED, VisitState.NO_SHOW):
        return Obligation(
            id="approval", name=name, light=Light.BLOCKED, text=_("The visit does not take place")
        )
    by = names.person(file.approved_by) if file.approved_by else ""
    text = _("Approved by %(who)s", who=by) if by else _("Approved")
    return Obligation(id="approval", name=name, light=Light.MET, text=text)


def _time(visit: Visit, now: datetime) -> Obligation:
    name = _("Time")
    if now < visit.starts:
        text = _("Begins at %(time)s; the badge opens nothing before", time=language.minute(visit.starts))
        return Obligation(id="time", name=name, light=Light.OPEN, text=text)
    if now >= visit.ends:
        text = _("Was over at %(time)s", time=language.minute(visit.ends))
        return Obligation(id="time", name=name, light=Light.BLOCKED, text=text)
    return Obligation(
        id="time", name=name, light=Light.MET, text=_("Until %(time)s", time=language.minute(visit.ends))
    )


def _identity(file: VisitFile, identity: str) -> Obligation:
    name = _("Identity")
    if file.checked_in_at or identity:
        return Obligation(id="identity", name=name, light=Light.MET, text=identity or _("Seen at the desk"))
    return Obligation(id="identity", name=name, light=Light.OPEN, text=_("Look at a document with a photo"))


def _agreement(file: VisitFile) -> Obligation:
    name = _("Agreement")
    if file.agreed_at:
        text = _("Signed at %(time)s", time=language.minute(file.agreed_at))
        return Obligation(id="agreement", name=name, light=Light.MET, text=text)
    return Obligation(id="agreement", name=name, light=Light.OPEN, text=_("To be signed now"))


def _items(visit: Visit, site: Site, names: Names) -> Obligation:
    name = _("Devices")
    banned = [zone for zone in visit.zones if bans(site, zone)]
    if visit.items is not Items.OPEN:
        text = _("Carries none") if visit.items is Items.NONE else _("Deposited at the desk")
        return Obligation(id="items", name=name, light=Light.MET, text=text)
    if banned:
        where = names.zones(banned)
        text = _("To be asked and deposited: banned in %(zones)s", zones=where)
        return Obligation(id="items", name=name, light=Light.OPEN, text=text)
    return Obligation(id="items", name=name, light=Light.OPEN, text=_("To be asked"))


def _escort(visit: Visit, site: Site, names: Names) -> Obligation:
    name = _("Escort")
    needing = [zone for zone in visit.zones if visitors_in(site, zone) is Visitors.ESCORTED]
    if visit.escorts:
        who = names.people(visit.escorts)
        return Obligation(id="escort", name=name, light=Light.MET, text=who)
    if needing:
        where = names.zones(needing)
        text = _("Nobody is named; a guard must escort in %(zones)s", zones=where)
        return Obligation(id="escort", name=name, light=Light.OPEN, text=text)
    return Obligation(id="escort", name=name, light=Light.MET, text=_("Not needed"))


def _badge(file: VisitFile) -> Obligation:
    name = _("Badge")
    if file.badge:
        return Obligation(id="badge", name=name, light=Light.MET, text=_("Handed out"))
    return Obligation(id="badge", name=name, light=Light.OPEN, text=_("To be handed out now"))


def visitors_in(site: Site, zone: str) -> Visitors:
    """How visitors may enter: the strictest of the zone and those around it."""
    return max(
        (site.zones[each].visitors or Visitors.FREE for each in site.zones_around(zone)),
        default=Visitors.FREE,
    )


def bans(site: Site, zone: str) -> frozenset[str]:
    """Devices banned in the zone or around it."""
    return frozenset().union(*(site.zones[each].banned_devices for each in site.zones_around(zone)))
