"""What a whole file has beside the rights: names, remarks, and memberships and visits in full.

    rest     text name · u8 flags · [text name_zh] · [text pin] · u32 company · u32 department
             u16 memberships · u16 visits
             memberships    u8 flags · [text id] · [text reason] · [text approved by]; bit 3: it has a span
             visits         i64 from · i64 until · u32 state or none · u32 items · u16 zones · u16 escorts · u8 flags
                            text id · [text host] · zones: u32 · escorts: text

What stands in brackets is there if its flag is set, in this order from bit 0. Groups and spans of memberships stand in
the rights, in the same order: those without a span, and those with one.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from datetime import datetime

from gate.domain.person import Membership, Person
from gate.domain.visit import Items, Visit, VisitState
from gate.policy.instant import end_of, instant, start_of
from gate.policy.roster.fields import SPAN, Fields, Writer, sized_text
from gate.policy.roster.record import has_span, write_words

COUNTS = struct.Struct("<HH")
_REST = struct.Struct("<IIHH")
_FLAGS = struct.Struct("<B")
_FLAG_BYTES = [_FLAGS.pack(flags) for flags in range(256)]
_pack_counts, _pack_rest = COUNTS.pack, _REST.pack
_SPANNED = 8

Spanned = tuple[str, datetime | None, datetime | None]
"""A group, from when, until when."""


def write_rest(writer: Writer, person: Person) -> None:
    """Append what the rights leave out."""
    words, memberships, visits = writer.words, person.memberships, person.visits
    writer.block += sized_text(person.name) + _texts((person.name_zh, person.pin))
    writer.block += _pack_rest(words[person.company], words[person.department], len(memberships), len(visits))
    for each in memberships:
        texts = (each.id or None, each.reason or None, each.approved_by)
        writer.block += _texts(texts, _SPANNED if has_span(each) else 0)
    for visit in person.visits:
        _write_visit(writer, visit)


def read_membership(fields: Fields, lasting: Iterator[Spanned], timed: Iterator[Spanned]) -> Membership:
    """A membership in full: the next of those without a span, or of those with one."""
    flags, (id_, reason, approved_by) = _read_texts(fields, 3)
    group, starts, ends = next(timed if flags & _SPANNED else lasting)
    return Membership(
        group=group, id=id_ or "", reason=reason or "", approved_by=approved_by, starts=starts, ends=ends
    )


def read_visit(fields: Fields) -> Visit:
    """A visit in full."""
    starts, ends = (instant(each) for each in fields.unpack(SPAN))
    state, items = fields.word(), Items(fields.named())
    zones, escorts = fields.unpack(COUNTS)
    _, (host,) = _read_texts(fields, 1)
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
    _, (name_zh, pin) = _read_texts(fields, 2)
    return name, name_zh, pin


def _write_visit(writer: Writer, visit: Visit) -> None:
    writer.block += SPAN.pack(start_of(visit.starts), end_of(visit.ends))
    writer.word(None if visit.state is None else visit.state.value)
    writer.word(visit.items.value)
    writer.block += _pack_counts(len(visit.zones), len(visit.escorts))
    writer.block += _texts((visit.host,))
    writer.text(visit.id)
    write_words(writer, visit.zones)
    for escort in visit.escorts:
        writer.text(escort)


def _texts(texts: Sequence[str | None], flags: int = 0) -> bytes:
    """Flags that say which texts are there, and those."""
    own, bit = b"", 1
    for text in texts:
        if text is not None:
            flags |= bit
            own += sized_text(text)
        bit <<= 1
    return _FLAG_BYTES[flags] + own


def _read_texts(fields: Fields, count: int) -> tuple[int, tuple[str | None, ...]]:
    (flags,) = fields.unpack(_FLAGS)
    return flags, tuple(fields.text() if flags >> bit & 1 else None for bit in range(count))
