"""The notifier at work: reads on in the record, queues what is wanted, delivers what is due."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from gate.client import DeskPage, FactsAway, Happening, HappeningPage, ListLine, PersonLine
from gate.domain.desk_events import DeskStepTaken
from gate.domain.events import VisitChanged, VisitReminded
from gate.domain.site import Site
from gate.domain.text import Text
from gate.domain.visit import VisitState
from gate.domain.visit_file import VisitFile
from gate.notify import contacts, links, queue, wanted, watched
from gate.notify.book import NotifyBook
from gate.notify.composing import Told, compose
from gate.notify.links import Link, Purpose
from gate.notify.queue import Delivery, Queued, Recipient
from gate.notify.sending import NotSent, Sends, mail_to
from gate.notify.settings import Settings
from gate.notify.watched import Watchers

log = logging.getLogger(__name__)

ANSWER_FOR = timedelta(hours=12)
MOOT_UNLESS: Mapping[str, frozenset[VisitState]] = {
    wanted.ASKED: frozenset({VisitState.SUBMITTED}),
    wanted.ARRIVED: frozenset({VisitState.ARRIVED}),
    wanted.OVERSTAY: frozenset({VisitState.CHECKED_IN}),
    wanted.INVITED: frozenset({VisitState.APPROVED, VisitState.ARRIVED}),
    wanted.CHANGED: frozenset({VisitState.APPROVED, VisitState.ARRIVED}),
    watched.WATCHED: frozenset(
        {VisitState.SUBMITTED, VisitState.APPROVED, VisitState.ARRIVED, VisitState.CHECKED_IN}
    ),
}
"""States in which a message of that kind still says what is so."""


class Asks(Protocol):
    """``gate.client.Queries``, as far as it is needed: FactsAway where the store does not answer."""

    def happenings(self, *, limit: int = 50) -> HappeningPage: ...
    def happenings_after(self, seq: int, limit: int = 200) -> tuple[Happening, ...]: ...
    def visit(self, id: str) -> VisitFile | None: ...
    def desk(self, visit: str, person: str) -> DeskPage: ...
    def watchlists(self) -> tuple[ListLine, ...]: ...
    def named(self, ids: Collection[str]) -> Mapping[str, PersonLine]: ...


class Notifier:
    """One a site. :meth:`step` does what is to be done now; :meth:`run` does it until stopped."""

    def __init__(
        self,
        site: Site,
        book: NotifyBook,
        asks: Asks,
        sender: Sends,
        settings: Settings,
        now: Callable[[], datetime],
    ) -> None:
        self._site, self._book, self._asks = site, book, asks
        self._sender, self._settings, self._now = sender, settings, now
        self._stopping = threading.Event()

    def run(self, every_s: float = 1.0) -> None:
        """Work until :meth:`stop`; with the store away it waits, and goes on where it was."""
        said = ""
        while not self._stopping.wait(every_s):
            try:
                self.step()
                said = ""
            except FactsAway as error:
                if str(error) != said:
                    said = str(error)
                    log.warning("the store is away (%s): messages wait", said)

    def stop(self) -> None:
        """End soon. Any thread, signal handlers too."""
        self._stopping.set()

    def step(self) -> None:
        """Read on, then deliver."""
        self._follow()
        for row in queue.due(self._book, self._now()):
            if self._stopping.is_set():
                return
            self._deliver(row)

    # ── what is wanted ───────────────────────────────────────────────────────

    def _follow(self) -> None:
        """From where it stopped; at the very first start from now on: nobody is told of the past."""
        seq = queue.progress(self._book)
        if seq is None:
            newest = self._asks.happenings(limit=1).rows
            queue.add(self._book, (), newest[0].seq if newest else 0, self._now())
            return
        while rows := self._asks.happenings_after(seq):
            found = [each for row in rows for each in self._wanted(row)]
            seq = rows[-1].seq
            queue.add(self._book, found, seq, self._now())

    def _wanted(self, row: Happening) -> tuple[queue.Wanted, ...]:
        body = row.body
        if not isinstance(body, VisitChanged | VisitReminded | DeskStepTaken):
            return ()
        owners = watched.asks_for(body)
        file = self._asks.visit(body.visit) if owners or not isinstance(body, DeskStepTaken) else None
        if file is None:
            return ()
        plain = () if isinstance(body, DeskStepTaken) else wanted.wanted(row.seq, body, file)
        return (*plain, *watched.wanted(row.seq, body.visit, self._watchers(file) if owners else ()))

    def _watchers(self, file: VisitFile) -> Watchers:
        record = self._asks.desk(file.visit.id, file.person).record
        lists = [line.list for line in self._asks.watchlists()]
        known = self._asks.named({each.owner for each in lists})
        here = [person for person, line in known.items() if line.departed_at is None]
        return watched.watchers(record, lists, here)

    # ── delivering ───────────────────────────────────────────────────────────

    def _deliver(self, row: Queued) -> None:
        file = self._asks.visit(row.visit)
        allowed = MOOT_UNLESS.get(row.kind)
        if file is None or (allowed is not None and file.visit.state not in allowed):
            queue.ended(self._book, row, Delivery.MOOT, self._now(), "")
            return
        lists = self._lists(row, file)
        if lists == ():
            queue.ended(self._book, row, Delivery.MOOT, self._now(), "")
            return
        addresses, language = self._where(row, file)
        if not addresses:
            queue.ended(self._book, row, Delivery.FAILED, self._now(), "no address is known")
            return
        message = compose(
            row.kind, row.to_kind, self._told(row, file, language, lists or ()), self._site, self._now()
        )
        try:
            for address in addresses:
                self._sender.send(address, message)
        except NotSent as error:
            state = queue.failed(self._book, row, self._now(), str(error))
            log.warning("message %d (%s of visit %s) %s: %s", row.id, row.kind, row.visit, state, error)
            return
        queue.ended(self._book, row, Delivery.SENT, self._now())

    def _where(self, row: Queued, file: VisitFile) -> tuple[tuple[str, ...], str]:
        """Addresses, and the language in which they are written to."""
        settings = self._settings
        match row.to_kind:
            case Recipient.DESK:
                return settings.desk, settings.language
            case Recipient.MANAGERS:
                return settings.managers, settings.language
            case Recipient.VISITOR:
                return self._mail(file.email), file.language or settings.language
            case Recipient.PERSON:
                found = contacts.find(self._book, row.to_id)
                return (self._mail(found.email), found.language) if found else ((), settings.language)

    def _mail(self, email: str) -> tuple[str, ...]:
        return (mail_to(self._settings.mail, email),) if email and self._settings.mail else ()

    def _lists(self, row: Queued, file: VisitFile) -> tuple[str, ...] | None:
        """Of a message to their owner, the lists that the visitor is on now; None of every other message."""
        if row.kind != watched.WATCHED:
            return None
        return self._watchers(file).get((row.to_kind, row.to_id), ())

    def _told(self, row: Queued, file: VisitFile, language: str, lists: tuple[str, ...]) -> Told:
        people = self._asks.named({file.person, *([file.visit.host] if file.visit.host else [])})

        def name(person: str | None) -> str:
            line = people.get(person or "")
            return Text(line.name, line.name_zh).in_language(language) if line else person or ""

        return Told(
            file=file,
            visitor=name(file.person),
            host=name(file.visit.host),
            language=language,
            lists=lists,
            links=self._links(row, file),
        )

    def _links(self, row: Queued, file: VisitFile) -> dict[str, str]:
        """Fresh ones for each attempt: what was never sent is known to nobody."""
        begin = self._settings.console
        match row.kind, row.to_kind:
            case ((wanted.INVITED | wanted.CHANGED), Recipient.VISITOR):
                link = Link(visit=row.visit, purpose=Purpose.VISITOR, person="", until=file.visit.ends)
                return {"page": f"{begin}/i/{links.mint(self._book, link)}"}
            case wanted.ARRIVED, Recipient.PERSON:
                until = self._now() + ANSWER_FOR
                link = Link(visit=row.visit, purpose=Purpose.HOST, person=row.to_id, until=until)
                return {"coming": f"{begin}/h/{links.mint(self._book, link)}"}
            case wanted.ASKED, _:
                return {"approvals": f"{begin}/approvals"}
        return {}
