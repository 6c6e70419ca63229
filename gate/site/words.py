"""Zones and portals in words: what both drawings say of them."""

from __future__ import annotations

from datetime import timedelta

from gate.domain.portal import Lock, Portal
from gate.domain.text import Text
from gate.domain.zone import AntiPassback, Visitors, Zone
from gate.site.values import UNITS

LEVELS_ZH = {
    "public": "公开",
    "internal": "内部",
    "confidential": "秘密",
    "secret": "机密",
    "top_secret": "绝密",
}
"""The levels as the field writes them (classification of zones, 区域划分)."""


def span(length: timedelta) -> str:
    """A duration as site files write it, in the largest unit that fits."""
    milliseconds = length // timedelta(milliseconds=1)
    for unit, size in reversed(UNITS.items()):
        if milliseconds and milliseconds % size == 0:
            return f"{milliseconds // size}{unit}"
    return f"{milliseconds}ms"


def both(name: Text) -> str:
    """English and Chinese side by side."""
    return f"{name.en} {name.zh}" if name.zh else name.en


def zone_rules(zone: Zone) -> tuple[str, ...]:
    """What it takes to get into a zone, phrase by phrase; nothing for what the file leaves open."""
    said = (
        f"owner {zone.owner}" if zone.owner else "",
        f"clearance {zone.min_clearance.word}" if zone.min_clearance else "",
        f"{zone.min_assurance.word} credentials" if zone.min_assurance else "",
        f"prerequisites {', '.join(zone.prerequisites)}" if zone.prerequisites else "",
        f"card + {' + '.join(sorted(factor.value for factor in zone.factors))}" if zone.factors else "",
        f"two persons within {span(zone.two_person)}" if zone.two_person else "",
        f"nobody alone (at least {zone.min_occupancy})" if zone.min_occupancy else "",
        _most(zone),
        _passback(zone),
        _visitors(zone),
        f"no {', '.join(sorted(zone.banned_devices))}" if zone.banned_devices else "",
        f"lease {span(zone.lease)}" if zone.lease else "",
        f"armed in {zone.armed}" if zone.armed else "",
    )
    return tuple(phrase for phrase in said if phrase)


def lock_words(lock: Lock) -> str:
    """Where the lock hangs, and what it does without power."""
    return (
        f"{lock.mode.value} {lock.wiring.value} at {lock.device} output {lock.output}, {span(lock.release)}"
    )


def readers_words(portal: Portal) -> str:
    """The readers of both sides."""
    given = (("in", portal.reader_in), ("out", portal.reader_out))
    return ", ".join(f"{key} {reader}" for key, reader in given if reader) or "no reader"


def _most(zone: Zone) -> str:
    if zone.max_occupancy is None:
        return ""
    return f"at most {zone.max_occupancy}" + (" (soft)" if zone.occupancy_soft else "")


def _passback(zone: Zone) -> str:
    if zone.anti_passback is AntiPassback.NONE:
        return ""
    after = f" {span(zone.anti_passback_after)}" if zone.anti_passback_after else ""
    return f"anti-passback {zone.anti_passback.value}{after}"


def _visitors(zone: Zone) -> str:
    if zone.visitors is None:
        return ""
    if zone.visitors is not Visitors.ESCORTED:
        return f"visitors {zone.visitors.name.lower()}"
    window = f" within {span(zone.escort_window)}" if zone.escort_window else ""
    return f"visitors escorted{window}, 1:{zone.escort_ratio}"
