"""A site as in side-door.site.toml out of a few words, with rules, people and invariants added as a test needs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from gate.domain.invariant import Invariant, Never, Who
from gate.domain.person import Person
from gate.domain.portal import UnlockSchedule
from gate.domain.site import Site
from gate.policy import compile_site
from gate.policy.prove import Breach, Verdict, check_invariants
from gate.policy.prove.words import way_in_words
from tests.policy import build
from tests.prove.replay import walk

Raw = Mapping[str, Any]

NEAR = datetime(2026, 6, 1, tzinfo=UTC)  # a Monday
VISITOR = Who(word="visitor")
ANYONE = Who(word="anyone")
ALWAYS = {
    "id": "always",
    "windows": [{"days": "mon-sun", "from": "00:00", "to": "24:00"}],
    "on_holiday": "as-usual",
}
OFFICE = {"id": "office", "windows": [{"days": "mon-fri", "from": "07:30", "to": "19:00"}]}
NIGHT = {
    "id": "night",
    "windows": [{"days": "mon-sun", "from": "22:00", "to": "06:00"}],
    "on_holiday": "as-usual",
}
DOORS = {"front": ("out", "lobby"), "inner": ("lobby", "archive")}


def museum(
    *invariants: Invariant,
    zones: Mapping[str, Raw] = {},
    doors: Mapping[str, tuple[str, str]] = DOORS,
    egress: Mapping[str, str] = {},
    grants: Mapping[str, list[Raw]] = {},
    flags: Mapping[str, Raw] = {},
    unlocked: Mapping[str, str] = {},
) -> Site:
    """Zones out, lobby and archive and those named beside; doors have a reader outside and a handle inside."""
    names = dict.fromkeys(["out", "lobby", "archive", *zones])
    site = build.site(
        {
            "zones": [{"id": name, "outside": name == "out", **zones.get(name, {})} for name in names],
            "schedules": [ALWAYS, OFFICE, NIGHT],
            "groups": [
                {"id": group, "grants": rules, **flags.get(group, {})} for group, rules in grants.items()
            ],
            "portals": [
                {
                    "id": name,
                    "between": list(between),
                    "readers": {"in": f"{name}-in"},
                    "egress": egress.get(name, "mechanical"),
                }
                for name, between in doors.items()
            ],
        }
    )
    portals = {
        name: replace(portal, unlock=UnlockSchedule(schedule=unlocked[name])) if name in unlocked else portal
        for name, portal in site.portals.items()
    }
    return replace(site, portals=portals, invariants=tuple(invariants))


def grant(id: str, *zones: str, schedule: str = "always", **span: str) -> Raw:
    """A grant of a group; ``starts``, ``ends`` as ISO times."""
    keys = {"starts": "from", "ends": "until"}
    return {"id": id, "zones": list(zones), "schedule": schedule} | {
        keys[key]: at for key, at in span.items()
    }


def person(id: str, *groups: str | Raw, **more: Any) -> Person:
    """Somebody with one good card; ``groups`` by name, or as the people file has them."""
    raw: dict[str, Any] = {
        "id": id,
        "kind": "visitor" if id.startswith("v") else "employee",
        "groups": [{"id": each} if isinstance(each, str) else dict(each) for each in groups],
        "credentials": [{"id": f"c-{id}", "format": "EM4100", "number": id.upper(), "assurance": "pki"}],
    }
    return build.person(raw | more)


def visit(id: str, *zones: str, escorts: Iterable[str] = (), **more: str) -> Raw:
    """A visit on 8 June 2026, 9 to 17 o'clock UTC."""
    span = {"from": "2026-06-08T09:00:00Z", "until": "2026-06-08T17:00:00Z"}
    return {"id": id, **span, "zones": list(zones), "escorts": list(escorts), **more}


def never(who: Who, reaches: str = "archive", *, unescorted: bool = False) -> Never:
    """An invariant."""
    return Never(id="i", who=who, reaches=reaches, unescorted=unescorted)


def verdict(site: Site, *people: Person) -> Verdict:
    """What comes out for the one invariant; a breach has been walked on a real World."""
    (found,) = check_invariants(site, compile_site(site), people, NEAR)
    if isinstance(found, Breach):
        walk(site, people, found)
    return found


def way(site: Site, *people: Person) -> str | None:
    """The way of the breach, None if there is none."""
    found = verdict(site, *people)
    return way_in_words(found.way, site.calendar) if isinstance(found, Breach) else None


def way_of_anybody(site: Site) -> str | None:
    """The same for everybody whom the site could describe."""
    (found,) = check_invariants(site, compile_site(site), None, NEAR)
    return way_in_words(found.way, site.calendar) if isinstance(found, Breach) else None
