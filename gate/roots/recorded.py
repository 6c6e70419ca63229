"""Decisions out of a site's store, each with the policy, the people and the state that it was taken from.

Works beside a running engine and after it: the store is only read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy.exc import DBAPIError

from gate.bus.convert import converter
from gate.bus.errors import CodecError
from gate.bus.plain import from_json
from gate.domain.card import CardNumber
from gate.domain.decision import Decision, Request
from gate.domain.events import AccessDecided
from gate.domain.person import Person
from gate.domain.seen import Seen, SeenFact
from gate.domain.site import Site
from gate.domain.text import Text
from gate.policy.compile import compile_site
from gate.policy.configuration import Configuration
from gate.policy.replay.case import Case
from gate.roots.folders import DataFolder
from gate.roots.shape import UserError
from gate.roots.unwritten import saying_what_waits
from gate.site.version import site_version
from gate.store.errors import StoreAway, StoreUrlInvalid, first_line
from gate.store.read import EventFilter, EventRow, Reader, open_reader
from gate.store.read.passages import GrantUse, PassageRow

NOBODYS = CardNumber(format="unknown", number="unknown")
"""Stands for a card that nobody had: the numbers of strangers are looked up nowhere."""
PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Untaken:
    """A decision that cannot be taken again, and what is missing."""

    seq: int
    decision: Decision
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A decision of the log, number ``seq``, as a case."""

    seq: int
    case: Case


class Recorded:
    """The decisions of one store. UserError where there is none, or where it does not answer."""

    def __init__(self, url: str) -> None:
        try:
            self._reader: Reader = open_reader(saying_what_waits(url))
        except StoreUrlInvalid as fault:
            raise UserError(str(fault)) from fault
        self._sites: dict[str, Site] = {}
        self._compiled: dict[str, Configuration] = {}

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """The default store of a data folder."""
        if not (folder / "gate.db").exists():
            raise UserError(f"{folder}: expected a site's data folder, found no gate.db in it")
        return cls(DataFolder(folder).store_url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.close()
        if isinstance(error, StoreAway):
            raise UserError(f"the store does not answer: {error}") from error
        if isinstance(error, DBAPIError):  # no database at all, or one without the tables of this version
            raise UserError(f"expected a store of this version of Gate: {first_line(error)}") from error

    # ── configurations ───────────────────────────────────────────────────────

    @cached_property
    def newest_version(self) -> str:
        """The hash of the policy that the engine last started with."""
        version = self._reader.newest_configuration()
        if version is None:
            raise UserError("no engine has ever started on this store")
        return version

    def newest_site(self) -> Site:
        """The site that the engine last started with."""
        return self.site(self.newest_version)

    def site(self, version: str) -> Site:
        """A site as it was, its calendar resolved then; checked against its hash."""
        if version not in self._sites:
            body = self._reader.configuration(version)
            if body is None:
                raise UserError(f"policy {version[:16]} is not kept in this store")
            self._sites[version] = checked_site(body, version)
        return self._sites[version]

    def configuration(self, version: str) -> Configuration:
        """The site compiled."""
        if version not in self._compiled:
            self._compiled[version] = compile_site(self.site(version))
        return self._compiled[version]

    # ── decisions ────────────────────────────────────────────────────────────

    def find(self, event: str) -> EventRow:
        """The decision that the word names: by its number in the log, that of its read, or the read's identity."""
        row = self._reader.event(int(event)) if event.isdecimal() else None
        if row is not None and row.type == "AccessDecided":
            return row
        request = event if row is None else row.request
        if request:
            only = EventFilter(types=("AccessDecided",), request=request)
            found = self._reader.events(only, limit=1).rows
            if found:
                return found[0]
        if row is not None:
            raise UserError(f"event {event} is {row.type}, which no decision answers")
        raise UserError(f"no decision {event!r} in this store; give its number in the log, or src/boot/seq")

    def each(self, after: int = 0) -> Iterator[Taken | Untaken]:
        """Every decision after a number of the log, oldest first."""
        while rows := self._reader.events_after(after, PAGE):
            for row in rows:
                if row.type == "AccessDecided":
                    yield self.taken(row)
            after = rows[-1].seq

    def cases(self) -> Iterator[Case]:
        """Every decision under the newest policy that can be taken again."""
        for each in self.each():
            if isinstance(each, Taken) and each.case.decision.policy == self.newest_version:
                yield each.case

    def taken(self, row: EventRow) -> Taken | Untaken:
        """The decision of a row with what it was taken from."""
        decided = decided_of(row)
        decision, seen = decided.decision, decided.seen
        if seen is None:
            why = "what it saw was not recorded: an agent kept it for an engine without a store"
            return Untaken(seq=row.seq, decision=decision, why=why)
        people = [self._reader.person_as_of(name, decision.revision) for name in seen.people]
        known = tuple(person for person in people if person is not None)
        if len(known) < len(people):
            why = f"people at revision {decision.revision} of the facts are not kept"
            return Untaken(seq=row.seq, decision=decision, why=why)
        return Taken(seq=row.seq, case=_case(decision, known, seen))

    def by_agent(self, row: EventRow) -> bool:
        """True if an agent decided it alone."""
        return decided_of(row).by_agent

    def people_now(self) -> tuple[Person, ...]:
        """Everybody as they are now: who might be waited for."""
        return self._reader.everybody()

    def later_days(self, case: Case) -> Seen:
        """What the case saw, and later days that are set to count as others: when to come again hangs on them."""
        day = case.request.at.date() + timedelta(days=1)
        facts = tuple(
            SeenFact(kind="day", key=key, value=value)
            for key, value in self._reader.alternate_days().items()
            if date.fromisoformat(key) > day
        )
        return replace(case.seen, facts=(*case.seen.facts, *facts))

    def passages(self, since: datetime, until: datetime) -> tuple[PassageRow, ...]:
        """Everybody's passages of a time."""
        return self._reader.passages(since, until)

    def grants_used(self, since: datetime, until: datetime) -> tuple[GrantUse, ...]:
        """By which grants people were let through."""
        return self._reader.grants_used(since, until)

    def names(self, ids: Iterable[str]) -> dict[str, Text]:
        """Names of people; those whose record is gone are left out."""
        lines = self._reader.people_named(tuple(ids))
        return {line.id: Text(line.name, line.name_zh) for line in lines}


def decided_of(row: EventRow) -> AccessDecided:
    """The body of a row; UserError for one that this version cannot read."""
    try:
        decided: AccessDecided = converter(AccessDecided).decode(json.loads(row.body))
    except (CodecError, ValueError) as fault:
        raise UserError(f"event {row.seq} cannot be read by this version of Gate: {fault}") from fault
    return decided


def checked_site(body: str | bytes, version: str | None = None) -> Site:
    """A site from its JSON, if it is what its hash says, and what ``version`` asks for."""
    try:
        site = from_json(Site, body.encode() if isinstance(body, str) else body)
    except CodecError as fault:
        raise UserError(f"expected a site as JSON: {fault}") from fault
    actual = site_version(site)
    if actual != site.version or (version is not None and actual != version):
        wanted = (version or site.version)[:16]
        raise UserError(f"expected the site whose policy is {wanted}, got {actual[:16]}: it was changed")
    return site


def _case(decision: Decision, people: tuple[Person, ...], seen: Seen) -> Case:
    request = Request(
        id=decision.id,
        at=decision.at,
        reader=decision.reader,
        card=_card(decision, people),
        pin=decision.pin,
        biometric=decision.biometric,
    )
    return Case(request=request, decision=decision, people=people, seen=seen)


def _card(decision: Decision, people: tuple[Person, ...]) -> CardNumber:
    for person in people:
        for credential in person.credentials:
            if (person.id, credential.id) == (decision.person, decision.credential):
                return credential.card
    return NOBODYS
