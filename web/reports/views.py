"""The pages of reports. Each is printable, and each look at one is recorded with everybody whom it shows."""

from __future__ import annotations

from collections.abc import Collection

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gate.client.reports import Span, met_whom, unused_for, was_in_zone
from gate.domain.rights import Right
from web import access
from web.console import console
from web.language import iso, language
from web.reports import form
from web.words.names import Names

pages = Blueprint("reports", __name__)
MOST = 500
"""Rows of one page: what is longer is asked for in parts."""


@pages.get("/reports")
@access.needs(Right.AUDIT)
def index() -> ResponseReturnValue:
    """The three forms; nobody's data."""
    return _forms(form.Asked())


@pages.get("/reports/zone")
@access.needs(Right.AUDIT)
def zone() -> ResponseReturnValue:
    """Who was in a zone, or in one inside it."""
    asked = form.of_zone()
    if asked.errors or asked.span is None or asked.zone is None:
        return _forms(asked)
    found = was_in_zone(console().queries, console().site, asked.zone, asked.span)
    rows = found[:MOST]
    names = _looked_at(f"report in-zone {asked.zone} {_spelt(asked.span)}", {stay.person for stay in rows})
    return render_template(
        "reports/zone.html", rows=rows, all=len(found), names=names, span=asked.span, zone=asked.zone
    )


@pages.get("/reports/met")
@access.needs(Right.AUDIT)
def met() -> ResponseReturnValue:
    """Who was in one zone with a person."""
    asked = form.of_person()
    if asked.errors or asked.span is None or asked.person is None:
        return _forms(asked)
    who = asked.person.id
    found = met_whom(console().queries, console().site, who, asked.span)
    rows = found[:MOST]
    names = _looked_at(f"report met {who} {_spelt(asked.span)}", {who, *(each.other for each in rows)})
    return render_template(
        "reports/met.html", rows=rows, all=len(found), names=names, span=asked.span, who=who
    )


@pages.get("/reports/unused")
@access.needs(Right.AUDIT)
def unused() -> ResponseReturnValue:
    """Rights of so many days that nobody used."""
    asked = form.of_days()
    if asked.errors or asked.days is None:
        return _forms(asked)
    found = unused_for(console().queries, console().site, asked.days, console().now())
    rows = found[:MOST]
    names = _looked_at(f"report unused-rights {asked.days} days", {right.person for right in rows})
    return render_template("reports/unused.html", rows=rows, all=len(found), names=names, days=asked.days)


def _forms(asked: form.Asked) -> ResponseReturnValue:
    shown = {"typed": form.shown(), "errors": asked.errors, "choices": asked.choices, "days": form.DAYS}
    names = Names(console().site, {}, language())
    return render_template("reports/index.html", names=names, **shown), 400 if asked.errors else 200


def _looked_at(what: str, people: Collection[str]) -> Names:
    """Names of those whom the page shows. That it was made is recorded with each of them, and also if it is empty."""
    console().refusals.readings(what, sorted(people) or ("",), access.actor())
    return Names(console().site, console().queries.named(people), language())


def _spelt(span: Span) -> str:
    return "/".join(iso(at) for at in span)
