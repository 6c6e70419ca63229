"""The way into a site file: check it, load it, load its people.

A :class:`~gate.domain.site.Site` comes out of here only if nothing is wrong with its file: every reference
in it resolves, and nobody is locked in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from gate.domain.person import Person
from gate.domain.site import Site
from gate.site import people_keys
from gate.site.check_cameras import check_cameras
from gate.site.check_egress import check_egress
from gate.site.check_entry import check_entry
from gate.site.check_lines import check_lines
from gate.site.check_panels import check_panels
from gate.site.check_people import check_cards, check_people, check_persons
from gate.site.check_schedules import check_schedules
from gate.site.check_wiring import check_wiring
from gate.site.check_zones import check_zones
from gate.site.draft import Draft, read_draft
from gate.site.faults import SiteFaults
from gate.site.finding import Finding
from gate.site.known import Known, known_in
from gate.site.pins import Pin
from gate.site.read_people import PeopleFile, PeopleReader
from gate.site.source import Source, read_people_source, read_site_source
from gate.site.table import Table
from gate.site.version import site_version

_CHECKS = (
    check_zones,
    check_egress,
    check_entry,
    check_wiring,
    check_panels,
    check_lines,
    check_schedules,
    check_cameras,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check came to. ``site`` is None where there is an error in either file.

    ``refused`` then is the site if every value and reference of both files is right and only a check of safety
    or sense refuses it: good for rehearsal, never for a door. ``people`` and ``pins`` come with either.
    """

    site: Site | None
    refused: Site | None = None
    people: tuple[Person, ...] = ()
    pins: Mapping[str, Pin] = field(default_factory=dict, repr=False)
    findings: tuple[Finding, ...] = ()


def check_files(path: Path, people_path: Path | None = None, today: date | None = None) -> Checked:
    """Everything that is wrong with both files, by file and line.

    ``today`` (default: the clock's date in UTC) only decides whether to warn of a year without published holidays.
    Raises OSError for a file that cannot be read at all.
    """
    source = read_site_source(path)
    given = read_people_source(people_path) if people_path is not None else None
    faults = [source.faults, *([given.faults] if given else [])]
    draft = None
    file = PeopleFile()
    if source.readable:
        draft = read_draft(source.data, source.faults, path.parent, today or datetime.now(UTC).date())
        file = _read_people(draft.known, given) if given else file
    readable = draft is not None and not any(each.failed for each in faults)
    if draft is not None:
        _check(draft, file, given)
    findings = tuple(finding for each in faults for finding in each.findings())
    if draft is None or not readable:
        return Checked(site=None, findings=findings)
    site = replace(draft.site, version=site_version(draft.site))
    refused = any(each.failed for each in faults)
    return Checked(
        site=None if refused else site,
        refused=site if refused else None,
        people=file.people,
        pins=file.pins,
        findings=findings,
    )


def check_site(
    path: Path, people_path: Path | None = None, today: date | None = None
) -> tuple[Site | None, tuple[Finding, ...]]:
    """The site, or None where a finding is an error; and all findings."""
    checked = check_files(path, people_path, today)
    return checked.site, checked.findings


def load_site(path: Path, people_path: Path | None = None, today: date | None = None) -> Site:
    """The site. Raises :class:`SiteFaults` with all findings where one is an error."""
    checked = check_files(path, people_path, today)
    if checked.site is None:
        raise SiteFaults(checked.findings)
    return checked.site


def load_people(path: Path, site: Site) -> tuple[Person, ...]:
    """The people of a file, judged against a site that is sound already. Raises :class:`SiteFaults`."""
    return _people_of(path, site).people


def load_pins(path: Path, site: Site) -> Mapping[str, Pin]:
    """PINs by person. Raises :class:`SiteFaults`."""
    return _people_of(path, site).pins


def _check(draft: Draft, file: PeopleFile, given: Source | None) -> None:
    for check in _CHECKS:
        check(draft)
    if given is not None and given.readable:
        check_persons(draft, file)
        check_people(draft.site, file, given.faults)


def _read_people(known: Known, source: Source) -> PeopleFile:
    if not source.readable:
        return PeopleFile()
    file = PeopleReader(Table(source.faults, (), source.data, people_keys.TOP), known).read()
    check_cards(file, source.faults)
    return file


def _people_of(path: Path, site: Site) -> PeopleFile:
    source = read_people_source(path)
    file = _read_people(known_in(site), source)
    check_people(site, file, source.faults)
    if source.faults.failed:
        raise SiteFaults(source.faults.findings())
    return file
