"""Operators of the console: one name, one role, one password."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from gate.domain.rights import Right, Role, may
from web.auth.books import Books
from web.auth.passwords import Passwords

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
ROLES = (Role.GUARD, Role.MANAGER, Role.HR, Role.AUDITOR, Role.HOST)


class OperatorInvalid(ValueError):
    """The name, role or password cannot be taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Somebody who may sign in. ``language`` and ``theme`` None: never chosen. ``person``: which employee he is."""

    name: str
    role: Role
    language: str | None = None
    theme: str | None = None
    person: str = ""

    def may(self, right: Right) -> bool:
        """True if the role carries the right."""
        return may(self.role, right)


def add(console_db: Path, name: str, role: Role, password: str, person: str = "") -> None:
    """Make an operator, or give one that is there a new role and password, ending his sessions."""
    with closing(Books(console_db)) as books:
        put(books, Passwords(), name, role, password, person)


def put(books: Books, passwords: Passwords, name: str, role: Role, password: str, person: str = "") -> None:
    """The same in open books. OperatorInvalid or PasswordUnfit say what was expected.

    ``person``: the id of the employee whose account it is. A host's must have one; kept where none is given anew.
    """
    if not NAME.fullmatch(name):
        raise OperatorInvalid(
            f"expected a name of lower-case letters, digits, . _ - (1 to 40); got {name[:60]!r}"
        )
    if role not in ROLES:
        raise OperatorInvalid(f"expected one of {', '.join(ROLES)}; got {role!r}")
    if role is Role.HOST and not person and not _person_of(books, name):
        raise OperatorInvalid("expected the person whose account it is: a host invites to himself alone")
    hashed = passwords.hash(password)
    with books.work() as db:
        db.execute(
            "INSERT INTO operators (name, role, password, made_at, person) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET role = excluded.role, password = excluded.password,"
            " person = CASE excluded.person WHEN '' THEN person ELSE excluded.person END",
            (name, role.value, hashed, books.time(), person),
        )
        db.execute("DELETE FROM sessions WHERE operator = ?", (name,))
        db.execute("DELETE FROM wrong_passwords WHERE name = ?", (name,))


def remove(books: Books, name: str) -> bool:
    """Take an operator away with his sessions; False if there was none."""
    with books.work() as db:
        return db.execute("DELETE FROM operators WHERE name = ?", (name,)).rowcount > 0


def listed(books: Books) -> tuple[Operator, ...]:
    """Every operator, by name."""
    with books.work() as db:
        return tuple(operator_of(row) for row in db.execute("SELECT * FROM operators ORDER BY name"))


def find(books: Books, name: str) -> tuple[Operator, str] | None:
    """An operator with his password's hash."""
    with books.work() as db:
        row = db.execute("SELECT * FROM operators WHERE name = ?", (name,)).fetchone()
    return (operator_of(row), row["password"]) if row else None


def prefer(books: Books, name: str, *, language: str | None = None, theme: str | None = None) -> None:
    """Remember what he chose."""
    with books.work() as db:
        db.execute(
            "UPDATE operators SET language = coalesce(?, language), theme = coalesce(?, theme) WHERE name = ?",
            (language, theme, name),
        )


def operator_of(row: sqlite3.Row) -> Operator:
    """The row as an operator."""
    return Operator(
        name=row["name"],
        role=Role(row["role"]),
        language=row["language"],
        theme=row["theme"],
        person=row["person"],
    )


def _person_of(books: Books, name: str) -> str:
    found = find(books, name)
    return found[0].person if found else ""
