"""What a visitor says at the desk that nobody gave before: the check-in of his type asks for it."""

from __future__ import annotations

from dataclasses import replace

from gate.domain.desk_commands import TakeParticulars
from gate.domain.events import PersonChanged
from gate.domain.visitor_type import AskedField
from gate.service.change import Change
from gate.service.desk.kept import at_revision, before_badge, keep, short
from gate.service.errors import NotThere
from gate.service.facts import Facts
from gate.service.visits.kept import put

LONGEST_COUNTRY = 64


def take(facts: Facts, change: Change, ask: TakeParticulars) -> str:
    """Keep what is given; what is left empty stays as it was. NotThere where nothing is."""
    file = before_badge(facts, ask.visit)
    record = at_revision(facts, ask.visit, ask.revision)
    given = _given(ask)
    if AskedField.COMPANY in given:
        held = facts.people[file.person]
        person = replace(held.person, company=given[AskedField.COMPANY])
        kept = facts.put_person(change, replace(held, person=person))
        change.note(PersonChanged(person=file.person, revision=kept.revision, what="completed"))
    filled = replace(
        file,
        purpose=given.get(AskedField.PURPOSE, file.purpose),
        nationality=given.get(AskedField.NATIONALITY, file.nationality),
    )
    if filled != file:
        put(facts, change, filled, what="completed")
    keep(facts, change, record, "completed", " ".join(field.value for field in given))
    return ask.visit


def _given(ask: TakeParticulars) -> dict[AskedField, str]:
    texts = {
        AskedField.COMPANY: short(ask.company, "the company"),
        AskedField.PURPOSE: short(ask.purpose, "the purpose"),
        AskedField.NATIONALITY: short(ask.nationality, "the nationality"),
    }
    if len(texts[AskedField.NATIONALITY]) > LONGEST_COUNTRY:
        raise NotThere(f"expected at most {LONGEST_COUNTRY} characters of the nationality")
    given = {field: text for field, text in texts.items() if text}
    if not given:
        raise NotThere("expected a company, the purpose or the nationality")
    return given
