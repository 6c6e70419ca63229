"""One person as a record: first what a decision asks, then what the whole file adds.

    rights   u8 flags · u8 clearance · u16 length of id · u16 × 5: lasting, timed, prerequisites, credentials, stays
             i64 from · i64 until · id
             lasting        u32 group
             timed          i64 from · i64 until · u32 group
             prerequisites  u32 name · i32 ordinal of the last good day, 0: no end
             credentials    u32 format · u8 has facility · i64 facility · u8 assurance · u8 state · u32 kind
                            u16 length of id · u16 length of number · id · number
             stays          i64 from · i64 until · u8 settled · u16 zones · u16 escorts
                            text id · zones: u32 · escorts: text
    rest     :mod:`gate.policy.roster.rest`

Spans are microseconds as in :mod:`gate.policy.instant`; u32 names are numbers of words.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from gate.domain.credential import Credential, CredentialState
from gate.domain.person import Membership, Person, PersonKind
from gate.domain.visit import Visit
from gate.policy.holder import is_settled, may_run
from gate.policy.instant import end_of, start_of
from gate.policy.roster.fields import Writer, numbers

HEAD = struct.Struct("<BB6Hqq")
TIMED = struct.Struct("<qqI")
PREREQUISITE = struct.Struct("<Ii")
CREDENTIAL = struct.Struct("<IBqBBIHH")
STAY = struct.Struct("<qqBHH")

VISITOR, CONTRACTOR, EXTENDED = 1, 2, 4
"""Flags of a person."""

_EMPLOYEE, _VISITOR = PersonKind.EMPLOYEE, PersonKind.VISITOR
_pack_head, _pack_credential = HEAD.pack, CREDENTIAL.pack

STATES = tuple(CredentialState)
"""States by number; new ones are added at the end."""


def write_rights(writer: Writer, person: Person) -> None:
    """Append what a decision asks of the person."""
    id_, words = person.id.encode(), writer.words
    lasting: list[int] = []
    timed: list[Membership] = []
    for each in person.memberships:
        if has_span(each):
            timed.append(each)
        else:
            lasting.append(words[each.group])
    stays = [visit for visit in person.visits if may_run(visit)]
    block = writer.block
    block += _pack_head(
        _flags(person),
        person.clearance,
        len(id_),
        len(lasting),
        len(timed),
        len(person.prerequisites),
        len(person.credentials),
        len(stays),
        start_of(person.starts),
        end_of(person.ends),
    )
    block += id_
    block += numbers(len(lasting)).pack(*lasting)
    for each in timed:
        block += TIMED.pack(start_of(each.starts), end_of(each.ends), words[each.group])
    for name, day in person.prerequisites.items():
        block += PREREQUISITE.pack(words[name], 0 if day is None else day.toordinal())
    for credential in person.credentials:
        _write_credential(writer, credential)
    for stay in stays:
        _write_stay(writer, stay)


def kind_of(flags: int) -> PersonKind:
    """What the flags say of who somebody is."""
    if flags & VISITOR:
        return PersonKind.VISITOR
    return PersonKind.CONTRACTOR if flags & CONTRACTOR else PersonKind.EMPLOYEE


def has_span(membership: Membership) -> bool:
    """True if the membership begins or ends."""
    return membership.starts is not None or membership.ends is not None


def _flags(person: Person) -> int:
    """Looked up by identity: a member of an enumeration is slow to hash."""
    kind = person.kind
    flags = 0 if kind is _EMPLOYEE else VISITOR if kind is _VISITOR else CONTRACTOR
    return flags | EXTENDED if person.extended_time else flags


def _write_credential(writer: Writer, credential: Credential) -> None:
    card, words, block = credential.card, writer.words, writer.block
    facility = card.facility
    id_, number = credential.id.encode(), card.number.encode()
    block += _pack_credential(
        words[card.format],
        facility is not None,
        facility or 0,
        credential.assurance,
        STATES.index(credential.state),
        words[credential.kind],
        len(id_),
        len(number),
    )
    block += id_
    block += number


def _write_stay(writer: Writer, visit: Visit) -> None:
    starts, ends = start_of(visit.starts), end_of(visit.ends)
    writer.block += STAY.pack(starts, ends, is_settled(visit.items), len(visit.zones), len(visit.escorts))
    writer.text(visit.id)
    write_words(writer, visit.zones)
    for escort in visit.escorts:
        writer.text(escort)


def write_words(writer: Writer, texts: Sequence[str]) -> None:
    """Words, one after another."""
    for text in texts:
        writer.word(text)
