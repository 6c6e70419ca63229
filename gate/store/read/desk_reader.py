"""Questions of the visitor desk: visits and what belongs to them, watchlists, permits, roll calls."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from gate.domain.agreement import AgreementText
from gate.domain.carried import CarriedItem, CarryPermit
from gate.domain.revocation import Revocation
from gate.domain.roll import RollCall
from gate.domain.watchlist import WatchEntry
from gate.store.read import (
    desk_rows,
    muster_rows,
    roll_rows,
    visit_rows,
)
from gate.store.read.asking import Asking
from gate.store.read.desk_rows import DeskPage, FoundVisit, ListLine
from gate.store.read.muster_rows import MusterLine
from gate.store.read.people_rows import VisitLine
from gate.store.read.roll_rows import RollSheet


class DeskReader(Asking):
    """What the desk asks."""

    def desk(self, visit: str, person: str) -> DeskPage:
        """What the desk knows of a visit and its visitor."""
        with self._ask() as connection:
            return desk_rows.page(connection, visit, person)

    def visits_found(
        self, words: str, since: datetime, until: datetime, limit: int
    ) -> tuple[FoundVisit, ...]:
        """Visits of a time by visitor, initials, company, host or code."""
        with self._ask() as connection:
            return desk_rows.search(connection, words, since, until, limit)

    def visit_of_pass(self, pass_hash: str) -> str | None:
        """The visit whose pass has this hash."""
        with self._ask() as connection:
            return desk_rows.by_pass(connection, pass_hash)

    def visit_of_card(self, numbers: Sequence[str]) -> str | None:
        """The newest visit with a badge of one of these numbers."""
        with self._ask() as connection:
            return desk_rows.by_card(connection, numbers)

    def agreement(self, version: int | None = None) -> tuple[AgreementText, ...]:
        """The agreement in its languages; the newest version, or the one asked for."""
        with self._ask() as connection:
            return desk_rows.texts(connection, version)

    def watchlists(self) -> tuple[ListLine, ...]:
        """Every watchlist with how many are on it."""
        with self._ask() as connection:
            return desk_rows.lists(connection)

    def watch_entries(self, list_id: str, words: str, limit: int) -> tuple[WatchEntry, ...]:
        """Who is on a list."""
        with self._ask() as connection:
            return desk_rows.entries(connection, list_id, words, limit)

    def carry_permits(
        self, states: Sequence[str], limit: int, words: str = "", only: desk_rows.PermitsOf | None = None
    ) -> tuple[CarryPermit, ...]:
        """Permits in these states, the newest first."""
        with self._ask() as connection:
            return desk_rows.permits(connection, states, limit, words, only)

    def carry_permit(self, id: str) -> CarryPermit | None:
        """One permit."""
        with self._ask() as connection:
            return desk_rows.permit(connection, id)

    def deposited(self) -> tuple[CarriedItem, ...]:
        """Everything that lies in a locker."""
        with self._ask() as connection:
            return desk_rows.deposited(connection)

    def visits_ahead(
        self, since: datetime, host: str | None = None, after: str = "", limit: int = visit_rows.MOST
    ) -> tuple[VisitLine, ...]:
        """Visits that end after ``since``, of one host or of all; ``after``: the last one of the page before."""
        with self._ask() as connection:
            return visit_rows.ahead(connection, since, host, after, limit)

    def visits_submitted(self, since: datetime) -> tuple[VisitLine, ...]:
        """Visits that wait for an approval and are not over."""
        with self._ask() as connection:
            return visit_rows.submitted(connection, since)

    def visits_unfinished(self) -> tuple[VisitLine, ...]:
        """Visits that a desk has not done with."""
        with self._ask() as connection:
            return visit_rows.unfinished(connection)

    def lost_badges(self, visit: str) -> tuple[Revocation, ...]:
        """Cases of badges that were lost in this visit, with each agent's answer."""
        with self._ask() as connection:
            return visit_rows.lost_badges(connection, visit)

    def muster(self, outside: Collection[str]) -> tuple[MusterLine, ...]:
        """Everybody who can be in the house."""
        with self._ask() as connection:
            return muster_rows.muster(connection, outside)

    def rolls_open(self) -> tuple[RollCall, ...]:
        """Rolls that have not ended, the oldest first."""
        with self._ask() as connection:
            return roll_rows.rolls_open(connection)

    def rolls_ended(self, limit: int) -> tuple[RollCall, ...]:
        """Rolls that have ended, the newest first."""
        with self._ask() as connection:
            return roll_rows.rolls_ended(connection, limit)

    def roll(self, id: str) -> RollSheet | None:
        """One roll with the people on it; None if there is no such id."""
        with self._ask() as connection:
            return roll_rows.roll(connection, id)

    def found_on_roll(self, id: str, words: str) -> frozenset[str]:
        """Ids of people on the roll whom the words find."""
        with self._ask() as connection:
            return roll_rows.found_on_roll(connection, id, words)
