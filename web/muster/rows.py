"""A row of the roll as plain texts: in an emergency hundreds are shown at once, and nothing is looked up twice."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import NamedTuple

from gate.client import MusterLine
from web.language import age_in, iso
from web.texts import _
from web.words.names import Names, person_name

MOST_ZONES = 4
NOTHING = "–"


class Row(NamedTuple):
    """In the order of the table. ``since`` "": no age is known; ``settle``: the visit whose exit is unknown, or ""."""

    person: str
    name: str
    visitor: bool
    of: str
    known_by: str
    can_be_in: str
    since: str
    age: str
    settle: str


class Rows:
    """Makes rows of one page. Words are translated once, not once a row."""

    def __init__(self, names: Names, now: datetime) -> None:
        self.names = names
        self._now = now
        self._portal = cache(names.portal)
        self._exit_unknown = _("checked out with the exit unknown")
        self._passed = _("passed")
        self._read = _("read a badge")
        self._at_desk = _("checked in at the desk")
        self._visits = _("visits %(host)s")

    def row(self, line: MusterLine, *, certain: bool) -> Row:
        """The texts of one line. ``certain``: its zone is its heading, and is not said again."""
        person, visit = line.person, line.visit
        at = line.seen.at if line.seen else visit.checked_in_at if visit else None
        return Row(
            person=person.id,
            name=person_name(person, self.names.language),
            visitor=person.kind == "visitor",
            of=self._of(line),
            known_by=self._known_by(line),
            can_be_in="" if certain else self._zones(line.zones),
            since=iso(at) if at else "",
            age=age_in(self._now - at, self.names.language) if at else NOTHING,
            settle=visit.id if visit and visit.exit_unknown else "",
        )

    def _of(self, line: MusterLine) -> str:
        if line.visit and line.visit.host:
            return self._visits % {"host": self.names.person(line.visit.host)}
        return line.person.department or line.person.company or NOTHING

    def _known_by(self, line: MusterLine) -> str:
        if line.visit is not None and line.visit.exit_unknown:
            return self._exit_unknown
        if line.seen is None:
            return self._at_desk if line.visit else NOTHING
        how = self._passed if line.seen.type == "PassageEnded" else self._read
        return f"{how} · {self._portal(line.seen.portal)}" if line.seen.portal else how

    def _zones(self, zones: tuple[str, ...]) -> str:
        more = " …" if len(zones) > MOST_ZONES else ""
        return self.names.zones(zones[:MOST_ZONES]) + more
