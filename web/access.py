"""Who may see and do what: one right a view, and a view without a declaration does not start.

A refused request gets a clear page and is recorded in the site's log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Flask, Response, abort, current_app, g, redirect, request, session, url_for

from gate.domain.commands import Actor
from gate.domain.rights import Right
from web.auth import sessions
from web.auth.operators import Operator
from web.console import console

View = TypeVar("View", bound=Callable[..., Any])
TOKEN = "token"  # noqa: S105 - the key in the cookie, no secret


@dataclass(frozen=True, slots=True)
class Access:
    """What a view asks for. ``quiet``: pages fetch it by themselves, so it does not keep a session from idling out."""

    public: bool = False
    right: Right | None = None
    quiet: bool = False


def public(view: View) -> View:
    """Anybody, signed in or not."""
    return _declared(view, Access(public=True))


def signed_in(view: View) -> View:
    """Every operator."""
    return _declared(view, Access())


def needs(right: Right) -> Callable[[View], View]:
    """Operators whose role carries the right."""
    return lambda view: _declared(view, Access(right=right))


def watches(right: Right | None) -> Callable[[View], View]:
    """The same for what pages fetch by themselves."""
    return lambda view: _declared(view, Access(right=right, quiet=True))


def _declared(view: View, access: Access) -> View:
    cast("Any", view).gate_access = access
    return view


def access_of(app: Flask, endpoint: str) -> Access:
    """What the view of an endpoint asks for."""
    if endpoint == "static":
        return Access(public=True, quiet=True)
    return cast("Access", cast("Any", app.view_functions[endpoint]).gate_access)


def set_up(app: Flask) -> None:
    """Guard every view. Call it last: TypeError names views that declare nothing."""
    bare = [
        name
        for name, view in app.view_functions.items()
        if name != "static" and not hasattr(view, "gate_access")
    ]
    if bare:
        raise TypeError(f"views without a declared right: {', '.join(bare)}")
    app.before_request(_guard)


def operator() -> Operator:
    """Who is signed in; only in views that are not public."""
    return cast("Operator", g.operator)


def somebody() -> Operator | None:
    """Who is signed in, if anybody is."""
    return cast("Operator | None", g.get("operator"))


def actor() -> Actor:
    """The same as a command names him."""
    who = operator()
    return Actor(user=who.name, role=who.role, origin=origin(), person=who.person)


def origin() -> str:
    """The browser's address."""
    return request.remote_addr or ""


def may(right: str) -> bool:
    """For templates: whether the operator's role carries the right."""
    who = somebody()
    return who is not None and who.may(Right(right))


def load_operator() -> None:
    """Find out who asks; before everything else in a request."""
    g.operator = None
    token = session.get(TOKEN)
    if token and request.endpoint and request.endpoint != "static":
        quiet = access_of(current_app, request.endpoint).quiet
        g.operator = sessions.holder(console().books, token, use=not quiet)


def _guard() -> Response | None:
    if request.endpoint is None:
        return None  # no such page: 404 tells
    access = access_of(current_app, request.endpoint)
    if access.public:
        return None
    who = somebody()
    if who is None:
        return _sign_in(quiet=access.quiet)
    if access.right is not None and not who.may(access.right):
        refusal = f"{request.method} {request.path}"
        why = f"needs the right {access.right.value}"
        console().refusals.note("no_right", why, subject=refusal, actor=actor())
        abort(403)
    return None


def _sign_in(*, quiet: bool) -> Response:
    if quiet or request.method != "GET":
        abort(401)
    path = request.full_path.rstrip("?")
    return cast("Response", redirect(url_for("auth.login", next=path)))
