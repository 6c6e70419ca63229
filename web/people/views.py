"""A person's page, and leaving the company."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.client import EventFilter, PersonPage
from gate.domain.commands import DepartPerson
from gate.domain.departure import Departure
from gate.domain.rights import Right
from web import access, last
from web.console import console
from web.language import language, local
from web.live.views import told
from web.order import order
from web.texts import _
from web.visits.views import identity_of
from web.words.names import Names, person_name
from web.words.private import PRIVATE
from web.words.reasons import parameter_word

pages = Blueprint("people", __name__)
FOUND = 50
EVENTS = 50
PLACES = 6
SOON = timedelta(days=30)
LONGEST_REASON = 200
HIDDEN = "····"


@pages.get("/people")
@access.needs(Right.SEE_PEOPLE)
def index() -> ResponseReturnValue:
    """Search."""
    words = request.args.get("q", "").strip()[:80]
    found = console().queries.people(words, FOUND) if words else ()
    return render_template("people/index.html", q=words, people=found)


@pages.get("/people/<id>")
@access.needs(Right.SEE_PEOPLE)
def person(id: str) -> ResponseReturnValue:
    """Everything that the operator may see of one person."""
    found = _known(id)
    console().refusals.reading("person_page", id, access.actor())
    return render_template("people/person.html", **_facts(found))


@pages.get("/people/<id>/now")
@access.watches(Right.SEE_PEOPLE)
def now(id: str) -> ResponseReturnValue:
    """The part that renews itself."""
    return render_template("people/now.html", **_facts(_known(id)))


@pages.get("/people/<id>/leave")
@access.needs(Right.DEPART)
def confirm(id: str) -> ResponseReturnValue:
    """What will end, before it does."""
    return _confirm(_known(id))


@pages.post("/people/<id>/leave")
@access.needs(Right.DEPART)
def leave(id: str) -> ResponseReturnValue:
    """Every credential, membership and visit ends now, at every door."""
    found = _known(id)
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    sure = request.form.get("sure") == "yes"
    if not reason or not sure:
        return _confirm(found, trouble=_("Give the reason and tick the box: this is recorded."), status=400)
    ordered = order(DepartPerson(person=id, reason=reason))
    if not ordered.done or ordered.receipt is None:
        return _confirm(found, trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    address = url_for("people.departure", id=ordered.receipt.subject)
    name = person_name(found.file.person, language())
    last.remember(
        _("%(name)s left the company: waiting for every agent's answer", name=name), "info", address
    )
    return redirect(address)


@pages.get("/departures/<id>")
@access.needs(Right.SEE_PEOPLE)
def departure(id: str) -> ResponseReturnValue:
    """Each agent's answer as it comes."""
    return render_template("people/departure.html", **_case(id))


@pages.get("/departures/<id>/now")
@access.watches(Right.SEE_PEOPLE)
def departure_now(id: str) -> ResponseReturnValue:
    """The part that renews itself."""
    return render_template("people/answers.html", **_case(id))


def _known(id: str) -> PersonPage:
    found = console().queries.person(id)
    if found is None:
        abort(404)
    return found


def _case(id: str) -> dict[str, object]:
    case = console().queries.departure(id)
    if case is None:
        abort(404)
    names = Names(console().site, console().queries.named({case.person}), language())
    return {"case": case, "names": names, "doors": _doors_by_agent(case)}


def _doors_by_agent(case: Departure) -> dict[str, list[str]]:
    """Which doors wait for whose answer."""
    site = console().site
    doors: dict[str, list[str]] = {agent: [] for agent in case.answers}
    for portal in site.portals:
        doors.setdefault(site.agent_of_portal(portal), []).append(portal)
    return doors


def _facts(page: PersonPage) -> dict[str, object]:
    parts, who = console(), access.operator()
    person_id = page.file.person.id
    sees = who.may(Right.SEE_EVENTS)
    happened = parts.queries.happenings(EventFilter(person=person_id), limit=EVENTS).rows if sees else ()
    places = (
        parts.queries.happenings(EventFilter(person=person_id, types=("PassageEnded",)), limit=PLACES).rows
        if sees
        else ()
    )
    names, rows = told(happened)
    place_names, place_rows = told(places)
    approvers = {each.approved_by for each in page.file.person.memberships if each.approved_by}
    del place_names
    return {
        "page": page,
        "person": page.file.person,
        "names": names,
        "people": Names(parts.site, parts.queries.named(approvers), language()),
        "rows": rows,
        "places": place_rows,
        "today": local(parts.now()).date(),
        "lapse": _lapse,
        "requirement": lambda code: parameter_word(code, language()),
        "card": _card,
        "identity": identity_of(page) if who.may(Right.DESK) else (HIDDEN if page.file.id_last4 else ""),
        "sees_events": sees,
        "private": parts.queries.private_fields(person_id),
        "PRIVATE": PRIVATE,
    }


def _card(number: object) -> str:
    """A card's number whole for those who work with cards, its last two digits for all others."""
    text = str(number)
    return (
        text if access.operator().may(Right.CREDENTIALS) else f"{text.partition(':')[0]} {HIDDEN}{text[-2:]}"
    )


def _lapse(until: date | None, today: date) -> str:
    """``ok``, ``soon`` or ``over``; the day itself is still good (policy.md)."""
    if until is None or until > today + SOON:
        return "ok"
    return "over" if until < today else "soon"


def _confirm(page: PersonPage, *, trouble: str = "", status: int = 200, key: str = "") -> ResponseReturnValue:
    named = console().queries.named(set())
    shown = {
        "page": page,
        "person": page.file.person,
        "names": Names(console().site, named, language()),
        "agents": list(console().site.agents),
        "card": _card,
        "trouble": trouble,
        "key": key,
        "reason": request.form.get("reason", ""),
    }
    return render_template("people/leave.html", **shown), status
