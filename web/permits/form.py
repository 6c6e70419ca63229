"""The application for a permit: what was typed, what is wrong with it, and the command it makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from werkzeug.datastructures import MultiDict

from gate.domain.carried import CAPABILITIES, ITEM_KINDS, PermitWay
from gate.domain.desk_commands import ApplyCarryPermit
from gate.domain.site import Site
from web import language
from web.permits.seen import owner_of
from web.texts import _

LONGEST = 200
EVENING = time(18)
LEAST = timedelta(hours=2)


@dataclass(slots=True, kw_only=True)
class Application:
    """Fields as typed; ``errors`` by field, in the page's words."""

    way: str = PermitWay.IN
    person: str = ""
    zone: str = ""
    kind: str = "camera"
    description: str = ""
    serial: str = ""
    reason: str = ""
    starts: str = ""
    ends: str = ""
    lasting: bool = False
    looked: bool = False
    can: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


def blank(now: datetime, person: str) -> Application:
    """From now until this evening."""
    evening = datetime.combine(language.local(now).date(), EVENING, language.zone())
    ends = max(evening, now + LEAST)
    return Application(starts=language.field_time(now), ends=language.field_time(ends), person=person)


def typed(form: MultiDict[str, str], own: str) -> Application:
    """What came, cleaned and capped. ``own``: who applies where nobody else was chosen."""

    def text(name: str) -> str:
        return " ".join(form.get(name, "").split())[:LONGEST]

    return Application(
        way=text("way"),
        person=text("host") or own,
        zone=text("zone"),
        kind=text("kind"),
        description=text("description"),
        serial=text("serial"),
        reason=text("reason"),
        starts=text("starts"),
        ends=text("ends"),
        lasting=form.get("lasting") == "yes",
        looked=form.get("looked") == "yes",
        can=[each for each in form.getlist("can") if each in CAPABILITIES],
    )


def command_of(form: Application, site: Site, photo: str) -> ApplyCarryPermit | None:
    """The command; None with ``form.errors`` filled where something does not fit."""
    starts, ends = _instant(form.starts), _instant(form.ends)
    _check(form, site, starts, ends)
    if form.errors or starts is None or ends is None:
        return None
    return ApplyCarryPermit(
        way=PermitWay(form.way),
        person=form.person,
        zone=form.zone,
        kind=form.kind,
        description=form.description,
        serial=form.serial,
        reason=form.reason,
        starts=starts,
        ends=ends,
        photo=photo,
        lasting=form.lasting,
        capabilities=tuple(form.can) if form.looked else None,
    )


def zones_with_owner(site: Site) -> list[str]:
    """Zones for which somebody answers: no other can be applied for."""
    return [zone.id for zone in site.zones.values() if not zone.outside and owner_of(site, zone.id)]


def _check(form: Application, site: Site, starts: datetime | None, ends: datetime | None) -> None:
    wrong = {
        "way": (form.way not in set(PermitWay), _("Say whether the thing goes in or out.")),
        "person": (
            not form.person,
            _("Say whose thing it is: type a name, pinyin initials or a card number."),
        ),
        "zone": (form.zone not in zones_with_owner(site), _("Choose a zone.")),
        "kind": (form.kind not in ITEM_KINDS, _("Choose what it is.")),
        "description": (not form.description, _("Say what it is: maker and model.")),
        "serial": (not form.serial, _("Type the serial number as it is engraved.")),
        "reason": (not form.reason, _("Give a reason.")),
        "starts": (starts is None, _("Give a date and a time.")),
        "ends": (ends is None, _("Give a date and a time.")),
    }
    form.errors.update({name: text for name, (is_wrong, text) in wrong.items() if is_wrong})
    if starts is not None and ends is not None and ends <= starts:
        form.errors["ends"] = _("The end must be after the begin, and not past.")


def _instant(text: str) -> datetime | None:
    """A wall clock time of the site, the first of two in an overlap."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=language.zone())
    except ValueError:
        return None
