"""What cedarpy and vakt can say as well: grants and denies of groups, by zone, schedule and span.

Both get the site's rules in their own form and parsed beforehand, the schedules that are active as context, and of
people only those who ask: the best they can be given. Their answers must be ours.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import cedarpy
import vakt
from vakt.rules.list import AnyIn, In
from vakt.rules.operator import GreaterOrEqual, Less

from gate.domain.card import CardNumber
from gate.domain.credential import CredentialState
from gate.domain.decision import Biometric, Request
from gate.domain.group import Deny, Grant
from gate.domain.level import Assurance
from gate.domain.person import Person, PersonKind
from gate.domain.site import Site
from gate.domain.zone import Zone
from gate.policy import World, compile_site
from gate.policy.instant import END, SECOND, end_of, micros, start_of
from gate.policy.timetable import Timetable

Allows = Callable[[Request], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Seconds for one answer."""

    name: str
    seconds: float


def plain_site(site: Site) -> Site:
    """The site with its grants, denies and schedules, and without every other rule."""
    zones = {zone.id: Zone(id=zone.id, name=zone.name, outside=zone.outside) for zone in site.zones.values()}
    return replace(site, zones=zones, interlocks={}, threat_levels={})


def plain_person(person: Person) -> Person:
    """The person as an employee with lasting memberships and a good card."""
    return replace(
        person,
        kind=PersonKind.EMPLOYEE,
        ends=None,
        memberships=tuple(replace(each, ends=None) for each in person.memberships),
        credentials=tuple(
            replace(each, state=CredentialState.ACTIVE, assurance=Assurance.PKI)
            for each in person.credentials
        ),
        visits=(),
    )


def compare(site: Site, people: Sequence[Person], asked: Sequence[Request]) -> tuple[float, list[Peer]]:
    """Our seconds for one answer, and theirs; AssertionError if one of the answers differs."""
    world = World(compile_site(site), people)
    ours = [world.decide(request).granted for request in asked]
    owners = {each.card: person for person in people for each in person.credentials}
    view = _View(site, owners)
    mine = min(_seconds(lambda request: world.decide(request).granted, asked)[0] for _ in range(20))
    peers: list[Peer] = []
    for name, allows in (("cedarpy", _cedar(view, asked)), ("vakt", _vakt(view))):
        seconds, theirs = _seconds(allows, asked)
        if theirs != ours:
            different = sum(a != b for a, b in zip(ours, theirs, strict=True))
            raise AssertionError(f"{name}: expected our answers, got {different} others of {len(ours)}")
        peers.append(Peer(name=name, seconds=seconds))
    return mine, peers


def answerable(world: World, asked: Iterator[Request], count: int) -> list[Request]:
    """Entries of known cards: what the peers can be asked."""
    found: list[Request] = []
    for request in asked:
        if not world.configuration.ways[request.reader].exit and world.find(request.card):
            found.append(replace(request, biometric=Biometric.MATCH))
        if len(found) == count:
            break
    return found


class _View:
    """Requests as the peers see them."""

    def __init__(self, site: Site, owners: Mapping[CardNumber, Person]) -> None:
        built = compile_site(site)
        self.site = site
        self._ways = built.ways
        self._owners = owners
        self._timetable = Timetable(built.calendar, built.days)
        self._schedules = tuple(site.schedules)

    def person(self, request: Request) -> Person:
        return self._owners[request.card]

    def zone(self, request: Request) -> str:
        return self._ways[request.reader].target.id

    def groups(self, request: Request) -> list[str]:
        return sorted({each.group for each in self.person(request).memberships})

    def active(self, request: Request) -> list[str]:
        mask, _ = self._timetable.at(micros(request.at))
        return [name for number, name in enumerate(self._schedules) if mask >> number & 1]

    def rules(self) -> Iterator[tuple[str, Grant | Deny]]:
        for group in self.site.groups.values():
            rules: tuple[Grant | Deny, ...] = (*group.grants, *group.denies)
            yield from ((group.id, rule) for rule in rules)


def _cedar(view: _View, asked: Sequence[Request]) -> Allows:
    policies = cedarpy.PolicySet.from_str("\n".join(_cedar_rule(group, rule) for group, rule in view.rules()))
    entities = cedarpy.Entities.from_json_str(json.dumps(list(_cedar_entities(view, asked))))

    def allows(request: Request) -> bool:
        question = {
            "principal": {"type": "Person", "id": view.person(request).id},
            "action": {"type": "Action", "id": "enter"},
            "resource": {"type": "Zone", "id": view.zone(request)},
            "context": {"active": view.active(request), "now": micros(request.at) // SECOND},
        }
        return bool(cedarpy.is_authorized(question, policies, entities).allowed)

    return allows


def _cedar_rule(group: str, rule: Grant | Deny) -> str:
    word = "permit" if isinstance(rule, Grant) else "forbid"
    zones = ", ".join(f'Zone::"{zone}"' for zone in rule.zones)
    starts, ends = _span(rule)
    return (
        f'{word}(principal in Group::"{group}", action == Action::"enter", resource) when {{ '
        f'[{zones}].contains(resource) && context.active.contains("{rule.schedule}") && '
        f"{starts} <= context.now && context.now < {ends} }};"
    )


def _cedar_entities(view: _View, asked: Sequence[Request]) -> Iterator[dict[str, object]]:
    for person in {view.person(request).id: request for request in asked}.values():
        parents = [{"type": "Group", "id": group} for group in view.groups(person)]
        yield {"uid": {"type": "Person", "id": view.person(person).id}, "attrs": {}, "parents": parents}
    for kind, names in (("Group", view.site.groups), ("Zone", view.site.zones)):
        for name in names:
            yield {"uid": {"type": kind, "id": name}, "attrs": {}, "parents": []}


def _vakt(view: _View) -> Allows:
    storage = vakt.MemoryStorage()
    for number, (group, rule) in enumerate(view.rules()):
        starts, ends = _span(rule)
        storage.add(
            vakt.Policy(
                number,
                effect=vakt.ALLOW_ACCESS if isinstance(rule, Grant) else vakt.DENY_ACCESS,
                subjects=[{"groups": AnyIn(group)}],
                resources=[In(*rule.zones)],
                actions=[In("enter")],
                context={
                    "active": AnyIn(rule.schedule),
                    "from": GreaterOrEqual(starts),
                    "until": Less(ends),
                },
            )
        )
    guard = vakt.Guard(storage, vakt.RulesChecker())

    def allows(request: Request) -> bool:
        now = micros(request.at) // SECOND
        inquiry = vakt.Inquiry(
            subject={"groups": view.groups(request)},
            action="enter",
            resource=view.zone(request),
            context={"active": view.active(request), "from": now, "until": now},
        )
        return bool(guard.is_allowed(inquiry))

    return allows


def _span(rule: Grant | Deny) -> tuple[int, int]:
    """Whole seconds, as the site's spans are."""
    return max(start_of(rule.starts), 0) // SECOND, min(end_of(rule.ends), END) // SECOND


def _seconds(allows: Allows, asked: Sequence[Request]) -> tuple[float, list[bool]]:
    begun = time.perf_counter()
    answers = [allows(request) for request in asked]
    return (time.perf_counter() - begun) / len(asked), answers
