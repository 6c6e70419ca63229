"""A record back to the person that it was written of, whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from gate.domain.card import CardNumber
from gate.domain.credential import Credential
from gate.domain.level import Assurance, Clearance
from gate.domain.person import Membership, Person
from gate.policy.instant import BEGINNING, END, instant
from gate.policy.roster.fields import WORD, Fields
from gate.policy.roster.record import (
    CREDENTIAL,
    EXTENDED,
    HEAD,
    PREREQUISITE,
    STATES,
    STAY,
    TIMED,
    kind_of,
)
from gate.policy.roster.rest import COUNTS, Spanned, read_membership, read_names, read_visit


def read_person(fields: Fields) -> Person:
    """The person of the record that begins here, equal to the one written; instants are in UTC."""
    flags, clearance, length, lasting, timed, prerequisites, credentials, stays, starts, ends = fields.unpack(
        HEAD
    )
    id_ = fields.sized(length)
    groups: list[Spanned] = [(fields.named(), None, None) for _ in range(lasting)]
    spans = [_timed(fields) for _ in range(timed)]
    lasts = dict(_prerequisite(fields) for _ in range(prerequisites))
    tokens = tuple(_credential(fields) for _ in range(credentials))
    for _ in range(stays):
        _skip_stay(fields)
    name, name_zh, pin = read_names(fields)
    company, department = fields.named(), fields.named()
    memberships, visits = fields.unpack(COUNTS)
    return Person(
        id=id_,
        name=name,
        name_zh=name_zh,
        kind=kind_of(flags),
        clearance=Clearance(clearance),
        starts=_bound(starts, BEGINNING),
        ends=_bound(ends, END),
        memberships=tuple(_memberships(fields, memberships, groups, spans)),
        prerequisites=lasts,
        credentials=tokens,
        visits=tuple(read_visit(fields) for _ in range(visits)),
        pin=pin,
        extended_time=bool(flags & EXTENDED),
        company=company,
        department=department,
    )


def _memberships(
    fields: Fields, count: int, lasting: Iterable[Spanned], timed: Iterable[Spanned]
) -> Iterator[Membership]:
    """As many, from those without and those with a span."""
    groups, spans = iter(lasting), iter(timed)
    return (read_membership(fields, groups, spans) for _ in range(count))


def _timed(fields: Fields) -> Spanned:
    starts, ends, number = fields.unpack(TIMED)
    return fields.words[number], _bound(starts, BEGINNING), _bound(ends, END)


def _bound(us: int, open_: int) -> datetime | None:
    return None if us == open_ else instant(us)


def _prerequisite(fields: Fields) -> tuple[str, date | None]:
    number, day = fields.unpack(PREREQUISITE)
    return fields.words[number], date.fromordinal(day) if day else None


def _credential(fields: Fields) -> Credential:
    form, has_facility, facility, assurance, state, kind, id_length, length = fields.unpack(CREDENTIAL)
    id_, number = fields.sized(id_length), fields.sized(length)
    return Credential(
        id=id_,
        card=CardNumber(
            format=fields.words[form], number=number, facility=facility if has_facility else None
        ),
        kind=fields.words[kind],
        assurance=Assurance(assurance),
        state=STATES[state],
    )


def _skip_stay(fields: Fields) -> None:
    *_, zones, escorts = fields.unpack(STAY)
    fields.text()
    fields.at += zones * WORD.size
    for _ in range(escorts):
        fields.text()
