"""The console's app for one test: routes and templates are compiled once for all; that takes longer than most tests."""

from __future__ import annotations

from copy import copy

from flask import Flask

from web.app import create_app
from web.auth.limits import limiter
from web.console import KEY, Console

_first: list[Flask] = []


def app_of(console: Console) -> Flask:
    """An app over that console; what a test changes of it, no other test sees."""
    if not _first:
        _first.append(create_app(console, testing=True))
    app = copy(_first[0])
    app.extensions = {**app.extensions, KEY: console}
    app.config = copy(app.config)
    app.config["SECRET_KEY"] = console.books.secret()
    app.view_functions = dict(app.view_functions)
    for hooks in ("before_request_funcs", "after_request_funcs"):
        setattr(app, hooks, {scope: list(each) for scope, each in getattr(app, hooks).items()})
    limiter.reset()
    return app
