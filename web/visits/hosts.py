"""Whom a visitor may visit or be escorted by, found while a name is typed: names and no more."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.console import console

MOST_LETTERS = 80
ASKED, SHOWN = 30, 8


def found() -> ResponseReturnValue:
    """The employees that ``q`` finds, as choices of the field ``field``: ``host`` or ``escorts``."""
    words = request.args.get("q", "").strip()[:MOST_LETTERS]
    field = "escorts" if request.args.get("field") == "escorts" else "host"
    people = console().queries.people(words, ASKED) if words else ()
    staff = [line for line in people if line.kind != "visitor" and line.departed_at is None]
    return render_template("visits/hosts.html", people=staff[:SHOWN], field=field, q=words)
