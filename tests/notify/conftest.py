"""The demo's site with an engine that is called by hand, a notifier that reads its store, and a list that sends."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from gate.client import Queries, open_queries
from gate.notify import contacts
from gate.notify.book import NotifyBook
from gate.notify.composing import Message
from gate.notify.notifier import Notifier
from gate.notify.sending import NotSent
from gate.notify.settings import Settings
from tests.service.rig import Rig
from tests.visits_before.conftest import rig, ring

__all__ = ["rig", "ring"]

SETTINGS = Settings(
    console="https://gate.example.net",
    mail="mailto://mx.example.net?from=gate@example.net",
    desk=("json://desk.example.net/hook",),
    managers=("json://boss.example.net/hook",),
    language="zh",
)


@dataclass(slots=True)
class Post:
    """What went out, as (address, message). ``broken``: nothing gets out."""

    out: list[tuple[str, Message]] = field(default_factory=list)
    broken: bool = False

    def send(self, address: str, message: Message) -> None:
        if self.broken:
            raise NotSent("the mailto server did not take it")
        self.out.append((address, message))

    def take(self) -> list[tuple[str, Message]]:
        """What went out since the last time."""
        taken, self.out = self.out, []
        return taken


@dataclass(slots=True, kw_only=True)
class Telling:
    """A notifier at work on the rig's store."""

    rig: Rig
    book: NotifyBook
    queries: Queries
    post: Post
    notifier: Notifier


@pytest.fixture
def telling(rig: Rig, tmp_path: Path) -> Iterator[Telling]:
    """It has read the record up to now."""
    book, post = NotifyBook(tmp_path / "notify.db"), Post()
    queries = open_queries(f"sqlite:///{tmp_path / 'gate.db'}")
    contacts.put(book, [contacts.contact("p1001", "chen@example.net", "zh")])
    contacts.put(book, [contacts.contact("p1002", "li@example.net", "en")])
    notifier = Notifier(rig.site, book, queries, post, SETTINGS, rig.clock.now)
    notifier.step()
    yield Telling(rig=rig, book=book, queries=queries, post=post, notifier=notifier)
    queries.close()
    book.close()
