"""A zone's rules, with what it takes over from the zones around it: the stricter of both (policy.md, "Entry")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from gate.domain.group import Deny, Grant
from gate.domain.level import Assurance, Classification, Clearance
from gate.domain.site import Site
from gate.domain.zone import AntiPassback, Factor, Visitors, Zone
from gate.policy.instant import BEGINNING, END, end_of, length, start_of
from gate.policy.layout import Layout
from gate.policy.names import bits, mask_of
from gate.policy.rules import Rule, RulesByGroup, ZoneRules

ESCORT_WINDOW = timedelta(seconds=5)
"""How long a visitor waits for an escort where no zone says it."""
PAIR_WINDOW = timedelta(seconds=10)
"""How long one waits for a second person where ``min_occupancy`` asks for one and the zone names no window."""
LEASE = timedelta(hours=24)
"""How long a door decides alone where no zone says it (architecture.md, "Offline rights")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The bits of everything that a zone's rules mention."""

    zones: Mapping[str, int]
    groups: Mapping[str, int]
    schedules: Mapping[str, int]

    @classmethod
    def of(cls, site: Site) -> Names:
        """Bits in the order of the site file."""
        return cls(zones=bits(site.zones), groups=bits(site.groups), schedules=bits(site.schedules))


def zone_rules(site: Site, names: Names) -> dict[str, ZoneRules]:
    """The compiled rules of every zone, in the order of the site file."""
    layout = Layout(site)
    return {zone.id: _rules(site, zone, layout, names) for zone in site.zones.values()}


def _rules(site: Site, zone: Zone, layout: Layout, names: Names) -> ZoneRules:
    around = [site.zones[each] for each in layout.around[zone.id]]
    inside = mask_of(layout.inside[zone.id], names.zones)
    grants = _by_group(layout.grants[zone.id], names)
    denies = _by_group(layout.denies_of(zone.id), names)
    return ZoneRules(
        id=zone.id,
        bit=names.zones[zone.id],
        around=mask_of((each.id for each in around), names.zones),
        inside=inside,
        chain=tuple(names.zones[each.id] for each in around),
        beyond=mask_of(names.zones, names.zones) & ~inside,
        min_clearance=max(each.min_clearance or Clearance.NONE for each in around),
        min_assurance=max(_assurance(each) for each in around),
        prerequisites=tuple(sorted({name for each in around for name in each.prerequisites})),
        pin=any(Factor.PIN in each.factors for each in around),
        biometric=any(Factor.BIOMETRIC in each.factors for each in around),
        bans_devices=any(each.banned_devices for each in around),
        visitors=max(each.visitors or Visitors.FREE for each in around),
        escort_window=_shortest((each.escort_window for each in around), ESCORT_WINDOW),
        lease=_shortest((each.lease for each in around), LEASE),
        standing=any(each.min_clearance or each.prerequisites for each in around),
        sealed=zone.level >= Classification.CONFIDENTIAL,
        anti_passback=zone.anti_passback,
        anti_passback_after=END if zone.anti_passback_after is None else length(zone.anti_passback_after),
        guarded=zone.anti_passback is not AntiPassback.NONE,
        timed=zone.anti_passback is AntiPassback.TIMED,
        max_occupancy=zone.max_occupancy,
        occupancy_soft=zone.occupancy_soft,
        two_person=zone.two_person is not None,
        never_alone=zone.min_occupancy is not None,
        pair_window=length(PAIR_WINDOW if zone.two_person is None else zone.two_person),
        escort_ratio=zone.escort_ratio,
        counted=(zone.two_person, zone.min_occupancy, zone.max_occupancy) != (None, None, None),
        granting=sum(grants),
        grants=grants,
        denying=sum(denies),
        denies=denies,
        ruling=sum(grants) | sum(denies),
        cuts=_cuts(grants, denies),
        entrances=tuple(dict.fromkeys(layout.portals_into(zone.id))),
        exits=tuple(layout.exits[zone.id]),
    )


def _by_group(rules: Iterable[tuple[str, Grant | Deny]], names: Names) -> RulesByGroup:
    """Rules under their group's bit; the bits are distinct, so that their sum is their mask."""
    found: dict[int, tuple[Rule, ...]] = {}
    for group, rule in rules:
        bit = names.groups[group]
        found[bit] = (*found.get(bit, ()), _rule(rule, names))
    return found


def _rule(rule: Grant | Deny, names: Names) -> Rule:
    schedule = names.schedules[rule.schedule]
    return Rule(id=rule.id, schedule=schedule, starts=start_of(rule.starts), ends=end_of(rule.ends))


def _cuts(*kinds: RulesByGroup) -> tuple[int, ...]:
    spans = [(rule.starts, rule.ends) for each in kinds for rules in each.values() for rule in rules]
    return tuple(sorted({t for span in spans for t in span} - {BEGINNING, END}))


def _assurance(zone: Zone) -> Assurance:
    """What the zone itself asks of a token: its own word, or the default of its level."""
    if zone.min_assurance is not None:
        return zone.min_assurance
    return Assurance.PROTECTED if zone.level >= Classification.SECRET else Assurance.COPYABLE


def _shortest(spans: Iterable[timedelta | None], default: timedelta) -> int:
    named = [span for span in spans if span is not None]
    return length(min(named, default=default))
