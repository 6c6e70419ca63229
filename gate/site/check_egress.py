"""Nobody is locked in: every zone can be left when the system is dead, and by the card that opened it.

Policy.md, "Exit". EN 179 and NFPA 101 7.2.1 ask the same of doors on escape routes: one motion, no key, no knowledge.
"""

from __future__ import annotations

from gate.domain.portal import Egress, Portal
from gate.site.draft import Draft
from gate.site.hardware_facts import formats
from gate.site.ways import Read, entry_reads, free_ways, is_exit, reachable, reads

_BY_SYSTEM = (Egress.REX_SOFTWARE, Egress.READER)


def check_egress(draft: Draft) -> None:
    """Traps, ways out that are not built, ways out that lead in, and cards that do not lead out."""
    for portal in draft.site.portals.values():
        _built(draft, portal)
        _direction(draft, portal)
    _traps(draft)
    for read in reads(draft.site):
        _exit_cards(draft, read)


def _built(draft: Draft, portal: Portal) -> None:
    at = draft.at("portals", portal.id, "egress")
    if portal.egress is Egress.READER and portal.reader_out is None and draft.faults.sure(*at[:2], "readers"):
        draft.faults.error(at, 'readers.out with egress = "reader"', "no reader on that side")
    if portal.egress is Egress.REX_SOFTWARE and portal.rex is None and draft.faults.sure(*at[:2], "rex"):
        draft.faults.error(at, 'rex with egress = "rex-software"', "no button")


def _direction(draft: Draft, portal: Portal) -> None:
    """Egress leads from the second zone to the first: it must not be a way in without a decision."""
    first, second = portal.between
    zones = draft.site.zones
    if not portal.egress.without_system or first not in zones or second not in zones:
        return
    if not is_exit(draft.site, second, first) and is_exit(draft.site, first, second):
        draft.faults.error(
            draft.at("portals", portal.id, "between"),
            f'["{second}", "{first}"]: egress leads from the second zone to the first',
            f"a way from {second} into {first} that needs no decision ({portal.egress.value})",
        )
        draft.faults.unsure(draft.at("portals", portal.id, "between"))
    elif not is_exit(draft.site, second, first) and zones[first].level > zones[second].level:
        draft.faults.warn(
            draft.at("portals", portal.id, "egress"),
            f"a decision on the way into {first} ({zones[first].level.word})",
            f"{portal.egress.value} from {second} ({zones[second].level.word})",
        )


def _traps(draft: Draft) -> None:
    """One finding for each innermost set of zones that cannot be left; those that lead into it follow from it."""
    site = draft.site
    ways = free_ways(site)
    reached = {zone: reachable(ways, zone) for zone in site.zones}
    shut = {zone for zone in _certain(draft) if not any(site.zones[end].outside for end in reached[zone])}
    told: set[str] = set()
    for zone in site.zones:
        within = reached[zone]
        innermost = all(zone in reached[other] for other in within)
        if zone in shut and innermost and zone not in told and _can_be_in(draft, within):
            told |= within
            _trap(draft, zone, within)


def _certain(draft: Draft) -> frozenset[str]:
    """Zones from which no portal of unknown make might lead out, whichever way one goes."""
    site, faults = draft.site, draft.faults
    if not draft.known.complete("portals") or not any(zone.outside for zone in site.zones.values()):
        return frozenset()
    open_ended: set[str] = set()
    for portal in site.portals.values():
        at = draft.at("portals", portal.id)
        known = all(faults.sure(*at, *steps) for steps in (("between",), ("egress",), ("lock", "mode")))
        if not known and not set(portal.between) & set(site.zones):
            return frozenset()  # it might be anywhere
        if not known:
            open_ended |= set(portal.between)
    ways = free_ways(site)
    return frozenset(zone for zone in site.zones if not reachable(ways, zone) & open_ended)


def _can_be_in(draft: Draft, zones: frozenset[str]) -> bool:
    return any(zones & set(portal.between) for portal in draft.site.portals.values())


def _trap(draft: Draft, zone: str, within: frozenset[str]) -> None:
    leading = [
        portal
        for portal in draft.site.portals.values()
        if len(within & set(portal.between)) == 1 and "" not in portal.between
    ]
    out = [portal for portal in leading if portal.between[1] in within]
    inside = " and ".join(sorted(within))
    expected = f"a way out of {inside} that needs no decision: egress mechanical or rex-hardwired, or a fail-safe lock"
    if len(out) == 1:
        came = f'"{out[0].egress.value}" at a {out[0].lock.mode.value} lock, the only way out'
        draft.faults.error(draft.at("portals", out[0].id, "egress"), expected, came)
    elif out:
        listed = ", ".join(f"{portal.id} ({portal.egress.value})" for portal in out)
        draft.faults.error(draft.at("zones", zone), expected, f"only fail-secure portals: {listed}")
    else:
        draft.faults.error(draft.at("zones", zone), expected, "no portal that leads out")


def _exit_cards(draft: Draft, read: Read) -> None:
    """Where only a card opens, each card that lets in must let out."""
    by_card = read.key == "in" or read.portal.egress in _BY_SYSTEM
    readable = formats(draft.site, read.reader)
    known = draft.faults.sure(*draft.at("portals", read.portal.id, "between"))
    if not read.is_exit or not by_card or not readable or not known:
        return
    for entry in entry_reads(draft.site, read.source):
        missing = formats(draft.site, entry.reader) - readable
        if missing:
            draft.faults.error(
                draft.at("portals", read.portal.id, "readers", read.key),
                f"a reader of {', '.join(sorted(missing))}, which {entry.reader} lets into {read.source}",
                f"{read.reader}, which reads {_few(readable)}",
            )
            return


def _few(formats: frozenset[str]) -> str:
    listed = sorted(formats)
    return ", ".join(listed[:4]) + (f" and {len(listed) - 4} more" if len(listed) > 4 else "")
