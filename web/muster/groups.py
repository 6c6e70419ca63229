"""The roll by place: who is in which zone, who may be anywhere in the house, who may have left."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from gate.client import MusterLine
from web.console import console
from web.muster.rows import Row, Rows
from web.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Those who were last known in one place. ``certain``: they can be nowhere else."""

    title: str
    certain: bool
    rows: list[Row]


def groups(lines: Collection[MusterLine], gone: Mapping[str, MusterLine], rows: Rows) -> list[Group]:
    """By place, in the order of the site file; then those who may be anywhere."""
    placed: dict[str, list[MusterLine]] = {zone: [] for zone in console().site.zones}
    lost: list[MusterLine] = []
    for line in lines:
        if line.person.id not in gone:
            (placed.get(line.zones[0], lost) if len(line.zones) == 1 else lost).append(line)
    parts = [(rows.names.zone(zone), True, here) for zone, here in placed.items()]
    parts.append((_("In the house, it is not known where"), False, lost))
    parts.append((_("Uncertain: may have left"), False, list(gone.values())))
    return [
        Group(title=title, certain=certain, rows=[rows.row(line, certain=certain) for line in here])
        for title, certain, here in parts
        if here
    ]


def not_certain(lines: Collection[MusterLine], outside: set[str]) -> dict[str, MusterLine]:
    """Those who are not known to be inside, by id."""
    return {
        line.person.id: line
        for line in lines
        if not line.zones
        or not outside.isdisjoint(line.zones)
        or (line.visit is not None and line.visit.exit_unknown)
    }
