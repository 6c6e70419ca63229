"""The console over a large store, without engine and bus: what each page of the desk costs the server.

A page is asked for as a browser asks, through session, rights and templates; the sockets are left out.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.desk_store import NOW, ROLL
from gate.client import EngineSilent, Feed, new_id, open_queries
from gate.domain.commands import Actor, Command, Receipt
from gate.domain.rights import Role
from gate.notify.book import NotifyBook
from gate.roots.steady import keep_what_is_loaded
from gate.site.load import check_files
from gate.vault import picture
from gate.vault.vault import Vault
from web.app import create_app
from web.auth import operators
from web.auth.books import Books
from web.auth.passwords import Passwords
from web.auth.refusals import Refusals
from web.console import Console

Browsers = Mapping[Role, FlaskClient]
SITE = Path(__file__).parents[1] / "simulators" / "hq" / "hq.site.toml"
TYPED = ("wa", "zh", "jo", "lin", "王", "李伟", "carlos", "lw", "w3", "gar ltd")
"""What a guard types; a word that few have, and some that hundreds have."""

MANAGERS = frozenset({"/approvals", "/watchlists"})
"""Pages that a guard does not have."""

PAGES: Mapping[str, tuple[str, ...]] = {
    "day's list": ("/visits",),
    "day's list, renewed": ("/visits/lists",),
    "visit expected": tuple(f"/visits/w{number}" for number in range(200, 210)),
    "visit inside": tuple(f"/visits/w{number}" for number in range(10)),
    "visit's steps": tuple(f"/visits/w{number}/moves" for number in range(120, 130)),
    "registration": ("/visits/new",),
    "end of the day": ("/day",),
    "roll call": ("/muster",),
    "roll call, marked on a phone": (f"/muster/rolls/{ROLL}",),
    "invitations": ("/invitations",),
    "approvals": ("/approvals",),
    "watchlists": ("/watchlists",),
    "live": ("/live",),
    "header, renewed": ("/live/status",),
    "search everywhere": tuple(f"/search?q={word}" for word in TYPED),
    "person": tuple(f"/people/p{number}" for number in range(200, 210)),
    "search for a host, as one types": tuple(f"/visits/hosts?q={word}" for word in TYPED),
    "search for a visit, as one types": tuple(f"/desk/found?q={word}" for word in TYPED),
}


class NoEngine:
    """Nothing is ordered here."""

    def send(self, command: Command, actor: Actor, id: str | None = None) -> Receipt:
        """EngineSilent, always."""
        raise EngineSilent(id or new_id(), sent=False)


@contextmanager
def desk_over(url: str, folder: Path) -> Iterator[Browsers]:
    """A browser of a guard and one of a manager, by role, on the store's own day."""
    site = check_files(SITE, None, today=NOW.date()).site
    if site is None:
        raise RuntimeError(f"{SITE} is no valid site")
    books, queries, told = Books(folder / "console.db"), open_queries(url), NotifyBook(folder / "notify.db")
    quick, password = (
        Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)),
        secrets.token_hex(),
    )
    for role in (Role.GUARD, Role.MANAGER):
        operators.put(books, quick, role.value, role, password)
    parts = Console(
        site=site,
        sender=NoEngine(),
        queries=queries,
        feed=Feed(),
        now=lambda: NOW,
        books=books,
        passwords=quick,
        refusals=Refusals(books, NoEngine()),
        evidence=folder,
        live=folder / "live.sock",
        files=Vault(folder / "files", folder / "keys"),
        pictures=picture,
        told=told,
    )
    app = create_app(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    browsers = {role: _signed_in(app, role, password) for role in (Role.GUARD, Role.MANAGER)}
    keep_what_is_loaded()  # as the console's process does
    yield browsers
    for opened in (told, queries, books):
        opened.close()


def _signed_in(app: Flask, role: Role, password: str) -> FlaskClient:
    browser = app.test_client()
    if browser.post("/login", data={"name": role.value, "password": password}).status_code != 302:
        raise RuntimeError("the console did not let its operator in")
    return browser


def visits_to(browsers: Browsers, paths: tuple[str, ...]) -> Callable[[], object]:
    """Asks for one of the pages after the other; RuntimeError where one is not answered."""
    browser = browsers[Role.MANAGER if MANAGERS.issuperset(paths) else Role.GUARD]
    turns = cycle(paths)

    def ask() -> object:
        path = next(turns)
        answer = browser.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: expected 200, came {answer.status_code}")
        return answer.data

    return ask
