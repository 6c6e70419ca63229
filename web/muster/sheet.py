"""A roll's sheet as wardens work on it: by place, in an order that no mark changes: no row moves under a finger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from gate.client import MusterLine, RollPerson, RollSheet
from gate.domain.roll import Mark
from gate.domain.site import Site
from web.console import console
from web.language import clock_time
from web.muster.rows import Row, Rows
from web.texts import _

OPEN, SEEN, NOT_HERE, LEFT = "open", "seen", "not_here", "left"
ACCOUNTED = frozenset({SEEN, LEFT})


class SheetRow(NamedTuple):
    """``state``: open, seen, not_here or left; ``said``: by whom and when, "" where nothing was said."""

    row: Row
    state: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Those who were in one place when the roll was called. ``missing``: how many of them are not accounted for."""

    id: str
    title: str
    rows: list[SheetRow]

    @property
    def missing(self) -> int:
        """How many of them nobody saw and no door knows to have left."""
        return sum(each.state not in ACCOUNTED for each in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """``missing`` + ``seen`` + ``left`` are all who are expected."""

    missing: int
    seen: int
    left: int

    @property
    def expected(self) -> int:
        """Everybody on the roll."""
        return self.missing + self.seen + self.left


def counts(sheet: RollSheet) -> Counts:
    """As they are now; as they were at its end where the roll has ended."""
    roll = sheet.roll
    if roll.ended_at is not None:
        return Counts(missing=roll.missing, seen=roll.seen, left=roll.left)
    house = console().site.house(roll.zones)
    found = Counter(state_of(each, house) for each in sheet.people)
    return Counts(missing=found[OPEN] + found[NOT_HERE], seen=found[SEEN], left=found[LEFT])


def state_of(each: RollPerson, house: frozenset[str]) -> str:
    """What is known of him. ``house``: where the roll looks; who is known to be nowhere there has left it."""
    if each.line.mark is Mark.SEEN:
        return SEEN
    if each.zones and house.isdisjoint(each.zones):
        return LEFT
    return NOT_HERE if each.line.mark is Mark.NOT_HERE else OPEN


def places(sheet: RollSheet, rows: Rows, only: Collection[str] | None = None) -> list[Place]:
    """The sheet by place; ``only``: people of these ids, None for all. Who came later stands at the end."""
    site = console().site
    house = site.house(sheet.roll.zones)
    found: dict[str, list[SheetRow]] = {}
    for each in sheet.people:
        if only is None or each.person.id in only:
            row = rows.row(_as_line(each), certain=len(each.line.zones) == 1)
            found.setdefault(_place(sheet, each, site), []).append(
                SheetRow(row=row, state=state_of(each, house), said=_said(each))
            )
    return [
        Place(id=place, title=title, rows=found[place]) for place, title in _titles(rows) if place in found
    ]


def missing(all_places: Collection[Place]) -> list[Place]:
    """The same with those alone who are not accounted for."""
    left = [
        Place(id=each.id, title=each.title, rows=[row for row in each.rows if row.state not in ACCOUNTED])
        for each in all_places
    ]
    return [each for each in left if each.rows]


def _titles(rows: Rows) -> list[tuple[str, str]]:
    site = console().site
    return [
        *((zone.id, rows.names.zone(zone.id)) for zone in site.zones.values() if not zone.outside),
        ("anywhere", _("In the house, it is not known where")),
        ("uncertain", _("Uncertain: may have left")),
        ("later", _("Came in since the roll was called")),
    ]


def _place(sheet: RollSheet, each: RollPerson, site: Site) -> str:
    zones = each.line.zones
    if each.line.added_at > sheet.roll.called_at:
        return "later"
    if not zones or (each.visit is not None and each.visit.exit_unknown):
        return "uncertain"
    if any(site.zones[zone].outside for zone in zones if zone in site.zones):
        return "uncertain"
    return zones[0] if len(zones) == 1 and zones[0] in site.zones else "anywhere"


def _as_line(each: RollPerson) -> MusterLine:
    """Where he was when he came on the roll: in a fire nothing newer is known."""
    return MusterLine(person=each.person, zones=each.line.zones, visit=each.visit, seen=each.seen)


def _said(each: RollPerson) -> str:
    line = each.line
    if line.marked_at is None:
        return ""
    at = clock_time(line.marked_at)
    if line.mark is Mark.OPEN:
        return _("came in again at %(time)s", time=at) if not line.marked_by else ""
    return _("%(who)s, %(time)s", who=line.marked_by, time=at)
