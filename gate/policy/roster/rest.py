"""What a whole file has beside the rights: names, remarks, and memberships and visits in full.

    rest     text name · u8 flags · [text name_zh] · [text pin] · u32 company · u32 department
             u16 memberships · u16 visits
             memberships    u32 group · i64 from · i64 until · u8 flags · [text id] · [text reason] · [text approved by]
             visits         i64 from · i64 until · u32 state or none · u32 items · u16 zones · u16 escorts · u8 flags
                            text id · [text host] · zones: u32 · escorts: text

What stands in brackets is there if its flag is set, in this order from bit 0.
"""

from __future__ import annotations

import struct
from datetime import datetime

from gate.domain.person import Membership, Person
from gate.domain.visit import Items, Visit, VisitState
from gate.policy.instant import BEGINNING, END, end_of, instant, start_of
from gate.policy.roster.fields import SPAN, Fields, Writer
from gate.policy.roster.record import write_words

COUNTS = struct.Struct("<HH")
_FLAGS = struct.Struct("<B")


def write_rest(writer: Writer, person: Person) -> None:
    """Append what the rights leave out."""
    writer.text(person.name)
    _write_texts(writer, person.name_zh, person.pin)
    writer.word(person.company)
    writer.word(person.department)
    writer.pack(COUNTS, len(person.memberships), len(person.visits))
    for membership in person.memberships:
        _write_membership(writer, membership)
    for visit in person.visits:
        _write_visit(writer, visit)


def read_membership(fields: Fields) -> Membership:
    """A membership in full."""
    group = fields.named()
    starts, ends = _read_span(fields)
    id_, reason, approved_by = _read_texts(fields, 3)
    return Membership(
        group=group, id=id_ or "", reason=reason or "", approved_by=approved_by, starts=starts, ends=ends
    )


def read_visit(fields: Fields) -> Visit:
    """A visit in full."""
    starts, ends = (instant(each) for each in fields.unpack(SPAN))
    state, items = fields.word(), Items(fields.named())
    zones, escorts = fields.unpack(COUNTS)
    (host,) = _read_texts(fields, 1)
    return Visit(
        id=fields.text(),
        starts=starts,
        ends=ends,
        zones=tuple(fields.named() for _ in range(zones)),
        host=host,
        escorts=tuple(fields.text() for _ in range(escorts)),
        state=None if state is None else VisitState(state),
        items=items,
    )


def read_names(fields: Fields) -> tuple[str, str | None, str | None]:
    """Name, name in Chinese, PIN verifier."""
    name = fields.text()
    name_zh, pin = _read_texts(fields, 2)
    return name, name_zh, pin


def _write_membership(writer: Writer, membership: Membership) -> None:
    writer.word(membership.group)
    writer.pack(SPAN, start_of(membership.starts), end_of(membership.ends))
    _write_texts(writer, membership.id or None, membership.reason or None, membership.approved_by)


def _write_visit(writer: Writer, visit: Visit) -> None:
    writer.pack(SPAN, start_of(visit.starts), end_of(visit.ends))
    writer.word(None if visit.state is None else visit.state.value)
    writer.word(visit.items.value)
    writer.pack(COUNTS, len(visit.zones), len(visit.escorts))
    _write_texts(writer, visit.host)
    writer.text(visit.id)
    write_words(writer, visit.zones)
    for escort in visit.escorts:
        writer.text(escort)


def _write_texts(writer: Writer, *texts: str | None) -> None:
    """Flags that say which texts are there, and those."""
    writer.pack(_FLAGS, sum(1 << bit for bit, text in enumerate(texts) if text is not None))
    for text in texts:
        if text is not None:
            writer.text(text)


def _read_texts(fields: Fields, count: int) -> tuple[str | None, ...]:
    (flags,) = fields.unpack(_FLAGS)
    return tuple(fields.text() if flags >> bit & 1 else None for bit in range(count))


def _read_span(fields: Fields) -> tuple[datetime | None, datetime | None]:
    starts, ends = fields.unpack(SPAN)
    return None if starts == BEGINNING else instant(starts), None if ends == END else instant(ends)
