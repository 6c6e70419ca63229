"""The console on a real engine that is called by hand: real policy, use cases and store; no bus, no threads.

Commands are carried out and recorded at once, and hints go straight into the feed, as the engine would send them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from gate.client import EngineSilent, Feed, Queries, new_id
from gate.domain.commands import Actor, Command, Receipt
from gate.domain.rights import Role
from gate.notify.book import NotifyBook
from gate.vault import picture
from gate.vault.vault import Vault
from tests.service.rig import CABINET, Rig
from tests.web.apps import app_of
from web.auth import operators
from web.auth.books import Books
from web.auth.passwords import Passwords
from web.auth.refusals import Refusals
from web.console import Console
from web.record.checking import Check

PASSWORD = "correct horse battery"
OPERATORS = {"wang.fang": Role.GUARD, "chen.wei": Role.MANAGER, "liu.yang": Role.HR, "qian.hui": Role.AUDITOR}
QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@dataclass(slots=True)
class MachineTime:
    """The machine's clock, for sessions and lock-outs."""

    instant: datetime = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def forward(self, **by: float) -> None:
        self.instant += timedelta(**by)


@dataclass(slots=True)
class DeskEngine:
    """Stands where ``gate.client.Client`` stands. ``silent``: the engine does not answer."""

    rig: Rig
    feed: Feed
    silent: bool = False
    commands: list[tuple[Command, Actor]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, command: Command, actor: Actor, id: str | None = None) -> Receipt:
        """Carry it out, record it, tell the pages."""
        key = id or new_id()
        if self.silent:
            raise EngineSilent(key, sent=True)
        with self._lock:
            self.commands.append((command, actor))
            receipt = self.rig.command(command, actor, key)
        self.hint()
        return receipt

    def event(self, body: Any, src: str | None = None) -> None:
        """Something happens on the site."""
        with self._lock:
            self.rig.event(body, src=src or CABINET)
        self.hint()

    def act(self, action: Callable[[Rig], object]) -> None:
        """Several things happen on the site."""
        before = len(self.rig.outcomes)
        with self._lock:
            action(self.rig)
        self.hint(before)

    def hint(self, since: int = -1) -> None:
        """Hints of the outcomes from number ``since`` on, as ``gate.engine.outgoing`` sends them."""
        for outcome in self.rig.outcomes[since:]:
            for logged in outcome.logged:
                row = logged.row
                self.feed.tell(row.type, row.subject or row.portal or row.person or "", row.seq)


@dataclass(slots=True)
class DeskChecks:
    """Stands where the record's verifier stands: a test says what comes of it."""

    asked: list[str] = field(default_factory=list)
    said: Check | None = None

    def begin(self, by: Actor) -> bool:
        self.asked.append(by.user)
        return True

    def newest(self) -> Check | None:
        return self.said


@dataclass(slots=True, kw_only=True)
class Desk:
    """A console with its engine, operators, and a browser without scripts."""

    app: Flask
    engine: DeskEngine
    console: Console
    machine: MachineTime

    @property
    def rig(self) -> Rig:
        return self.engine.rig

    def browser(self, name: str | None = None, language: str = "en") -> Browser:
        """A browser; signed in if a name is given."""
        browser = Browser(self.app.test_client(), language)
        if name is not None:
            answer = browser.post("/login", name=name, password=PASSWORD)
            assert answer.status_code == 302, answer.text
        return browser


@dataclass(slots=True)
class Browser:
    """Fetches pages and sends their forms, with the form's token."""

    http: FlaskClient
    language: str = "en"

    def get(self, path: str, **options: Any) -> Any:
        return self.http.get(path, headers={"Accept-Language": self.language}, **options)

    def post(self, path: str, *, token: bool = True, referer: str | None = None, **fields: Any) -> Any:
        if token:
            fields["csrf_token"] = self.token()
        headers = {"Accept-Language": self.language, **({"Referer": referer} if referer else {})}
        return self.http.post(path, data=fields, headers=headers)

    def token(self) -> str:
        """The token of this session's forms."""
        page = self.http.get("/keys")
        if page.status_code != 200:
            page = self.http.get("/login")
        marker = 'name="csrf_token" value="'
        return str(page.text.split(marker, 1)[1].split('"', 1)[0])


def make_desk(rig: Rig, queries: Queries, folder: Path) -> Desk:
    """A console over that engine, with an operator for each role."""
    machine, feed = MachineTime(), Feed()
    feed._connected, feed._identities["engine"] = True, True  # as after a bus that said so
    engine = DeskEngine(rig, feed)
    books = Books(folder / "console.db", machine.now)
    for name, role in OPERATORS.items():
        operators.put(books, QUICK, name, role, PASSWORD)
    evidence = folder / "evidence"
    evidence.mkdir(exist_ok=True)
    parts = Console(
        site=rig.site,
        sender=engine,
        queries=queries,
        feed=feed,
        now=rig.clock.now,
        books=books,
        passwords=QUICK,
        refusals=Refusals(books, engine),
        evidence=evidence,
        live=folder / "live.sock",
        files=Vault(folder / "desk-files", folder / "desk-keys"),
        pictures=picture,
        told=NotifyBook(folder / "notify.db"),
        checks=DeskChecks(),
    )
    return Desk(app=app_of(parts), engine=engine, console=parts, machine=machine)
