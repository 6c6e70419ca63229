"""Where employees are told: an address and a language by person."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from gate.notify.book import NotifyBook

LANGUAGES = ("en", "zh")
ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,189}")


class ContactInvalid(ValueError):
    """Says what was expected, what came, and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """``language``: ``en`` or ``zh``."""

    person: str
    email: str
    language: str = "en"


def put(book: NotifyBook, contacts: Iterable[Contact]) -> int:
    """Keep these; one that is there is replaced. How many."""
    rows = [(each.person, each.email, each.language) for each in contacts]
    with book.work() as db:
        db.executemany(
            "INSERT INTO contacts VALUES (?, ?, ?) ON CONFLICT (person) DO UPDATE SET email = excluded.email,"
            " language = excluded.language",
            rows,
        )
    return len(rows)


def find(book: NotifyBook, person: str) -> Contact | None:
    """The person's contact; None where nobody entered one."""
    with book.work() as db:
        row = db.execute("SELECT * FROM contacts WHERE person = ?", (person,)).fetchone()
    return Contact(**dict(row)) if row else None


def contact(person: str, email: str, language: str, where: str = "") -> Contact:
    """A checked contact. ContactInvalid names ``where`` it stood."""
    place = f"{where}: " if where else ""
    if not person:
        raise ContactInvalid(f"{place}expected a person's id; got nothing")
    if not ADDRESS.fullmatch(email):
        raise ContactInvalid(f"{place}expected a mail address; got {email[:80]!r}")
    if language not in LANGUAGES:
        raise ContactInvalid(
            f"{place}expected a language among {', '.join(LANGUAGES)}; got {language[:20]!r}"
        )
    return Contact(person=person, email=email, language=language)


def read_csv(text: str) -> tuple[Contact, ...]:
    """``person,email,language`` with that heading. ContactInvalid with the row's number for the first bad one."""
    rows = csv.DictReader(io.StringIO(text))
    if not {"person", "email"} <= set(rows.fieldnames or ()):
        came = ", ".join(rows.fieldnames or ()) or "nothing"
        raise ContactInvalid(f"row 1: expected the headings person,email,language; got {came[:80]}")
    return tuple(
        contact(
            (row["person"] or "").strip(),
            (row["email"] or "").strip(),
            (row.get("language") or "en").strip(),
            f"row {number}",
        )
        for number, row in enumerate(rows, start=2)
    )
