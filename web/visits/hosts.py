"""Whom a visitor may visit or be escorted by, found while a name is typed: names and no more."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from gate.client import PersonLine
from web.console import console

MOST_LETTERS = 80
ASKED, SHOWN = 30, 8


def found() -> ResponseReturnValue:
    """The employees that ``q`` finds, as choices of the field ``field``: ``host`` or ``escorts``."""
    words = request.args.get("q", "").strip()
    field = "escorts" if request.args.get("field") == "escorts" else "host"
    staff = staff_found(words)
    return render_template("visits/hosts.html", people=staff, field=field, q=words)


def staff_found(words: str) -> list[PersonLine]:
    """Employees whom the words find: nobody who has left, no visitor."""
    asked = words.strip()[:MOST_LETTERS]
    people = console().queries.people(asked, ASKED) if asked else ()
    return [line for line in people if line.kind != "visitor" and line.departed_at is None][:SHOWN]
