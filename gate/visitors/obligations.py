"""What must be true before a visitor gets a badge: one list, decided here for the page and for the engine alike.

Green is met. Amber is the desk's to do: some of it is done by checking in (``settles``), the rest before. Red is not
for the desk to mend by itself. The engine refuses a check-in that leaves anything red, or amber and not done by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from gate.domain.agreement import AgreementText
from gate.domain.carried import CarriedItem, ItemState
from gate.domain.desk_record import DeskRecord, Identified
from gate.domain.level import Classification
from gate.domain.site import Site
from gate.domain.visit import Items, VisitState
from gate.domain.visit_file import VisitFile
from gate.domain.visitor_type import AskedField, VisitorType
from gate.domain.watchlist import Hit, Screening, Verdict, WatchAction
from gate.domain.zone import Visitors
from gate.visitors.bans import banned_for, open_items
from gate.visitors.particulars import unanswered


class Light(StrEnum):
    """Green, amber, red; a page shows a word and a mark with each."""

    MET = "met"
    OPEN = "open"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One line. ``code`` says how it stands, ``about`` names ids or words that it speaks of, ``at`` an instant.

    ``settles``: amber, and done by the check-in itself.
    """

    id: str
    light: Light
    code: str
    about: tuple[str, ...] = ()
    at: datetime | None = None
    settles: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything that the obligations hang on. ``gone``: host and escorts who have left the company.

    ``texts``: the newest agreement by language, empty for a site that has signatures on paper. ``lists``: whether
    anybody is on a watchlist. ``announced``: a document's number was given before, which the guard compares.
    ``kind`` None: the site has no such type any more, and nobody knows what it asked for; ``missing``: the type's
    prerequisites that he does not have and nobody waived. ``company`` is the visitor's. ``today`` is the site's date.
    """

    site: Site
    file: VisitFile
    record: DeskRecord
    now: datetime
    today: date
    kind: VisitorType | None
    items: Sequence[CarriedItem] = ()
    texts: Mapping[str, AgreementText] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    lists: bool = False
    announced: bool = False
    company: str = ""
    missing: tuple[str, ...] = ()


def obligations(of: Situation) -> tuple[Obligation, ...]:
    """All of them, in the order in which a desk works through them."""
    lines = (
        _approval(of),
        _time(of),
        _host(of),
        _type(of),
        _particulars(of),
        _identity(of),
        _screening(of),
        _agreement(of),
        _photo(of),
        _items(of),
        _escort(of),
        _badge(of),
    )
    return tuple(line for line in lines if line is not None)


def in_the_way(lines: Sequence[Obligation]) -> tuple[Obligation, ...]:
    """What a check-in would leave open: nothing is handed out while there is any."""
    return tuple(line for line in lines if line.light is not Light.MET and not line.settles)


def restricted(site: Site, zone: str) -> bool:
    """Whether the zone, or one around it, is confidential or above."""
    return any(site.zones[each].level >= Classification.CONFIDENTIAL for each in site.zones_around(zone))


def visitors_in(site: Site, zone: str) -> Visitors:
    """How visitors may enter: the strictest of the zone and those around it."""
    return max(
        (site.zones[each].visitors or Visitors.FREE for each in site.zones_around(zone)),
        default=Visitors.FREE,
    )


def confirmed(record: DeskRecord, action: WatchAction) -> tuple[Hit, ...]:
    """Hits on lists of this action that somebody confirmed."""
    return tuple(hit for hit in record.hits if hit.verdict is Verdict.SAME and hit.action is action)


# ── one by one ───────────────────────────────────────────────────────────────


def _approval(of: Situation) -> Obligation:
    state = of.file.visit.state or VisitState.APPROVED
    if state in (VisitState.DRAFT, VisitState.SUBMITTED):
        return Obligation(id="approval", light=Light.BLOCKED, code="not_approved")
    if state in (VisitState.REJECTED, VisitState.CANCELLED, VisitState.REFUSED, VisitState.NO_SHOW):
        return Obligation(id="approval", light=Light.BLOCKED, code="does_not_happen")
    by = of.file.approved_by
    return Obligation(id="approval", light=Light.MET, code="approved", about=(by,) if by else ())


def _time(of: Situation) -> Obligation:
    visit = of.file.visit
    if of.now < visit.starts:
        return Obligation(id="time", light=Light.OPEN, code="begins_later", at=visit.starts, settles=True)
    if of.now >= visit.ends:
        return Obligation(id="time", light=Light.BLOCKED, code="over", at=visit.ends)
    return Obligation(id="time", light=Light.MET, code="runs", at=visit.ends)


def _host(of: Situation) -> Obligation | None:
    """Only where there is something to say: the host has left."""
    host = of.file.visit.host
    if host is None or host not in of.gone:
        return None
    return Obligation(id="host", light=Light.BLOCKED, code="host_gone", about=(host,))


def _type(of: Situation) -> Obligation | None:
    """What the visitor's type asks him to have: insurance, induction."""
    if of.kind is None:
        return Obligation(id="type", light=Light.BLOCKED, code="no_such_type", about=(of.file.kind,))
    if not of.missing:
        return None
    return Obligation(id="type", light=Light.BLOCKED, code="lacks", about=of.missing)


def _particulars(of: Situation) -> Obligation | None:
    """What the type asks for beside a document, and nobody has given; a document read may say the nationality."""
    given = {
        AskedField.COMPANY: of.company,
        AskedField.PURPOSE: of.file.purpose,
        AskedField.NATIONALITY: of.file.nationality or of.record.nationality,
    }
    missing = unanswered(of.kind, given) if of.kind else ()
    if not missing:
        return None
    about = tuple(field.value for field in missing)
    return Obligation(id="particulars", light=Light.OPEN, code="not_given", about=about)


def _identity(of: Situation) -> Obligation:
    record = of.record
    if record.document_ends is not None and record.document_ends < of.today:
        about = (record.document_ends.isoformat(),)
        return Obligation(id="identity", light=Light.BLOCKED, code="document_expired", about=about)
    if record.identified is not Identified.NOT:
        return Obligation(
            id="identity", light=Light.MET, code=f"by_{record.identified}", at=record.identified_at
        )
    if of.announced:
        return Obligation(id="identity", light=Light.OPEN, code="document_to_compare", settles=True)
    document = of.kind is not None and AskedField.DOCUMENT in of.kind.asks
    if document or any(restricted(of.site, zone) for zone in of.file.visit.zones if zone in of.site.zones):
        return Obligation(id="identity", light=Light.OPEN, code="document_to_read")
    return Obligation(id="identity", light=Light.OPEN, code="document_to_see", settles=True)


def _screening(of: Situation) -> Obligation:
    record = of.record
    match record.screening:
        case Screening.HOLD | Screening.REVIEW:
            names = tuple(hit.entry for hit in record.hits if hit.verdict is Verdict.OPEN)
            return Obligation(id="screening", light=Light.BLOCKED, code=record.screening.value, about=names)
        case Screening.UNSCREENED:
            code = "to_be_screened" if of.lists else "no_lists"
            return Obligation(id="screening", light=Light.OPEN if of.lists else Light.MET, code=code)
        case Screening.CLEAR:
            blocked = confirmed(record, WatchAction.BLOCK)
            if blocked:
                return Obligation(
                    id="screening",
                    light=Light.BLOCKED,
                    code="blocked",
                    about=tuple(hit.entry for hit in blocked),
                )
            return Obligation(id="screening", light=Light.MET, code="clear")


def _agreement(of: Situation) -> Obligation:
    if of.file.checked_in_at is not None and of.file.agreed_at is not None:
        return Obligation(id="agreement", light=Light.MET, code="signed", at=of.file.agreed_at)
    newest = max((text.version for text in of.texts.values()), default=0)
    if newest and of.record.signed_version == newest:
        return Obligation(id="agreement", light=Light.MET, code="signed", at=of.file.agreed_at)
    if newest and of.record.refused_at is not None:
        return Obligation(id="agreement", light=Light.BLOCKED, code="refused", at=of.record.refused_at)
    if newest and of.record.signed_version:
        return Obligation(id="agreement", light=Light.OPEN, code="newer_version")
    if newest:
        return Obligation(id="agreement", light=Light.OPEN, code="to_sign")
    return Obligation(id="agreement", light=Light.OPEN, code="on_paper", settles=True)


def _photo(of: Situation) -> Obligation:
    if of.record.photo:
        return Obligation(id="photo", light=Light.MET, code="taken", at=of.record.photo_at)
    if of.file.checked_in_at is not None:
        return Obligation(id="photo", light=Light.MET, code="none_taken")
    return Obligation(id="photo", light=Light.OPEN, code="to_take", settles=True)


def _items(of: Situation) -> Obligation:
    visit, banned = of.file.visit, banned_for(of.site, of.file.visit.zones)
    loose = open_items(of.items, banned)
    if loose:
        about = tuple(item.kind for item in loose)
        return Obligation(id="items", light=Light.OPEN, code="to_settle", about=about)
    if of.record.items_asked_at is not None and visit.items is not Items.OPEN:
        deposited = tuple(item.locker for item in of.items if item.state is ItemState.DEPOSITED)
        code = "deposited" if deposited else "carries" if of.items else "carries_none"
        return Obligation(id="items", light=Light.MET, code=code, about=deposited)
    if visit.items is not Items.OPEN:
        code = "carries_none" if visit.items is Items.NONE else "deposited"
        return Obligation(id="items", light=Light.MET, code=code)
    where = tuple(zone for zone in visit.zones if banned_for(of.site, (zone,)))
    return Obligation(id="items", light=Light.OPEN, code="to_ask", about=where, settles=True)


def _escort(of: Situation) -> Obligation:
    visit = of.file.visit
    named = tuple(person for person in visit.escorts if person not in of.gone)
    if named:
        return Obligation(id="escort", light=Light.MET, code="named", about=named)
    if confirmed(of.record, WatchAction.ESCORT) or (of.kind is not None and of.kind.escorted):
        code = "list_demands" if confirmed(of.record, WatchAction.ESCORT) else "type_demands"
        return Obligation(id="escort", light=Light.BLOCKED, code=code)
    needing = tuple(
        zone
        for zone in visit.zones
        if zone in of.site.zones and visitors_in(of.site, zone) is Visitors.ESCORTED
    )
    if needing:
        return Obligation(id="escort", light=Light.OPEN, code="guard_escorts", about=needing, settles=True)
    return Obligation(id="escort", light=Light.MET, code="not_needed")


def _badge(of: Situation) -> Obligation:
    if of.file.badge:
        return Obligation(id="badge", light=Light.MET, code="handed_out")
    return Obligation(id="badge", light=Light.OPEN, code="to_hand_out", settles=True)
