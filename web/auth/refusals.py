"""What the console refuses by itself is recorded in the site's log, also when the engine is away for a while.

A refusal is written into the books first and sent from there, oldest first, until the engine has given its receipt.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from typing import Protocol

from gate.client import EngineSilent, new_id
from gate.domain.commands import Actor, Command, Receipt, RecordRefusal
from gate.domain.rights import Role
from web.auth.books import Books

log = logging.getLogger(__name__)

KEPT = 10_000
AGAIN_S = 5.0
LONGEST_TEXT = 200


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

    def waiting(self) -> int:
        """How many the engine has not recorded yet."""
        with self._books.work() as db:
            count: int = db.execute("SELECT count(*) FROM refusals").fetchone()[0]
            return count

    def send_waiting(self) -> bool:
        """Send all that wait, oldest first; False if the engine fell silent."""
        with self._books.work() as db:
            rows = db.execute("SELECT * FROM refusals ORDER BY rowid").fetchall()
        return all(self._send(row) for row in rows)

    def _send(self, row: sqlite3.Row) -> bool:
        actor = Actor(user=row["user"], role=Role(row["role"]), origin=row["origin"])
        command = RecordRefusal(what=row["what"], why=row["why"], subject=row["subject"])
        try:
            receipt = self._sender.send(command, actor, id=row["id"])
        except EngineSilent:
            return False
        log.info("refusal %s recorded: %s", row["id"], receipt.outcome)
        with self._books.work() as db:
            db.execute("DELETE FROM refusals WHERE id = ?", (row["id"],))
        return True

    def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            all_sent = self.send_waiting()
            self._wake.wait(None if all_sent else AGAIN_S)
