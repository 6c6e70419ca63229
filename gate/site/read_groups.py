"""``[[groups]]`` and ``[[threat_levels]]`` to :mod:`gate.domain.group`."""

from __future__ import annotations

from collections.abc import Mapping

from gate.domain.group import Deny, Grant, Group, ThreatLevel
from gate.site import keys
from gate.site.finding import Path
from gate.site.known import Known
from gate.site.read_zones import default_name, read_factors
from gate.site.sections import Sections
from gate.site.span import read_span
from gate.site.table import Table
from gate.site.values import flag, ident, line_of_text, text


def read_groups(sections: Sections) -> Mapping[str, Group]:
    """All groups. Ids of grants and denies are unique in the site: decisions name them."""
    taken: dict[str, Path] = {}
    return {entry: _group(entry, table, sections.known, taken) for entry, table in sections.of("groups")}


def read_threat_levels(sections: Sections) -> Mapping[str, ThreatLevel]:
    """All threat levels."""
    return {
        entry: ThreatLevel(
            id=entry,
            factors=read_factors(table),
            groups=frozenset(table.each("groups", sections.known.ref("groups"))),
        )
        for entry, table in sections.of("threat_levels")
    }


def _group(id: str, table: Table, known: Known, taken: dict[str, Path]) -> Group:
    grants = (_grant(part, known, taken) for part in table.tables("grants", keys.GRANT))
    denies = (_deny(part, known, taken) for part in table.tables("denies", keys.DENY))
    return Group(
        id=id,
        name=table.take("name", text, default_name(id)),
        grants=tuple(grants),
        denies=tuple(denies),
        escort=table.take("escort", flag, False),
        responders=table.take("responders", flag, False),
        passback_exempt=table.take("passback_exempt", flag, False),
    )


def _grant(table: Table, known: Known, taken: dict[str, Path]) -> Grant:
    starts, ends = read_span(table)
    return Grant(
        id=_id(table, taken),
        zones=_zones(table, known),
        schedule=table.take("schedule", known.ref("schedules"), ""),
        starts=starts,
        ends=ends,
        reason=table.take("reason", line_of_text, ""),
        approved_by=table.take("approved_by", ident, None),
    )


def _deny(table: Table, known: Known, taken: dict[str, Path]) -> Deny:
    starts, ends = read_span(table)
    return Deny(
        id=_id(table, taken),
        zones=_zones(table, known),
        schedule=table.take("schedule", known.ref("schedules"), ""),
        starts=starts,
        ends=ends,
        reason=table.take("reason", line_of_text, ""),
    )


def _zones(table: Table, known: Known) -> tuple[str, ...]:
    zones = table.each("zones", known.ref("zones"))
    if not zones and table.raw("zones") == []:
        table.faults.error(table.at("zones"), "at least one zone", "an empty list")
    return zones


def _id(table: Table, taken: dict[str, Path]) -> str:
    own = table.take("id", ident, "")
    if own in taken:
        line = table.faults.line(taken[own])
        table.faults.error(
            table.at("id"), "an id that no other grant or deny has", f'"{own}", taken in line {line}'
        )
    elif own:
        taken[own] = table.at("id")
    return own
