"""What ``gate site show --svg`` writes into its picture: everything that the site file says, in both languages."""

from __future__ import annotations

from textwrap import wrap

from gate.domain.portal import Portal
from gate.domain.zone import Zone
from gate.drawing.layout import Writing
from gate.site.words import both, readers_words, zone_rules

_RULE_COLUMNS = 44


def _rules(zone: Zone) -> tuple[str, ...]:
    lines: list[str] = []
    for phrase in zone_rules(zone):
        if lines and len(lines[-1]) + 3 + len(phrase) <= _RULE_COLUMNS:
            lines[-1] += f" · {phrase}"
        else:
            lines += wrap(phrase, _RULE_COLUMNS)
    return tuple(lines)


def _door_lines(portal: Portal, to_around: bool) -> tuple[str, ...]:
    first, second = portal.between
    beyond = "" if to_around else f"  ({first} – {second})"
    egress = f"egress {portal.egress.value} · {portal.lock.mode.value}"
    return (both(portal.name) + beyond, readers_words(portal), egress)


EVERYTHING = Writing(title=lambda zone: both(zone.name), rules=_rules, door=_door_lines)
