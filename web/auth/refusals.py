"""What the console alone sees is recorded in the site's log, also when the engine is away for a while.

That is what it refuses by itself, and who looked at what is known of a person. Each is written into the books first and
sent from there, oldest first, until the engine has given its receipt.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from gate.client import EngineSilent, new_id
from gate.domain.commands import Actor, Command, Receipt, RecordRefusal
from gate.domain.privacy_commands import RecordReading
from gate.domain.rights import Role
from web.auth.books import Books

log = logging.getLogger(__name__)

KEPT = 10_000
AGAIN_S = 5.0
LONGEST_TEXT = 200


def _refusal(row: sqlite3.Row) -> Command:
    return RecordRefusal(what=row["what"], why=row["why"], subject=row["subject"])


def _reading(row: sqlite3.Row) -> Command:
    return RecordReading(what=row["what"], person=row["person"])


TABLES: Mapping[str, Callable[[sqlite3.Row], Command]] = {"refusals": _refusal, "readings": _reading}
"""What waits in the books, by table, and the command that each row becomes."""


class Sends(Protocol):
    """What carries a command to the engine."""

    def send(self, command: Command, actor: Actor, id: str | None = None) -> Receipt:
        """The receipt; EngineSilent where none came."""


class Refusals:
    """``note`` returns at once; a thread of its own sends."""

    def __init__(self, books: Books, sender: Sends) -> None:
        self._books = books
        self._sender = sender
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="refusals", daemon=True)

    def start(self) -> None:
        """Begin to send what waits."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; what was not sent stays in the books."""
        self._stopping = True
        self._wake.set()
        self._thread.join()

    def note(
        self, what: str, why: str, *, subject: str = "", actor: Actor | None = None, origin: str = ""
    ) -> None:
        """Keep one. Without ``actor`` (nobody is signed in) the console itself reports it."""
        by = actor or Actor(user="console", role=Role.SYSTEM, origin=origin)
        with self._books.work() as db:
            waiting = db.execute("SELECT count(*) FROM refusals").fetchone()[0]
            if waiting >= KEPT:
                log.error("refusal not kept, %d wait for the engine already: %s %s", waiting, what, why)
                return
            row = (by.user, by.role.value, by.origin, what, why, subject[:LONGEST_TEXT])
            db.execute(
                "INSERT INTO refusals VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (new_id(), self._books.time(), *row)
            )
        self._wake.set()

    def reading(self, what: str, person: str, actor: Actor) -> None:
        """Keep that somebody looked at a person's page; none is ever left out, since nothing else tells of it."""
        self.readings(what, (person,), actor)

    def readings(self, what: str, people: Iterable[str], actor: Actor) -> None:
        """The same for everybody whom one page shows; kept all or not at all."""
        by = (actor.user, actor.role.value, actor.origin)
        with self._books.work() as db:
            db.executemany(
                "INSERT INTO readings VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(new_id(), self._books.time(), *by, what, person) for person in people],
            )
        self._wake.set()

    def waiting(self) -> int:
        """How many the engine has not recorded yet."""
        with self._books.work() as db:
            return sum(db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES)  # noqa: S608

    def send_waiting(self) -> bool:
        """Send all that wait, oldest first; False if the engine fell silent."""
        for table, command_of in TABLES.items():
            with self._books.work() as db:
                rows = db.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()  # noqa: S608
            if not all(self._send(table, row, command_of(row)) for row in rows):
                return False
        return True

    def _send(self, table: str, row: sqlite3.Row, command: Command) -> bool:
        actor = Actor(user=row["user"], role=Role(row["role"]), origin=row["origin"])
        try:
            receipt = self._sender.send(command, actor, id=row["id"])
        except EngineSilent:
            return False
        log.info("%s: %s recorded: %s", table, row["id"], receipt.outcome)
        with self._books.work() as db:
            db.execute(f"DELETE FROM {table} WHERE id = ?", (row["id"],))  # noqa: S608
        return True

    def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            all_sent = self.send_waiting()
            self._wake.wait(None if all_sent else AGAIN_S)
