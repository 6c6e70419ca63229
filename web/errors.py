"""Pages for what went wrong: what happened, what it means, what to do. Refusals are recorded."""

from __future__ import annotations

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from gate.client import FactsAway
from web import access
from web.console import console
from web.texts import _

Answer = tuple[str, int]


def set_up(app: Flask) -> None:
    """Register the pages."""
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(FactsAway, _facts_away)
    app.register_error_handler(HTTPException, _http)


def _page(status: int, title: str, text: str, advice: str = "") -> Answer:
    return render_template("error.html", status=status, title=title, text=text, advice=advice), status


def _csrf(error: CSRFError) -> Answer:
    who = access.somebody()
    console().refusals.note(
        "csrf",
        str(error.description)[:80],
        subject=f"{request.method} {request.path}",
        actor=access.actor() if who else None,
        origin=access.origin(),
    )
    return _page(
        400,
        _("Not done: the form was not ours or is too old"),
        _("The form came without a valid token, so nothing was changed. This was recorded."),
        _("Go back, reload the page and try again."),
    )


def _facts_away(error: FactsAway) -> Answer:
    return _page(
        503,
        _("The records cannot be read just now"),
        _("The database does not answer. Doors go on deciding by themselves."),
        _("This page works again when the database is back. Call the administrator if it lasts."),
    )


def _http(error: HTTPException) -> Answer:
    code = error.code or 500
    match code:
        case 401:
            return _page(
                401, _("You are no longer signed in"), _("Your session has ended."), _("Sign in again.")
            )
        case 403:
            return _page(
                403,
                _("Your role may not do this"),
                _("Nothing was changed. The attempt was recorded."),
                _("Ask somebody whose role carries the right."),
            )
        case 404:
            return _page(
                404, _("There is no such page"), _("Whatever stood here is not there, or never was.")
            )
        case 410:
            return _page(
                410,
                _("This link is over"),
                _("It was used up, is too old, or was never given."),
                _("Ask your host or the desk for another."),
            )
        case 429:
            return _page(
                429,
                _("Too many attempts"),
                _("Too many requests came from this address. This was recorded."),
                _("Wait a minute, then try again."),
            )
        case _:
            return _page(code, error.name, _("Nothing was changed."))
