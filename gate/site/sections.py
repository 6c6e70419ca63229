"""The arrays of tables of a site file: each entry under its own id, before anything else of it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gate.site.finding import Path
from gate.site.keys import OF_SECTION, SECTIONS
from gate.site.known import Known
from gate.site.table import Table
from gate.site.values import ident

Places = Mapping[tuple[str, str], Path]
"""Where each thing stands: (section, id) to path."""


@dataclass(frozen=True, slots=True)
class Sections:
    """Entries by section and id; ``known`` for references to them; ``places`` for findings about them."""

    entries: Mapping[str, Mapping[str, Table]]
    known: Known
    places: Places

    def of(self, section: str) -> Iterator[tuple[str, Table]]:
        """The entries of a section in the order of the file."""
        yield from self.entries[section].items()


def read_sections(top: Table, outer: Mapping[str, Iterable[str]]) -> Sections:
    """All sections. Reports entries without an id, and ids that are taken. ``outer``: ids that other files define."""
    entries: dict[str, dict[str, Table]] = {}
    incomplete: set[str] = set()
    for section in SECTIONS:
        entries[section], complete = _by_id(top, section)
        if not complete:
            incomplete.add(section)
    _apart(entries)
    known = Known({**entries, **outer}, frozenset(incomplete))
    places = {
        (section, entry): table.path for section, names in entries.items() for entry, table in names.items()
    }
    return Sections(entries, known, places)


def _by_id(top: Table, section: str) -> tuple[dict[str, Table], bool]:
    found: dict[str, Table] = {}
    complete = top.faults.sure(*top.at(section))
    for table in top.tables(section, OF_SECTION[section]):
        own = table.take("id", ident, None)
        if own is None:
            complete = False
        elif own in found:
            complete = False  # what it should have been called is missing
            line = top.faults.line(found[own].at("id"))
            top.faults.error(
                table.at("id"), f"an id of its own among {section}", f'"{own}", taken in line {line}'
            )
        else:
            found[own] = table
    return found, complete and top.faults.sure(*top.at(section))


def _apart(entries: Mapping[str, Mapping[str, Table]]) -> None:
    """A lockdown names zones and portals alike."""
    for own, table in entries["portals"].items():
        if own in entries["zones"]:
            line = table.faults.line(entries["zones"][own].at("id"))
            table.faults.error(table.at("id"), "an id that no zone has", f'"{own}", the zone in line {line}')
