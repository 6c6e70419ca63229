"""What the sub-commands of ``gate policy`` share: their files, and instants on the command line."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from gate.domain.person import Person
from gate.domain.site import Site
from gate.policy.compile import compile_site
from gate.policy.configuration import Configuration
from gate.roots.shape import UserError, unreadable
from gate.site.faults import SiteFaults
from gate.site.finding import Severity
from gate.site.load import check_files, load_people


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """A site, compiled, and the people of the people file; None where no such file was named."""

    name: str
    site: Site
    configuration: Configuration
    people: tuple[Person, ...] | None


def load(site: Path, people: Path | None) -> Files:
    """Both files; the site's may be its JSON from ``gate policy freeze``.

    A site that only a check of safety refuses is taken, and told: to see why is what proofs are for.
    """
    if site.suffix == ".json":
        return _frozen(site, people)
    try:
        checked = check_files(site, people)
    except OSError as error:
        raise unreadable(site, error) from error
    errors = [str(finding) for finding in checked.findings if finding.severity is Severity.ERROR]
    found = checked.site or checked.refused
    if found is None:
        raise UserError("\n".join(["the files have errors:", *errors]))
    for fault in errors:
        sys.stderr.write(f"gate policy: no engine would start with this: {fault}\n")
    return Files(
        name=site.name,
        site=found,
        configuration=compile_site(found),
        people=None if people is None else checked.people,
    )


def _frozen(path: Path, people: Path | None) -> Files:
    from gate.roots.recorded import checked_site

    try:
        site = checked_site(path.read_bytes())
    except OSError as error:
        raise unreadable(path, error) from error
    return Files(
        name=path.name,
        site=site,
        configuration=compile_site(site),
        people=None if people is None else _people_of(people, site),
    )


def _people_of(path: Path, site: Site) -> tuple[Person, ...]:
    try:
        return load_people(path, site)
    except SiteFaults as faults:
        raise UserError(f"{path} has errors:\n{faults}") from faults
    except OSError as error:
        raise unreadable(path, error) from error


def instant_of(text: str, site: Site) -> datetime:
    """``2026-11-23T09:00`` by the site's wall clocks, or with an offset of its own."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise UserError(f"expected a time such as 2026-11-23T09:00, got {text!r}") from None
    if at.tzinfo is None:
        at = at.replace(tzinfo=ZoneInfo(site.calendar.timezone))
    return at.astimezone(UTC)


def from_now() -> datetime:
    """The next whole minute: where ways are looked for first."""
    return datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
