"""Signing in and out, language and theme."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from web import access, last
from web.auth import operators, sessions, throttle
from web.auth.limits import LOGIN, limiter, record_breach
from web.auth.operators import Operator
from web.console import console
from web.language import LANGUAGES
from web.page import THEMES
from web.paths import own_path
from web.texts import _, plural

pages = Blueprint("auth", __name__)
LONGEST_NAME = 80


@pages.get("/login")
@access.public
def login() -> ResponseReturnValue:
    """The form."""
    if access.somebody() is not None:
        return redirect(url_for("home.start"))
    return _form()


@pages.post("/login")
@limiter.limit(LOGIN, on_breach=record_breach)
@access.public
def sign_in() -> ResponseReturnValue:
    """Check name and password."""
    name = request.form.get("name", "").strip().lower()[:LONGEST_NAME]
    books = console().books
    if throttle.locked_for(books, name) is not None:
        return _refused(name, "locked_out")
    found = operators.find(books, name)
    if not console().passwords.fits(found[1] if found else None, request.form.get("password", "")):
        locked = throttle.wrong(books, name)
        return _refused(name, "locked_out" if locked else "wrong_password")
    throttle.right(books, name)
    _begin(found[0] if found else None)
    return redirect(own_path(request.form.get("next", "")))


@pages.post("/logout")
@access.signed_in
def logout() -> ResponseReturnValue:
    """End the session."""
    sessions.end(console().books, session.get(access.TOKEN, ""))
    language, theme = session.get("language"), session.get("theme")
    session.clear()
    session.update({key: value for key, value in (("language", language), ("theme", theme)) if value})
    return redirect(url_for("auth.login"))


@pages.post("/preferences")
@access.public
def prefer() -> ResponseReturnValue:
    """Choose language or theme; signed in or not."""
    language, theme = request.form.get("language"), request.form.get("theme")
    if language in LANGUAGES:
        session["language"] = language
    if theme in THEMES:
        session["theme"] = theme
    who = access.somebody()
    if who is not None:
        operators.prefer(
            console().books, who.name, language=session.get("language"), theme=session.get("theme")
        )
    return redirect(own_path(request.form.get("next", "")))


@pages.post("/last/dismiss")
@access.signed_in
def dismiss() -> ResponseReturnValue:
    """Take the last action off the page."""
    last.forget()
    return redirect(own_path(request.form.get("next", "")))


def _form(status: int = 200, **shown: str) -> ResponseReturnValue:
    next_page = request.values.get("next", "")
    return render_template("login.html", next_page=next_page, **shown), status


def _refused(name: str, why: str) -> ResponseReturnValue:
    console().refusals.note(why, "sign-in", subject=name, origin=access.origin())
    left = throttle.locked_for(console().books, name)
    if left is None:
        return _form(401, trouble=_("Name or password is wrong."), name=name)
    minutes = max(1, -(-int(left.total_seconds()) // 60))
    text = plural(
        "Too many wrong passwords. This name waits for %(num)s minute.",
        "Too many wrong passwords. This name waits for %(num)s minutes.",
        minutes,
    )
    return _form(429, trouble=text, name=name)


def _begin(who: Operator | None) -> None:
    if who is None:  # a password never fits nobody
        raise LookupError("a session needs an operator")
    language, theme = who.language or session.get("language"), who.theme or session.get("theme")
    session.clear()  # nothing from before the sign-in is carried over, the form's token neither
    session[access.TOKEN] = sessions.begin(console().books, who, access.origin())
    session.update({key: value for key, value in (("language", language), ("theme", theme)) if value})
