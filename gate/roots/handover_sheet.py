"""The handover sheet as lines of text, with room for two signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from gate.client.handover import Handover
from gate.domain.alarm_kinds import KINDS
from gate.domain.site import Site

Shown = Callable[[datetime], str]
LINE = "_" * 40


def sheet(found: Handover, site: Site, shown: Shown) -> Iterator[str]:
    """Heading by heading; an empty one says so."""
    yield f"Handover, {site.name.en}, {shown(found.at)}"
    for title, lines in _parts(found, site, shown):
        rows = list(lines)
        yield f"\n{title}: {len(rows) or 'none'}"
        yield from (f"  {row}" for row in rows)
    yield "\nThe record up to here"
    if found.head is None:
        yield "  no head was signed yet"
    else:
        yield f"  events {found.head.size}, signed {shown(found.head.at)}"
        yield f"  root   {found.head.root}"
        yield f"  key    {found.head.key}"
    yield f"\nHanded over by {LINE}"
    yield f"\nTaken over by  {LINE}"


def _parts(found: Handover, site: Site, shown: Shown) -> Iterator[tuple[str, Iterator[str]]]:
    yield (
        "Open alarms",
        (
            f"{KINDS[each.kind].name.en if each.kind in KINDS else each.kind}, {each.subject}, since"
            f" {shown(each.raised_at)}"
            + (f", taken by {each.acknowledged_by}" if each.acknowledged_by else "")
            for each in found.alarms
        ),
    )
    yield "Doors to look at", (f"{door.portal.id}: {door.state.value}" for door in found.doors)
    yield (
        "Devices that do not answer",
        (f"{each.device}, since {shown(each.since)}" for each in found.offline),
    )
    yield (
        "Overdue visits",
        (f"{line.visitor} ({line.company}), until {shown(line.file.visit.ends)}" for line in found.overdue),
    )
    yield "Badges still out", (f"{line.visitor}: {line.file.badge}" for line in found.badges)
    yield (
        "In the house, as far as is known",
        (f"{line.person.name}: {_places(line.zones, site)}" for line in found.inside),
    )


def _places(zones: tuple[str, ...], site: Site) -> str:
    return (
        ", ".join(site.zones[zone].name.en if zone in site.zones else zone for zone in zones) or "not known"
    )
