"""What the console is made of, in one place: handed to the app when it is made, asked for by the views."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, cast

from flask import current_app

from gate.client import (
    DayGroup,
    DayList,
    DeskPage,
    EventFilter,
    Feed,
    FoundVisit,
    GrantUse,
    HappeningPage,
    HeadLine,
    ListLine,
    MusterLine,
    PassageRow,
    PermitsOf,
    PersonLine,
    PersonPage,
    Posture,
    RollSheet,
    VisitCounts,
    VisitLine,
)
from gate.domain.agreement import AgreementText
from gate.domain.alarm import Alarm
from gate.domain.carried import CarriedItem, CarryPermit
from gate.domain.commands import Actor, Command, Receipt
from gate.domain.departure import Departure
from gate.domain.person import Person
from gate.domain.private_field import PrivateField
from gate.domain.revocation import Revocation
from gate.domain.roll import RollCall
from gate.domain.site import Site
from gate.domain.status import AgentStatus, DeviceHealth, PortalStatus
from gate.domain.visit_file import VisitFile
from gate.domain.watchlist import WatchEntry
from gate.identity.bridge import ReadsCards
from gate.notify.book import NotifyBook
from web.auth.books import Books
from web.auth.passwords import Passwords
from web.auth.refusals import Refusals
from web.record.checking import ChecksRecord

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
    def passages(self, since: datetime, until: datetime) -> Iterable[PassageRow]: ...
    def grants_used(self, since: datetime, until: datetime) -> Iterable[GrantUse]: ...
    def people_now(self) -> Iterable[Person]: ...
    def posture(self) -> Posture: ...
    def newest_configuration(self) -> str | None: ...
    def portals(self) -> Mapping[str, PortalStatus]: ...
    def devices(self) -> tuple[DeviceHealth, ...]: ...
    def agents(self) -> tuple[AgentStatus, ...]: ...
    def alarms_open(self) -> tuple[Alarm, ...]: ...
    def alarms_closed(self, since: datetime, until: datetime) -> tuple[Alarm, ...]: ...
    def alarm(self, id: str) -> Alarm | None: ...
    def people(self, words: str, limit: int = 20) -> tuple[PersonLine, ...]: ...
    def named(self, ids: Collection[str]) -> Mapping[str, PersonLine]: ...
    def person(self, id: str) -> PersonPage | None: ...
    def private_fields(self, person: str) -> tuple[PrivateField, ...]: ...
    def visits(self, since: datetime, until: datetime) -> tuple[VisitLine, ...]: ...
    def visits_of_day(
        self, now: datetime, since: datetime, until: datetime, part: Mapping[DayGroup, slice]
    ) -> dict[DayGroup, DayList]: ...
    def visit_counts(self, now: datetime) -> VisitCounts: ...
    def visit(self, id: str) -> VisitFile | None: ...
    def heads(self, before: int | None = None, limit: int = 50) -> tuple[HeadLine, ...]: ...
    def head(self, size: int) -> HeadLine | None: ...
    def visits_ahead(
        self, since: datetime, host: str | None = None, after: str = "", limit: int = 500
    ) -> tuple[VisitLine, ...]: ...
    def visits_submitted(self, since: datetime) -> tuple[VisitLine, ...]: ...
    def visits_unfinished(self) -> tuple[VisitLine, ...]: ...
    def lost_badges(self, visit: str) -> tuple[Revocation, ...]: ...
    def muster(self, outside: Collection[str]) -> tuple[MusterLine, ...]: ...
    def rolls_open(self) -> tuple[RollCall, ...]: ...
    def rolls_ended(self, limit: int = 20) -> tuple[RollCall, ...]: ...
    def roll(self, id: str) -> RollSheet | None: ...
    def found_on_roll(self, id: str, words: str) -> frozenset[str]: ...
    def departure(self, id: str) -> Departure | None: ...
    def desk(self, visit: str, person: str) -> DeskPage: ...
    def visits_found(
        self, words: str, since: datetime, until: datetime, limit: int = 20
    ) -> tuple[FoundVisit, ...]: ...
    def visit_of_pass(self, pass_hash: str) -> str | None: ...
    def visit_of_card(self, numbers: Sequence[str]) -> str | None: ...
    def agreement(self, version: int | None = None) -> tuple[AgreementText, ...]: ...
    def watchlists(self) -> tuple[ListLine, ...]: ...
    def watch_entries(self, list_id: str, words: str = "", limit: int = 200) -> tuple[WatchEntry, ...]: ...
    def carry_permits(
        self, states: Sequence[str], limit: int = 200, *, words: str = "", only: PermitsOf | None = None
    ) -> tuple[CarryPermit, ...]: ...
    def carry_permit(self, id: str) -> CarryPermit | None: ...
    def deposited(self) -> tuple[CarriedItem, ...]: ...


class KeepsFiles(Protocol):
    """``gate.vault.vault.Vault``."""

    def put(self, content: bytes) -> str:
        """Keep it; its SHA-256."""

    def get(self, name: str) -> bytes | None:
        """What is kept under that SHA-256."""

    def forget(self, name: str) -> bool:
        """Remove a file for good; False where there is none."""


class LooksAtPictures(Protocol):
    """``gate.vault.picture``."""

    def judge(self, content: bytes) -> StrEnum | None:
        """What is wrong with a picture, None for nothing."""

    def as_jpeg(self, content: bytes) -> bytes:
        """The picture without what a camera writes into a file."""


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
    live: Path  # the socket of the camera process; there are no live pictures where nobody listens
    files: KeepsFiles
    pictures: LooksAtPictures
    card_reader: ReadsCards | None = None
    told: NotifyBook
    checks: ChecksRecord | None = None  # without one the page of heads verifies nothing


def console() -> Console:
    """The console of the app that answers this request."""
    return cast("Console", current_app.extensions[KEY])
