"""The registration form: what was typed, what is wrong with it, and the command it makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from werkzeug.datastructures import MultiDict

from gate.domain.commands import RegisterVisit
from gate.domain.level import Classification
from gate.domain.site import Site
from gate.domain.visitor_type import GUEST, AskedField, VisitorType
from gate.domain.zone import Visitors
from web import language
from web.texts import _
from web.visits.obligations import visitors_in
from web.words.states import ID_KINDS

LONGEST = 120
DEFAULT_STAY = timedelta(hours=2)
LONGEST_STAY = timedelta(days=31)
EVENING = time(18)
LONGEST_ZONE = (
    200  # characters of a machine readable zone: three lines of 30, two of 44, with what a reader adds
)


@dataclass(slots=True, kw_only=True)
class Registration:
    """Fields as typed; ``errors`` by field, in the page's words. ``q``: what was typed to find the host.

    ``document``: the machine readable zone as it was read. No ``zones``: those of the host.
    """

    kind: str = GUEST
    name: str = ""
    name_zh: str = ""
    company: str = ""
    nationality: str = ""
    q: str = ""
    host: str = ""
    zones: list[str] = field(default_factory=list)
    starts: str = ""
    ends: str = ""
    purpose: str = ""
    id_kind: str = ""
    id_number: str = field(default="", repr=False)
    document: str = field(default="", repr=False)
    escorts: list[str] = field(default_factory=list)
    host_escorts: bool = True
    errors: dict[str, str] = field(default_factory=dict)


def blank(site: Site, now: datetime, host: str) -> Registration:
    """A walk-in: from now on until this evening."""
    made = Registration(starts=language.field_time(now), host=host)
    made.ends = language.field_time(end_for(site.visitor_types.get(made.kind), now))
    return made


def end_for(kind: VisitorType | None, now: datetime) -> datetime:
    """This evening, later where that is near, and never longer than the type of visitor may stay."""
    evening = datetime.combine(language.local(now).date(), EVENING, language.zone())
    wanted = evening if evening - now >= DEFAULT_STAY else now + DEFAULT_STAY
    longest = min(kind.longest, LONGEST_STAY) if kind else LONGEST_STAY
    # a form shows minutes: what is cut off the start must not make the stay too long
    return min(wanted, now.replace(second=0, microsecond=0) + longest)


def typed(form: MultiDict[str, str]) -> Registration:
    """What came, cleaned and capped."""

    def text(name: str) -> str:
        return " ".join(form.get(name, "").split())[:LONGEST]

    return Registration(
        kind=text("kind") or GUEST,
        name=text("name"),
        name_zh=text("name_zh"),
        company=text("company"),
        nationality=text("nationality"),
        q=text("q"),
        host=text("host"),
        zones=form.getlist("zones"),
        starts=text("starts"),
        ends=text("ends"),
        purpose=text("purpose"),
        id_kind=text("id_kind"),
        id_number=text("id_number"),
        document=form.get("document", "").strip()[:LONGEST_ZONE],
        escorts=[person for person in form.getlist("escorts") if person],
        host_escorts=form.get("host_escorts") == "yes",
    )


def command_of(form: Registration, site: Site, now: datetime) -> RegisterVisit | None:
    """The command; None with ``form.errors`` filled where something does not fit."""
    starts, ends = _instant(form.starts), _instant(form.ends)
    _check_who(form)
    _check_asked(form, site)
    _check_zones(form, site)
    _check_time(form, starts, ends, now)
    if form.errors or starts is None or ends is None:
        return None
    escorts = dict.fromkeys([form.host] * form.host_escorts + form.escorts)
    return RegisterVisit(
        name=form.name,
        name_zh=form.name_zh or None,
        company=form.company,
        host=form.host,
        zones=tuple(form.zones),
        starts=starts,
        ends=ends,
        escorts=tuple(escorts),
        purpose=form.purpose,
        id_kind=form.id_kind,
        id_number=form.id_number,
        kind=form.kind,
        nationality=form.nationality,
    )


def asks(site: Site, kind: str) -> frozenset[AskedField]:
    """What may not stay empty for this type of visitor."""
    found = site.visitor_types.get(kind)
    return found.asks if found else frozenset()


def open_zones(site: Site) -> list[str]:
    """Zones that a visit may name: not outside, and not closed to visitors."""
    return [zone.id for zone in site.zones.values() if not zone.outside and not _never(site, zone.id)]


def closed_zones(site: Site) -> list[str]:
    """Zones that visitors never enter."""
    return [zone.id for zone in site.zones.values() if not zone.outside and _never(site, zone.id)]


def restricted(site: Site, zone: str) -> bool:
    """Whether a host's word is not enough: the zone, or one around it, is confidential or above."""
    return any(site.zones[each].level >= Classification.CONFIDENTIAL for each in site.zones_around(zone))


def _never(site: Site, zone: str) -> bool:
    return visitors_in(site, zone) is Visitors.NEVER


def _check_who(form: Registration) -> None:
    if not form.name:
        form.errors["name"] = _("A name is needed.")
    if not form.host and "host" not in form.errors:
        form.errors["host"] = _("Choose who is visited: type a name, pinyin initials or a card number.")
    if form.id_number and form.id_kind not in ID_KINDS:
        form.errors["id_kind"] = _("Say which document the number is of.")


def _check_asked(form: Registration, site: Site) -> None:
    """What the type of visitor asks for (gate.domain.visitor_type)."""
    if form.kind not in site.visitor_types:
        form.errors["kind"] = _("Choose what kind of visitor comes.")
    wanted = asks(site, form.kind)
    needed = {
        AskedField.COMPANY: ("company", form.company, _("The company is needed.")),
        AskedField.PURPOSE: ("purpose", form.purpose, _("The purpose is needed.")),
        AskedField.NATIONALITY: ("nationality", form.nationality, _("The nationality is needed.")),
        AskedField.DOCUMENT: ("id_number", form.id_number, _("The number of a document is needed.")),
    }
    for asked in wanted:
        name, given, text = needed[asked]
        if not given:
            form.errors.setdefault(name, text)


def _check_zones(form: Registration, site: Site) -> None:
    if not form.zones:
        form.errors["zones"] = _("Choose at least one zone.")
    elif not set(form.zones) <= set(open_zones(site)):
        form.errors["zones"] = _("Visitors never enter one of these zones.")


def _check_time(form: Registration, starts: datetime | None, ends: datetime | None, now: datetime) -> None:
    if starts is None:
        form.errors["starts"] = _("Give a date and a time.")
    if ends is None:
        form.errors["ends"] = _("Give a date and a time.")
    elif ends <= max(starts or now, now):
        form.errors["ends"] = _("The end must be after the begin, and not past.")
    elif ends - (starts or now) > LONGEST_STAY:
        form.errors["ends"] = _("At most 31 days.")


def _instant(text: str) -> datetime | None:
    """A wall clock time of the site, the first of two in an overlap."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=language.zone())
    except ValueError:
        return None
