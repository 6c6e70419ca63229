"""``[[visitor_types]]`` to :class:`gate.domain.visitor_type.VisitorType`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from gate.domain.level import Classification
from gate.domain.visitor_type import DEFAULT_TYPES, GUEST, LONGEST_VISIT, AskedField, VisitorType
from gate.site.read_zones import LEVELS, default_name
from gate.site.sections import Sections
from gate.site.table import Table
from gate.site.values import Unfit, duration, flag, line_of_text, one_of, shown, text

ASKED = one_of({asked.value: asked for asked in AskedField})


def read_visitor_types(sections: Sections, audit: timedelta | None) -> Mapping[str, VisitorType]:
    """The types of the file, and plain guests, whom every site has; those that come with Gate where it names none.

    ``audit``: how long the audit is kept, None where the file does not say. No visit outlives it.
    """
    found = {entry: _type(entry, table, audit) for entry, table in sections.of("visitor_types")}
    if not found:
        return DEFAULT_TYPES
    return found if GUEST in found else {**found, GUEST: DEFAULT_TYPES[GUEST]}


def _type(id: str, table: Table, audit: timedelta | None) -> VisitorType:
    return VisitorType(
        id=id,
        name=table.take("name", text, default_name(id)),
        asks=frozenset(table.each("asks", ASKED)),
        requires=tuple(dict.fromkeys(table.each("requires", line_of_text))),
        approve_from=table.take("approve_from", LEVELS, Classification.CONFIDENTIAL),
        highest=table.take("highest", LEVELS, None),
        escorted=table.take("escorted", flag, False),
        longest=table.take("longest", _longest, LONGEST_VISIT),
        retention=_retention(table, audit),
    )


def _longest(value: object) -> timedelta:
    span = duration(value)
    if span > LONGEST_VISIT:
        raise Unfit(f'at most "{LONGEST_VISIT.days}d": longer than any visit lasts')
    return span


def _retention(table: Table, audit: timedelta | None) -> timedelta | None:
    span = table.take("retention", duration, None)
    if span is not None and audit is not None and span > audit:
        expected = "at most as long as [retention] audit: it tells who changed the visit"
        table.faults.error(table.at("retention"), expected, shown(table.raw("retention")))
    return span
