"""``[[zones]]`` to :class:`gate.domain.zone.Zone`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gate.domain.level import Assurance, Classification, Clearance
from gate.domain.text import Text
from gate.domain.zone import AntiPassback, Factor, Visitors, Zone
from gate.site import keys
from gate.site.known import Known
from gate.site.sections import Sections
from gate.site.table import Table
from gate.site.values import Reader, duration, flag, ident, line_of_text, one_of, text, whole

LEVELS = one_of({level.word: level for level in Classification})
CLEARANCES = one_of({tier.word: tier for tier in Clearance})
ASSURANCES = one_of({strength.word: strength for strength in Assurance})
VISITORS = one_of({"free": Visitors.FREE, "escorted": Visitors.ESCORTED, "never": Visitors.NEVER})
PASSBACK = one_of({kind.value: kind for kind in AntiPassback})
OCCUPANCY = one_of({"hard": False, "soft": True})
# the token itself is always asked for: "card" may be written, and adds nothing
FACTORS: Reader[Factor | str] = one_of({"card": "card", "pin": Factor.PIN, "biometric": Factor.BIOMETRIC})


def read_zones(sections: Sections) -> Mapping[str, Zone]:
    """All zones; a parent that would close a circle is reported and left out."""
    zones = {entry: _zone(entry, table, sections.known) for entry, table in sections.of("zones")}
    for entry, table in sections.of("zones"):
        if circle := _circle(entry, zones):
            table.faults.error(table.at("parent"), "a zone around it", f"a circle: {' in '.join(circle)}")
            table.faults.unsure(table.at("parent"))
            zones[entry] = replace(zones[entry], parent=None)
    return zones


def default_name(id: str) -> Text:
    """``lab-door`` is called "Lab door" until somebody names it."""
    return Text(id.replace("-", " ").replace("_", " ").capitalize())


def read_factors(table: Table) -> frozenset[Factor]:
    """What is asked for beside the token."""
    return frozenset(factor for factor in table.each("factors", FACTORS) if isinstance(factor, Factor))


def _zone(id: str, table: Table, known: Known) -> Zone:
    armed = table.table("armed", keys.ARMED)
    if "level" not in table:
        table.faults.warn(table.path, "a level", f"none, which makes {id} public")
    return Zone(
        id=id,
        name=table.take("name", text, default_name(id)),
        level=table.take("level", LEVELS, Classification.PUBLIC),
        outside=table.take("outside", flag, False),
        parent=table.take("parent", known.ref("zones"), None),
        owner=table.take("owner", ident, None),
        min_clearance=table.take("min_clearance", CLEARANCES, None),
        min_assurance=table.take("min_assurance", ASSURANCES, None),
        prerequisites=table.each("prerequisites", line_of_text),
        factors=read_factors(table),
        two_person=table.take("two_person", duration, None),
        min_occupancy=table.take("min_occupancy", whole(2, 2), None),
        max_occupancy=table.take("max_occupancy", whole(1, 1_000_000), None),
        occupancy_soft=table.take("occupancy", OCCUPANCY, False),
        anti_passback=table.take("anti_passback", PASSBACK, AntiPassback.NONE),
        anti_passback_after=table.take("anti_passback_after", duration, None),
        banned_devices=frozenset(table.each("banned_devices", line_of_text)),
        visitors=table.take("visitors", VISITORS, None),
        escort_window=table.take("escort_window", duration, None),
        escort_ratio=table.take("escort_ratio", whole(1, 1000), 5),
        lease=table.take("lease", duration, None),
        armed=armed.take("schedule", known.ref("schedules"), None) if armed else None,
        instructions=table.take("instructions", text, None),
    )


def _circle(id: str, zones: Mapping[str, Zone]) -> tuple[str, ...]:
    chain = [id]
    while (parent := zones[chain[-1]].parent) is not None and parent in zones:
        chain.append(parent)
        if parent == id:
            return tuple(chain)
        if parent in chain[:-1]:
            return ()  # a circle further out, reported at one of its own zones
    return ()
