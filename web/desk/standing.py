"""How a visit stands at the desk: everything known of it, and its obligations in words."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort

from gate.client import DeskPage, PersonPage
from gate.domain.desk_record import DeskRecord
from gate.domain.requirement import unmet
from gate.domain.visit_file import VisitFile
from gate.visitors.obligations import Obligation, Situation, in_the_way, obligations
from web import language
from web.console import console
from web.words.names import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One visit as the desk's pages show it."""

    file: VisitFile
    person: PersonPage | None
    desk: DeskPage
    record: DeskRecord
    lines: tuple[Obligation, ...]
    names: Names

    @property
    def stops(self) -> tuple[Obligation, ...]:
        """What a check-in would leave open."""
        return in_the_way(self.lines)


def standing(file: VisitFile) -> Standing:
    """Ask the store, and decide the obligations as the engine does."""
    parts = console()
    person = parts.queries.person(file.person)
    desk = parts.queries.desk(file.visit.id, file.person)
    record = desk.record or DeskRecord(visit=file.visit.id, person=file.person)
    wanted = {
        file.person,
        *file.visit.escorts,
        *(each for each in (file.visit.host, file.approved_by) if each),
    }
    named = parts.queries.named(wanted)
    gone = {
        each
        for each in (*file.visit.escorts, *((file.visit.host,) if file.visit.host else ()))
        if each not in named or named[each].departed_at is not None
    }
    kind = parts.site.visitor_types.get(file.kind)
    now = parts.now()
    today = language.local(now).date()
    has = person.file.person.prerequisites if person else {}
    situation = Situation(
        site=parts.site,
        file=file,
        record=record,
        now=now,
        today=today,
        items=desk.items,
        texts={text.language: text for text in desk.texts},
        gone=frozenset(gone),
        lists=desk.lists,
        announced=bool(person and person.file.id_hash),
        kind=kind,
        company=person.file.person.company if person else "",
        missing=unmet(kind.requires, has, file.waivers, today) if kind else (),
    )
    return Standing(
        file=file,
        person=person,
        desk=desk,
        record=record,
        lines=obligations(situation),
        names=Names(parts.site, named, language.language()),
    )


def known_visit(id: str) -> VisitFile:
    """The visit; 404 for none."""
    found = console().queries.visit(id)
    if found is None:
        abort(404)
    return found
