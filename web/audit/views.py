"""Every event, by filters, newest first."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from gate.client import EventFilter
from gate.domain.operator_key import operator_key
from gate.domain.rights import Right
from web import access
from web.audit.changes import changes
from web.auth import operators
from web.console import console
from web.language import zone
from web.live.views import told
from web.words.events import EVENTS

pages = Blueprint("audit", __name__)
ROWS = 100


@pages.get("/audit")
@access.needs(Right.AUDIT)
def index() -> ResponseReturnValue:
    """A page of the log."""
    page = console().queries.happenings(_filter(), _before(), ROWS)
    names, rows = told(page.rows)
    asked = {name: value for name, value in request.args.items() if name != "before" and value}
    return render_template(
        "audit/index.html",
        rows=rows,
        names=names,
        older=page.older,
        types=EVENTS,
        asked=asked,
        newest=_before() is None,
        changes=changes,
        operators=[each.name for each in operators.listed(console().books)],
    )


def _filter() -> EventFilter:
    def given(name: str) -> str | None:
        return request.args.get(name, "").strip()[:80] or None

    kind = given("type")
    return EventFilter(
        types=(kind,) if kind in EVENTS and kind else (),
        portal=given("portal"),
        person=given("person"),
        subject=operator_key(given("operator") or "") if given("operator") else None,
        request=given("request"),
        since=_instant(given("since")),
        until=_instant(given("until")),
    )


def _before() -> int | None:
    given = request.args.get("before", "")
    return int(given) if given.isdecimal() and len(given) < 18 else None


def _instant(text: str | None) -> datetime | None:
    """A wall clock time of the site; None for nothing, or for what is no time."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone()) if text else None
    except ValueError:
        return None
