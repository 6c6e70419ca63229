"""The form of an invitation: what was typed, what is wrong with it, and the command it makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from werkzeug.datastructures import FileStorage, MultiDict

from gate.domain.site import Site
from gate.domain.visit_commands import Invited, InviteVisitors, VisitSpan
from gate.domain.visitor_type import GUEST, AskedField
from web import language
from web.invitations.rows import ADDRESS, MOST_ROWS, NotText, Row, decode, read_rows
from web.invitations.spans import MOST, Repeat, spans
from web.texts import _
from web.visits.registration import asks

LONGEST = 200
STAY = timedelta(hours=2)


@dataclass(slots=True, kw_only=True)
class Invitation:
    """Fields as typed; ``rows`` of the group as read; ``errors`` by field, in the page's words."""

    kind: str = GUEST
    name: str = ""
    name_zh: str = ""
    company: str = ""
    email: str = ""
    language: str = ""
    group: str = ""
    host: str = ""
    zones: list[str] = field(default_factory=list)
    starts: str = ""
    ends: str = ""
    repeat: str = Repeat.ONCE
    until: str = ""
    purpose: str = ""
    escorts: list[str] = field(default_factory=list)
    host_escorts: bool = True
    rows: tuple[Row, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)


def blank(now: datetime, zones: list[str], host: str) -> Invitation:
    """The next full hour, for two hours."""
    starts = (language.local(now) + timedelta(hours=1)).replace(minute=0)
    return Invitation(
        starts=language.field_time(starts), ends=language.field_time(starts + STAY), zones=zones, host=host
    )


def typed(form: MultiDict[str, str], file: FileStorage | None, own: str, site: Site) -> Invitation:
    """What came, cleaned and capped. ``own``: the host whatever was typed, "" for whoever was typed."""

    def text(name: str) -> str:
        return " ".join(form.get(name, "").split())[:LONGEST]

    made = Invitation(
        kind=text("kind"),
        name=text("name"),
        name_zh=text("name_zh"),
        company=text("company"),
        email=text("email"),
        language=text("language"),
        starts=text("starts"),
        ends=text("ends"),
        repeat=text("repeat"),
        until=text("until"),
        purpose=text("purpose"),
        group=form.get("group", "")[: 200 * LONGEST],
        host=own or text("host"),
        zones=form.getlist("zones"),
        escorts=[person for person in form.getlist("escorts") if person],
        host_escorts=form.get("host_escorts") == "yes",
    )
    _read_group(made, file, asks(site, made.kind))
    return made


def command_of(form: Invitation, site: Site, now: datetime) -> InviteVisitors | None:
    """The command; None with ``form.errors`` filled where something does not fit."""
    times = _times(form, now)
    visitors = _visitors(form)
    if not form.host:
        form.errors["host"] = _("Choose who is visited: type a name, pinyin initials or a card number.")
    if not form.zones:
        form.errors["zones"] = _("Choose at least one zone.")
    if form.kind not in site.visitor_types:
        form.errors["kind"] = _("Choose what kind of visitor comes.")
    _check_asked(form, asks(site, form.kind))
    if form.errors:
        return None
    return InviteVisitors(
        visitors=visitors,
        spans=times,
        host=form.host,
        zones=tuple(form.zones),
        escorts=tuple(dict.fromkeys([form.host] * form.host_escorts + form.escorts)),
        purpose=form.purpose,
        kind=form.kind,
    )


def instant(text: str) -> datetime | None:
    """A wall clock time of the site, the first of two in an overlap."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=language.zone())
    except ValueError:
        return None


def fault_text(fault: str) -> str:
    """What is wrong with a row, in the page's words."""
    return {
        "no_name": _("the name is missing"),
        "no_company": _("the company is missing"),
        "too_long": _("longer than 200 characters"),
        "bad_mail": _("that is no mail address"),
        "bad_language": _("the language is en or zh"),
        "twice": _("stands there twice"),
        "too_many_columns": _("more columns than are known"),
    }[fault]


def _check_asked(form: Invitation, wanted: frozenset[AskedField]) -> None:
    """Of what the type asks for, the host gives the purpose and each visitor's company."""
    if AskedField.PURPOSE in wanted and not form.purpose:
        form.errors["purpose"] = _("The purpose is needed.")
    if AskedField.COMPANY in wanted and form.name and not form.company:
        form.errors["company"] = _("The company is needed.")


def _read_group(form: Invitation, file: FileStorage | None, wanted: frozenset[AskedField]) -> None:
    text = form.group
    if file is not None and file.filename:
        try:
            text = decode(file.read())
        except NotText:
            form.errors["file"] = _("The file is no text in UTF-8, UTF-16 or GB 18030. Save it as CSV UTF-8.")
            return
    form.group = text
    form.rows = read_rows(text, wanted)
    if len(form.rows) > MOST_ROWS:
        form.errors["group"] = _("More than %(most)s rows: send them in parts.", most=MOST_ROWS)
    elif any(row.faults for row in form.rows):
        form.errors["group"] = _("Some rows need another look; nobody was invited yet.")


def _visitors(form: Invitation) -> tuple[Invited, ...]:
    found = [
        Invited(
            name=row.name,
            name_zh=row.name_zh or None,
            company=row.company,
            email=row.email,
            language=row.language,
        )
        for row in form.rows
    ]
    if form.name:
        if form.email and ADDRESS.fullmatch(form.email) is None:
            form.errors["email"] = _("That is no mail address.")
        found.insert(
            0,
            Invited(
                name=form.name,
                name_zh=form.name_zh or None,
                company=form.company,
                email=form.email,
                language=form.language if form.language in language.LANGUAGES else "",
            ),
        )
    if not found and "group" not in form.errors and "file" not in form.errors:
        form.errors["name"] = _("A name is needed.")
    return tuple(found)


def _times(form: Invitation, now: datetime) -> tuple[VisitSpan, ...]:
    starts, ends = instant(form.starts), instant(form.ends)
    if starts is None:
        form.errors["starts"] = _("Give a date and a time.")
    if ends is None:
        form.errors["ends"] = _("Give a date and a time.")
    if starts is None or ends is None:
        return ()
    if ends <= max(starts, now):
        form.errors["ends"] = _("The end must be after the begin, and not past.")
    repeat = Repeat(form.repeat) if form.repeat in set(Repeat) else Repeat.ONCE
    until = _day(form.until)
    if repeat is not Repeat.ONCE and (until is None or until < starts.date()):
        form.errors["until"] = _("Give the last day, as 2026-12-31.")
        return ()
    found = spans(starts, ends, repeat, until, language.zone())
    if len(found) > MOST:
        form.errors["until"] = _("More than %(most)s visits: choose an earlier last day.", most=MOST)
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
