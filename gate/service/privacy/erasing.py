"""Erasure: of a person who is gone, and of records that have outlived their span. What is held is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from gate.domain.credential import CredentialState
from gate.domain.erasure import EraseAlarms, EraseEntries, EraseEvents, ErasePerson, EraseVisits
from gate.domain.events import PersonChanged, RecordsErased
from gate.domain.person import Person, PersonKind
from gate.domain.person_file import PersonFile
from gate.domain.privacy_commands import LARGEST_RANGE, ErasePersonalData, EraseRange, EraseRecords
from gate.domain.retention import Kind, cutoff, types_of
from gate.domain.visit import VisitState
from gate.service.change import Change
from gate.service.desk.screening import subjects_of
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts
from gate.service.privacy.holds import held_people, refuse_held

ENDED = frozenset(
    {
        VisitState.CLOSED,
        VisitState.REJECTED,
        VisitState.CANCELLED,
        VisitState.NO_SHOW,
        VisitState.REFUSED,
    }
)
ERASED = "erased"
"""What a change of an erased person is called; his name reads as his id."""


def erase_person(facts: Facts, change: Change, ask: ErasePersonalData) -> str:
    """Facts forget him but for his id. Refused while he belongs here, while a visit runs, and under a hold."""
    file = facts.people.get(ask.person)
    if file is None:
        raise NotThere(f"no person {ask.person!r}")
    _refuse_present(facts, file)
    refuse_held(facts, ask.person, Kind.PEOPLE, *([Kind.VISITS] if _guest(file) else []))
    for visit in facts.visits.of(ask.person):
        del facts.visits[visit.visit.id]  # over, and erased from the store: not written again
        facts.desk.forget_visit(visit.visit.id)
    subjects = (*subjects_of(file), f"person:{ask.person}")
    facts.desk.forget_person(ask.person, subjects)
    stone = PersonFile(person=_stone(file.person), revision=0, departed_at=file.departed_at)
    kept = facts.put_person(change, stone)
    change.erasures.append(ErasePerson(person=ask.person, subjects=subjects, id_hash=file.id_hash))
    change.note(PersonChanged(person=ask.person, revision=kept.revision, what=ERASED))
    return ask.person


def erase_range(facts: Facts, change: Change, ask: EraseRange, now: datetime) -> str:
    """Events lose their personal part; the kind, or the person where one is named."""
    if not 0 < ask.first <= ask.last or ask.last - ask.first >= LARGEST_RANGE:
        raise NotThere(f"expected a range of 1 to {LARGEST_RANGE} events; got {ask.first} to {ask.last}")
    if ask.person:
        _refuse_unerased(facts, ask.person)
        types, subject = types_of(""), ask.person
    else:
        kind = _outlived(facts, ask.kind, ask.before, now)
        types, subject = types_of(kind), kind.value
    change.erasures.append(
        EraseEvents(
            first=ask.first,
            last=ask.last,
            types=types,
            before=ask.before,
            person=ask.person,
            keep=held_people(facts),
        )
    )
    change.note(
        RecordsErased(kind=ask.kind, first=ask.first, last=ask.last, before=ask.before, person=ask.person)
    )
    return subject


def erase_records(facts: Facts, change: Change, ask: EraseRecords, now: datetime) -> str:
    """Visits, alarms or ended entries of watchlists (``people``) lose what tells of people; pictures go.

    A visit may go by the span of its type, which can be shorter than the site's, or longer.
    """
    if not 0 < len(ask.ids) <= LARGEST_RANGE:
        raise NotThere(f"expected 1 to {LARGEST_RANGE} ids; got {len(ask.ids)}")
    if ask.person:
        return _forget_pictures(facts, change, ask)
    kind = _outlived(facts, ask.kind, ask.before, now, _shortest(facts))
    if kind is Kind.VISITS:
        _forget_visits(facts, change, ask, now)
    elif kind is Kind.ALARMS:
        if open_now := sorted(set(ask.ids) & facts.alarms.keys()):
            raise Refused(f"alarm {open_now[0]} is open")
        change.erasures.append(EraseAlarms(alarms=ask.ids, before=ask.before))
    elif kind is Kind.PEOPLE:
        if on_list := sorted(set(ask.ids) & facts.desk.entries.keys()):
            raise Refused(f"entry {on_list[0]} of a watchlist has not ended")
        change.erasures.append(EraseEntries(entries=ask.ids, before=ask.before))
    elif (
        kind is not Kind.IMAGES
    ):  # pictures are files of whoever asks: what goes is recorded here, and then goes
        raise NotThere(f"expected visits, alarms, people or images; got {ask.kind!r}")
    change.note(RecordsErased(kind=kind.value, before=ask.before, records=len(ask.ids)))
    return kind.value


def _forget_pictures(facts: Facts, change: Change, ask: EraseRecords) -> str:
    """Of one person whose facts are gone: nothing is left to tell whom they show. A hold on pictures keeps them."""
    if ask.kind != Kind.IMAGES:
        raise NotThere(f"expected images of a person; got {ask.kind!r}")
    _refuse_unerased(facts, ask.person)
    refuse_held(facts, Kind.IMAGES)
    change.note(
        RecordsErased(
            kind=ask.kind, before=ask.before, records=len(ask.ids), person=ask.person, names=ask.ids
        )
    )
    return ask.person


def _forget_visits(facts: Facts, change: Change, ask: EraseRecords, now: datetime) -> None:
    for each in ask.ids:
        file = facts.visits.get(each)
        if file is None:
            continue  # closed before the engine started: the store alone has it
        if file.visit.state not in ENDED or file.visit.ends >= ask.before:
            raise Refused(f"visit {each} is {file.visit.state}, not over")
        span = _kept_for(facts, file.kind)
        if span is None or ask.before > now - span:
            raise Refused(f"the site keeps visits of {file.kind} longer than since {ask.before.isoformat()}")
        refuse_held(facts, file.person)
        del facts.visits[each]
        facts.desk.forget_visit(each)
    change.erasures.append(EraseVisits(visits=ask.ids, before=ask.before))


def _kept_for(facts: Facts, type_id: str) -> timedelta | None:
    """How long a visit of this type is kept: as its type says, else as the site does; None: without end."""
    kind = facts.site.visitor_types.get(type_id)
    usual = facts.site.retention.get(Kind.VISITS)
    return usual if kind is None or kind.retention is None else kind.retention


def _shortest(facts: Facts) -> Mapping[str, timedelta]:
    """The site's spans, that of visits the shortest of any type: a visit that the facts do not hold may be of it."""
    spans = [_kept_for(facts, each) for each in ("", *facts.site.visitor_types)]
    known = [span for span in spans if span is not None]
    return {**facts.site.retention, **({Kind.VISITS.value: min(known)} if known else {})}


def _outlived(
    facts: Facts, word: str, before: datetime, now: datetime, spans: Mapping[str, timedelta] | None = None
) -> Kind:
    """The kind, if the site limits it, ``before`` is no later than its span allows, and nothing holds it.

    ``spans``: by kind; None: the site's.
    """
    try:
        kind = Kind(word)
    except ValueError:
        raise NotThere(f"expected a kind among {', '.join(Kind)}; got {word!r}") from None
    limit = cutoff(facts.site.retention if spans is None else spans, kind, now)
    if limit is None:
        raise Refused(f"the site keeps {kind} without end")
    if before > limit:
        raise Refused(
            f"the site keeps {kind} since {limit.isoformat()}; asked to erase up to {before.isoformat()}"
        )
    refuse_held(facts, kind)
    return kind


def _refuse_present(facts: Facts, file: PersonFile) -> None:
    if not _guest(file) and file.departed_at is None:
        raise Refused("the person has not left: gate's records of him are still needed")
    alive = [each.id for each in file.person.credentials if each.state is CredentialState.ACTIVE]
    if alive:
        raise Refused(f"credential {alive[0]} is active")
    running = [each for each in facts.visits.of(file.person.id) if each.visit.state not in ENDED]
    if running:
        raise Refused(f"visit {running[0].visit.id} is {running[0].visit.state}, not over")


def _refuse_unerased(facts: Facts, person: str) -> None:
    file = facts.people.get(person)
    if file is None:
        raise NotThere(f"no person {person!r}")
    if file.person != _stone(file.person):
        raise Refused("what facts say of the person was not erased")
    refuse_held(facts, person)


def _guest(file: PersonFile) -> bool:
    return file.person.kind is PersonKind.VISITOR


def _stone(person: Person) -> Person:
    """What remains: the id, what he was here, and his tokens, which belong to the site and must stay dead."""
    return Person(
        id=person.id, name=person.id, kind=person.kind, ends=person.ends, credentials=person.credentials
    )
