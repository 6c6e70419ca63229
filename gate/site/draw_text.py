"""A site as plain text: zones as a tree, portals one by one. Looks the same on a screen and in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from unicodedata import combining, east_asian_width

from gate.domain.portal import Point, Portal
from gate.domain.site import Site
from gate.domain.zone import Zone
from gate.site.words import LEVELS_ZH, both, lock_words, readers_words, span, zone_rules

WIDTH = 110
_GAP = "  "


def draw_text(site: Site) -> str:
    """The whole site; ends with a newline."""
    parts = [_head(site), _section("Zones", _zones(site)), _section("Portals", _portals(site))]
    if site.interlocks:
        locks = (
            f"{lock.id}: at most one of {', '.join(lock.portals)} open" for lock in site.interlocks.values()
        )
        parts.append(_section("Interlocks", locks))
    return "\n".join(parts)


def columns(text: str) -> int:
    """Columns that a terminal gives to the text: two for each Chinese character."""
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _head(site: Site) -> str:
    counted = f"{len(site.zones)} zones, {len(site.portals)} portals, {len(site.devices)} devices"
    return (
        f"{site.id}  {both(site.name)}\n{site.calendar.timezone} · {counted} · policy {site.version[:16]}\n"
    )


def _section(title: str, lines: Iterator[str]) -> str:
    return f"{title}\n" + "".join(f"  {line}".rstrip() + "\n" for line in lines)


def _zones(site: Site) -> Iterator[str]:
    tree = list(_tree(site, None, ""))
    named = [f"{branch}{zone.id}" for branch, _, zone in tree]
    left = max(columns(name) for name in named)
    middle = max(columns(_level(zone)) for _, _, zone in tree)
    for name, (_, below, zone) in zip(named, tree, strict=True):
        first = _pad(name, left) + _GAP + _pad(_level(zone), middle) + _GAP
        yield from _filled(first, _pad(below, columns(first)), _said(zone))


def _tree(site: Site, parent: str | None, stem: str) -> Iterator[tuple[str, str, Zone]]:
    """Each zone with what is drawn before it, and before its further lines."""
    inside = [zone for zone in site.zones.values() if zone.parent == parent]
    for number, zone in enumerate(inside):
        last = number == len(inside) - 1
        branch, bar = ("", "") if parent is None else ("└─ ", "   ") if last else ("├─ ", "│  ")
        has_inner = any(other.parent == zone.id for other in site.zones.values())
        yield stem + branch, stem + bar + ("│" if has_inner else ""), zone
        yield from _tree(site, zone.id, stem + bar)


def _level(zone: Zone) -> str:
    return f"{zone.level.word} {LEVELS_ZH[zone.level.word]}"


def _said(zone: Zone) -> tuple[str, ...]:
    name = both(zone.name)
    plain = name.lower().replace(" ", "-") == zone.id.lower()
    return (
        *(() if plain else (name,)),
        *(("outside",) if zone.outside and not plain else ()),
        *zone_rules(zone),
    )


def _portals(site: Site) -> Iterator[str]:
    portals = list(site.portals.values())
    left = max((columns(portal.id) for portal in portals), default=0)
    ways = [f"{portal.between[0]} ─▶ {portal.between[1]}" for portal in portals]
    middle = max((columns(way) for way in ways), default=0)
    for portal, way in zip(portals, ways, strict=True):
        first = _pad(portal.id, left) + _GAP + _pad(way, middle) + _GAP
        yield from _filled(first, " " * columns(first), _door(portal))


def _door(portal: Portal) -> tuple[str, ...]:
    held = portal.held_open
    said = (
        readers_words(portal),
        f"egress {portal.egress.value}",
        lock_words(portal.lock),
        _inputs(portal),
        f"held open {span(held.after)}" if held else "",
        f"unlocked in {portal.unlock.schedule}" if portal.unlock else "",
        f"first {portal.unlock.first_person}" if portal.unlock and portal.unlock.first_person else "",
        f"seen by {', '.join(portal.cameras)}" if portal.cameras else "",
    )
    return tuple(phrase for phrase in said if phrase)


def _inputs(portal: Portal) -> str:
    return ", ".join(f"{name} {_terminal(point)}" for name, point in portal.points.items())


def _terminal(point: Point) -> str:
    return f"{point.device}/{point.input} {point.wiring.value}"


def _filled(first: str, further: str, phrases: Sequence[str]) -> Iterator[str]:
    """Phrases after ``first``, wrapped under each other within the width."""
    room = max(30, WIDTH - 2 - columns(first))
    lines = _wrapped(phrases, room)
    yield first + (lines[0] if lines else "")
    for line in lines[1:]:
        yield further + line


def _wrapped(phrases: Sequence[str], room: int) -> list[str]:
    lines: list[str] = []
    for phrase in phrases:
        if lines and columns(f"{lines[-1]} · {phrase}") <= room:
            lines[-1] += f" · {phrase}"
        else:
            lines += wrap(phrase, room) or [phrase]
    return lines


def _pad(text: str, width: int) -> str:
    return text + " " * (width - columns(text))
