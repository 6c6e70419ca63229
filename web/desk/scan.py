"""Finding a visit: by what is typed, letter by letter, and by what is scanned, wherever on the desk's pages."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.client import FoundVisit
from gate.domain.rights import Right
from gate.identity.mrz import MrzInvalid, looks_like_mrz, read_mrz
from gate.notify import links
from web import access, language
from web.console import console
from web.desk.steps import identity
from web.visits import cards

pages = Blueprint("scan", __name__)
MOST = 20
LONGEST = 200
AROUND = timedelta(hours=14)
_PASS = re.compile(r"G[VI][A-Z2-7]{26}")
"""GV: a pass from the desk's label; GI: the code on the page that a visitor was invited to."""
TOKEN_BYTES = 16


def new_code() -> str:
    """The text of a new pass: 128 random bits in letters that scanners, keyboards and input methods all agree on."""
    return "GV" + base64.b32encode(secrets.token_bytes(TOKEN_BYTES)).decode().rstrip("=")


def code_hash(code: str) -> str:
    """What is kept of a pass."""
    return hashlib.sha256(code.encode()).hexdigest()


def looks_like_pass(text: str) -> bool:
    """Whether a scan is a visitor's pass, known or not."""
    return _PASS.fullmatch(text) is not None


def visit_of_pass(code: str) -> str | None:
    """The visit that a pass belongs to, None for none or one that is over."""
    if code.startswith("GI"):
        return links.visit_of_code(console().told, code, console().now())
    return console().queries.visit_of_pass(code_hash(code))


@pages.get("/desk/found")
@access.watches(Right.DESK)
def found() -> ResponseReturnValue:
    """Visits of these hours that hold what was typed."""
    words = request.args.get("q", "").strip()[:80]
    return render_template("desk/found.html", visits=_found(words), q=words)


@pages.post("/desk/scan")
@access.needs(Right.DESK)
def scan() -> ResponseReturnValue:
    """A scan: a pass, a badge, a document, or words to search for."""
    text = request.form.get("text", "").strip().upper()[:LONGEST]
    visit = request.form.get("visit", "")
    if looks_like_mrz(text):
        return identity(visit) if visit else _by_document(text)
    at = _by_code(text)
    if at is not None:
        return redirect(url_for("visits.visit", id=at))
    return _page(text)


def _by_code(text: str) -> str | None:
    if looks_like_pass(text):
        return visit_of_pass(text)
    card = cards.typed(text)
    return console().queries.visit_of_card((card.number,)) if card else None


def _by_document(text: str) -> ResponseReturnValue:
    """On a page of no visit, the name in the document finds the visit of today."""
    try:
        document = read_mrz(text, language.local(console().now()).date())
    except MrzInvalid:
        return _page("")
    visits = _found(document.surname)
    if len(visits) == 1:
        return redirect(url_for("visits.visit", id=visits[0].visit))
    return _page(document.surname, visits, text)


def _page(
    words: str, visits: tuple[FoundVisit, ...] | None = None, document: str = ""
) -> ResponseReturnValue:
    shown = _found(words) if visits is None else visits
    page = render_template("desk/scanned.html", visits=shown, q=words, document=document)
    return page, 200 if shown else 404


def _found(words: str) -> tuple[FoundVisit, ...]:
    now = console().now()
    return console().queries.visits_found(words, now - AROUND, now + AROUND, MOST) if words else ()
