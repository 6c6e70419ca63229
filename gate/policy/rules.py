"""What the configuration says, compiled: every inheritance worked out, every name turned into a bit.

A *mask* is an int with one bit for each zone, group or schedule, in the order of the site file. Instants and durations
are microseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gate.domain.decision import Passage as Kind
from gate.domain.zone import AntiPassback, Visitors


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A grant or deny of one group, as one zone sees it: for starts <= t < ends while its schedule is active."""

    id: str
    schedule: int  # one bit
    starts: int
    ends: int


RulesByGroup = Mapping[int, tuple[Rule, ...]]
"""Rules under the one bit of the group that carries them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A threat level: what it adds to the factors, and the groups that it lets in."""

    id: str
    pin: bool
    biometric: bool
    groups: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneRules:
    """A zone as the target or source of a read, with what it takes over from the zones around it."""

    id: str
    bit: int
    around: int  # the zone and those around it
    inside: int  # the zone and those inside it
    chain: tuple[int, ...]  # the bits of ``around``, from the zone outwards
    beyond: int  # every zone that is not inside: presence that touches it is not known to be in

    # the stricter of its own and those around
    min_clearance: int
    min_assurance: int
    prerequisites: tuple[str, ...]
    pin: bool
    biometric: bool
    bans_devices: bool
    visitors: Visitors
    escort_window: int
    lease: int
    standing: bool  # it asks for a clearance or a prerequisite

    # its own
    sealed: bool  # confidential or up: nothing recorded, nobody in
    anti_passback: AntiPassback
    anti_passback_after: int
    guarded: bool  # it has anti-passback of any sort
    timed: bool  # the last entry into it must be remembered
    max_occupancy: int | None
    occupancy_soft: bool
    two_person: bool
    never_alone: bool  # min_occupancy = 2
    pair_window: int
    escort_ratio: int
    counted: bool  # whether one may enter depends on who is there: two persons, occupancy

    # by group
    granting: int
    grants: RulesByGroup
    denying: int
    denies: RulesByGroup
    ruling: int  # groups with a grant or a deny
    cuts: tuple[int, ...]  # instants at which one of the rules begins or ends, ascending

    # ways
    entrances: tuple[str, ...]  # portals that an entry to it, or to a zone inside it, may use
    exits: tuple[str, ...]  # readers of the exits whose source it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What a reader stands for: one direction through one portal."""

    reader: str
    portal: str
    source: ZoneRules
    target: ZoneRules
    exit: bool
    kind: Kind
    free: bool  # one can go this way without the system
    release: int
    window: int  # how long one waits here for a second person
    rivals: tuple[str, ...]  # the other portals of its interlocks
    told: tuple[
        str, str, Kind, str, str, str
    ]  # reader, portal, kind, source, target, version: every decision's


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A portal between two zones, for what moves people without a reader."""

    id: str
    first: int  # bit of the zone
    second: int
    release: int
    sensed: bool  # it has a contact, so that an opening is seen
