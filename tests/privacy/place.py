"""A site with the addresses of what it keeps, and people who come and go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, text

from gate.domain.commands import Actor, Outcome, RegisterVisit
from gate.domain.rights import Role
from gate.domain.visit_commands import CancelVisit
from gate.keys.ring import KeyRing
from gate.store.connect import engine_for
from gate.store.read import Reader
from tests.service.rig import GUARD, Rig

NUMBER = "G12345678901"
SYSTEM = Actor(user="root", role=Role.SYSTEM, origin="cli")


@dataclass
class Place:
    """A rig, its keys, and its store as others read it."""

    rig: Rig
    ring: KeyRing
    url: str
    reader: Reader

    def guest(self, name: str = "Nora Guest", number: str = NUMBER) -> tuple[str, str]:
        """A visitor who is registered: (person, visit)."""
        now = self.rig.clock.now()
        ask = RegisterVisit(
            name=name,
            company="Guest and Sons",
            host="p1001",
            zones=("lobby",),
            starts=now,
            ends=now + timedelta(hours=1),
            purpose="to see the lathe",
            id_kind="passport",
            id_number=number,
        )
        receipt = self.rig.command(ask, GUARD)
        assert receipt.outcome is Outcome.DONE, receipt
        return self.rig.facts.visits[receipt.subject].person, receipt.subject

    def guest_gone(self, name: str = "Nora Guest") -> tuple[str, str]:
        """The same, whose visit is over by two hours."""
        person, visit = self.guest(name)
        receipt = self.rig.command(CancelVisit(visit=visit, reason="the lathe is broken"), SYSTEM)
        assert receipt.outcome is Outcome.DONE, receipt
        self.rig.clock.forward(hours=3)
        return person, visit

    @contextmanager
    def ask(self) -> Iterator[Connection]:
        """A connection that cannot write."""
        engine = engine_for(self.url, read_only=True)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()

    def column(self, query: str) -> list[object]:
        """The first column of a query."""
        with self.ask() as connection:
            return list(connection.execute(text(query)).scalars())

    def whole_store(self) -> str:
        """Every value of every table as text."""
        with self.ask() as connection:
            tables = connection.dialect.get_table_names(connection)
            return "\n".join(
                repr(tuple(row))
                for table in tables
                for row in connection.execute(text(f"SELECT * FROM {table}"))
            )
