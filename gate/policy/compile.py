"""From a site to its compiled configuration: names to bits, inheritance to values, once for all decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gate.domain.decision import Passage as Kind
from gate.domain.group import ThreatLevel
from gate.domain.portal import Portal
from gate.domain.site import Site
from gate.domain.zone import Factor
from gate.policy.compile_zone import Names, zone_rules
from gate.policy.configuration import Configuration
from gate.policy.day import day_masks
from gate.policy.instant import length
from gate.policy.layout import directions, is_exit
from gate.policy.names import mask_of
from gate.policy.references import require_sound
from gate.policy.rules import Level, Passage, Way, ZoneRules


def compile_site(site: Site) -> Configuration:
    """The immutable configuration of a site; PolicyFaults with all findings if it refers to what is not there."""
    require_sound(site)
    names = Names.of(site)
    groups = names.groups
    zones = zone_rules(site, names)
    return Configuration(
        version=site.version,
        zones=zones,
        portals={portal.id: _passage(portal, zones) for portal in site.portals.values()},
        ways={way.reader: way for portal in site.portals.values() for way in _ways(site, portal, zones)},
        levels={level.id: _level(level, groups) for level in site.threat_levels.values()},
        groups=groups,
        escorts=mask_of((group.id for group in site.groups.values() if group.escort), groups),
        responders=mask_of((group.id for group in site.groups.values() if group.responders), groups),
        passback_exempt=mask_of(
            (group.id for group in site.groups.values() if group.passback_exempt), groups
        ),
        calendar=site.calendar,
        days=day_masks(tuple(site.schedules.values())),
        pin_tries=site.pin_tries,
        pin_block=length(site.pin_block),
    )


def _ways(site: Site, portal: Portal, zones: Mapping[str, ZoneRules]) -> Iterator[Way]:
    rivals = tuple(_rivals(site, portal.id))
    for direction in directions(portal):
        if direction.reader is not None:
            exit_ = is_exit(site, direction)
            kind = Kind.EXIT if exit_ else Kind.ENTRY
            yield Way(
                reader=direction.reader,
                portal=portal.id,
                source=zones[direction.source],
                target=zones[direction.target],
                exit=exit_,
                kind=kind,
                # `egress` is built from the second zone to the first: nothing lets one leave the other way
                free=portal.egress.without_system and direction.source == portal.between[1],
                release=length(portal.lock.release),
                window=zones[direction.source if exit_ else direction.target].pair_window,
                rivals=rivals,
                told=(
                    direction.reader,
                    portal.id,
                    kind,
                    direction.source,
                    direction.target,
                    site.version,
                ),
            )


def _rivals(site: Site, portal: str) -> list[str]:
    sets = [interlock.portals for interlock in site.interlocks.values() if portal in interlock.portals]
    return sorted({other for members in sets for other in members} - {portal})


def _passage(portal: Portal, zones: Mapping[str, ZoneRules]) -> Passage:
    first, second = portal.between
    return Passage(
        id=portal.id,
        first=zones[first].bit,
        second=zones[second].bit,
        release=length(portal.lock.release),
        sensed=portal.contact is not None,
    )


def _level(level: ThreatLevel, groups: Mapping[str, int]) -> Level:
    return Level(
        id=level.id,
        pin=Factor.PIN in level.factors,
        biometric=Factor.BIOMETRIC in level.factors,
        groups=mask_of(level.groups, groups),
    )
