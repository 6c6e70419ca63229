"""A site as far as it could be read, before the checks that look at several things at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from firmware_profiles.load import profile_ids
from gate.domain.site import Site
from gate.site import keys
from gate.site.faults import Faults
from gate.site.finding import Path as Place
from gate.site.known import Known
from gate.site.read_calendar import read_calendar
from gate.site.read_cameras import read_cameras
from gate.site.read_groups import read_groups, read_threat_levels
from gate.site.read_hardware import read_agents, read_devices, read_lines
from gate.site.read_invariants import read_invariants
from gate.site.read_portals import read_interlocks, read_portals
from gate.site.read_schedules import read_schedules
from gate.site.read_settings import read_settings
from gate.site.read_visitor_types import read_visitor_types
from gate.site.read_zones import read_zones
from gate.site.sections import Places, read_sections
from gate.site.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """``site`` has no version yet, and may hold "" where a reference could not be resolved.

    Only :mod:`gate.site.load` gives out sites, and none with an error in ``faults``.
    """

    site: Site
    places: Places
    known: Known
    faults: Faults

    def at(self, section: str, id: str, *steps: str | int) -> Place:
        """The path of something in the file."""
        return (*self.places[section, id], *steps)


def read_draft(data: dict[str, Any], faults: Faults, folder: Path, today: date) -> Draft:
    """Everything of the file, with the findings that concern one place alone."""
    top = Table(faults, (), data, keys.TOP)
    site = top.table("site", keys.SITE)
    sections = read_sections(top, {"profiles": profile_ids()})
    settings = read_settings(top, site)
    site_read = Site(
        id=settings.id,
        name=settings.name,
        version="",
        calendar=read_calendar(site, folder, today),
        zones=read_zones(sections),
        portals=read_portals(sections),
        schedules=read_schedules(sections),
        groups=read_groups(sections),
        threat_levels=read_threat_levels(sections),
        interlocks=read_interlocks(sections),
        agents=read_agents(sections),
        lines=read_lines(sections),
        devices=read_devices(sections),
        cameras=read_cameras(sections),
        invariants=read_invariants(sections),
        decision_timeout=settings.decision_timeout,
        pin_tries=settings.pin_tries,
        pin_block=settings.pin_block,
        bus_url=settings.bus_url,
        store_url=settings.store_url,
        retention=settings.retention,
        verify_record_minute=settings.verify_record_minute,
        visitor_types=read_visitor_types(sections, settings.retention.get("audit")),
    )
    return Draft(site=site_read, places=sections.places, known=sections.known, faults=faults)
