"""Start page by role, search, keys."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.client import FoundVisit
from gate.domain.rights import Right
from web import access
from web.console import console
from web.language import language
from web.words.names import Names

pages = Blueprint("home", __name__)
DAY = timedelta(days=1)


@pages.get("/")
@access.signed_in
def start() -> ResponseReturnValue:
    """The live page; people, or the own invitations, for those who may not see it."""
    who = access.operator()
    pages = (
        (Right.SEE_LIVE, "live.page"),
        (Right.SEE_PEOPLE, "people.index"),
        (Right.INVITE, "invitations.index"),
    )
    return redirect(url_for(next((page for right, page in pages if who.may(right)), "home.keys")))


@pages.get("/search")
@access.needs(Right.SEE_PEOPLE)
def search() -> ResponseReturnValue:
    """People, doors and today's visits that the words fit."""
    words = request.args.get("q", "").strip()[:80]
    names = Names(console().site, {}, language())
    doors = [each for each in console().site.portals if _fits(words, each, names.portal(each))]
    people = console().queries.people(words) if words else ()
    show_doors = doors if words and access.operator().may(Right.SEE_LIVE) else []
    visits = _visits(words) if words and access.operator().may(Right.DESK) else ()
    return render_template(
        "search.html", q=words, people=people, doors=show_doors, visits=visits, names=names
    )


@pages.get("/keys")
@access.signed_in
def keys() -> ResponseReturnValue:
    """The keyboard."""
    return render_template("keys.html")


def _fits(words: str, *texts: str) -> bool:
    low = words.lower().split()
    return bool(low) and all(any(word in text.lower() for text in texts) for word in low)


def _visits(words: str) -> tuple[FoundVisit, ...]:
    now = console().now()
    return console().queries.visits_found(words, now - DAY, now + DAY)
