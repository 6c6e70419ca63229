"""What the console is made of, in one place: handed to the app when it is made, asked for by the views."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, cast

from flask import current_app

from gate.client import EventFilter, Feed, HappeningPage, PersonLine, PersonPage, VisitLine
from gate.domain.alarm import Alarm
from gate.domain.commands import Actor, Command, Receipt
from gate.domain.departure import Departure
from gate.domain.site import Site
from gate.domain.status import AgentStatus, DeviceHealth, PortalStatus
from gate.domain.visit_file import VisitFile
from web.auth.books import Books
from web.auth.passwords import Passwords
from web.auth.refusals import Refusals

KEY = "gate-console"


class Sends(Protocol):
    """``gate.client.Client``, or what stands in for it in tests."""

    def send(self, command: Command, actor: Actor, id: str | None = None) -> Receipt:
        """The engine's receipt; EngineSilent where none came."""


class Asks(Protocol):
    """``gate.client.Queries``: every question can raise FactsAway."""

    def happenings(
        self, only: EventFilter | None = None, before: int | None = None, limit: int = 50
    ) -> HappeningPage: ...
    def portals(self) -> Mapping[str, PortalStatus]: ...
    def devices(self) -> tuple[DeviceHealth, ...]: ...
    def agents(self) -> tuple[AgentStatus, ...]: ...
    def alarms_open(self) -> tuple[Alarm, ...]: ...
    def alarms_closed(self, since: datetime, until: datetime) -> tuple[Alarm, ...]: ...
    def alarm(self, id: str) -> Alarm | None: ...
    def people(self, words: str, limit: int = 20) -> tuple[PersonLine, ...]: ...
    def named(self, ids: Collection[str]) -> Mapping[str, PersonLine]: ...
    def person(self, id: str) -> PersonPage | None: ...
    def visits(self, since: datetime, until: datetime) -> tuple[VisitLine, ...]: ...
    def visit(self, id: str) -> VisitFile | None: ...
    def departure(self, id: str) -> Departure | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """``now`` is the site's clock, for everything shown; sessions and limits run on the machine's, in ``books``."""

    site: Site
    sender: Sends
    queries: Asks
    feed: Feed
    now: Callable[[], datetime]
    books: Books
    passwords: Passwords
    refusals: Refusals
    evidence: Path


def console() -> Console:
    """The console of the app that answers this request."""
    return cast("Console", current_app.extensions[KEY])
