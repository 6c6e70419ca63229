"""The facts of the site in memory: what the one deciding thread works on.

The store holds the same, a commit behind; after a restart this is built from it. Only use cases change it, through
the ``put_`` methods, each of which notes the fact in the change at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from gate.domain.alarm import Alarm
from gate.domain.departure import Departure
from gate.domain.facts import PersonAsOf
from gate.domain.hold import Hold
from gate.domain.person import Person
from gate.domain.person_file import PersonFile
from gate.domain.revocation import Revocation
from gate.domain.site import Site
from gate.domain.status import AgentStatus, DeviceHealth, PortalStatus
from gate.domain.visit import Visit, VisitState
from gate.domain.visit_file import VisitFile
from gate.policy import World
from gate.policy.portal import PortalRules, PortalState, next_deadline, rules_of
from gate.policy.timetable import Timetable
from gate.policy.unlock import UnlockHours
from gate.service.change import Change
from gate.service.desk_facts import DeskFacts
from gate.service.old_hashes import OldHashes
from gate.service.passages import Passages, lines_of
from gate.service.prepared import Prepared, Unusable
from gate.service.remembering import Remembering
from gate.service.visit_facts import VisitFacts

RUNNING = frozenset({VisitState.APPROVED, VisitState.ARRIVED, VisitState.CHECKED_IN})
"""Visits in these states count for the policy, which knows them all as approved."""

AT_ONCE = datetime.min.replace(tzinfo=UTC)

REMEMBERED = ("people", "alarms", "departures", "revocations", "holds")
"""Facts, besides visits, of which an audit row shows what they were before a command."""


@dataclass(slots=True, kw_only=True)
class Facts:
    """``new_id`` makes ids that were never used; ``packs`` are the hashes of the packs last sent, by agent."""

    site: Site
    world: World
    epoch: int
    new_id: Callable[[str], str]
    revision: int = 0
    people: dict[str, PersonFile] = field(default_factory=dict)
    visits: VisitFacts = field(default_factory=VisitFacts)
    alarms: dict[str, Alarm] = field(default_factory=dict)
    departures: dict[str, Departure] = field(default_factory=dict)
    revocations: dict[str, Revocation] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)
    devices: dict[str, DeviceHealth] = field(default_factory=dict)
    agents: dict[str, AgentStatus] = field(default_factory=dict)
    doors: dict[str, PortalState] = field(default_factory=dict)
    since: dict[str, datetime] = field(default_factory=dict)
    locked: set[str] = field(default_factory=set)
    packs: dict[str, str] = field(default_factory=dict)
    denials: dict[str, list[datetime]] = field(default_factory=dict)
    disarmed: dict[str, datetime] = field(default_factory=dict)
    passages: dict[str, Passages] = field(default_factory=dict)  # by portal: who may still walk through
    lines: dict[str, timedelta] = field(default_factory=dict)
    """Portals whose line a camera watches: how long after closing somebody may still reach it."""
    rules: dict[str, PortalRules] = field(default_factory=dict)
    readers: dict[str, str] = field(default_factory=dict)
    due: dict[str, datetime] = field(default_factory=dict)
    desk: DeskFacts = field(default_factory=DeskFacts)
    unlocks: UnlockHours = field(init=False)
    unlock_due: datetime | None = None
    """When the unlock schedules must be looked at again; None without any."""
    first_in: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Who came in since then, by portal with an unlock schedule."""
    timetable: Timetable = field(init=False)
    touched: set[str] = field(default_factory=set)
    """People of whom the world was told anew since somebody last took note and cleared it."""
    old_hashes: OldHashes = field(default_factory=OldHashes)
    prepared: Prepared | Unusable | None = None
    """A configuration that was asked to be published, for the use case that takes or refuses it."""

    def __post_init__(self) -> None:
        for kind in REMEMBERED:
            setattr(self, kind, Remembering(getattr(self, kind)))
        self._derive()

    def take(self, site: Site, world: World) -> None:
        """From now on this site and world count; what is made of them follows. All else stays."""
        self.site, self.world = site, world
        self.unlock_due = None
        self.locked = {each for each in self.locked if each in site.zones or each in site.portals}
        self.readers.clear()
        self._derive()

    def _derive(self) -> None:
        """What the site file and the world say, kept ready."""
        configuration = self.world.configuration
        self.timetable = self.world.timetable
        self.unlocks = UnlockHours(self.site, configuration, self.timetable)
        self.look_at_unlocks(AT_ONCE)
        self.lines = lines_of(self.site)
        self.rules = {portal.id: rules_of(portal) for portal in self.site.portals.values()}
        for portal in self.site.portals.values():
            self.doors.setdefault(portal.id, PortalState())
            for reader in (portal.reader_in, portal.reader_out):
                if reader is not None:
                    self.readers[reader] = portal.id

        for portal_id, state in self.doors.items():
            self.put_door(portal_id, state)

    def put_door(self, portal: str, state: PortalState) -> None:
        """A portal's machine is in this state; ``due`` knows when it must be looked at again."""
        self.doors[portal] = state
        deadline = next_deadline(state)
        if deadline is None:
            self.due.pop(portal, None)
        else:
            self.due[portal] = deadline

    def look_at_unlocks(self, now: datetime) -> None:
        """Something changed that the unlock schedules hang on."""
        if any(True for _ in self.unlocks):
            self.unlock_due = now

    def note_entry(self, portal: str, persons: tuple[str, ...], at: datetime) -> None:
        """People came in through a portal: one of them may be the first that its schedule waits for."""
        if portal in self.unlocks:
            self.first_in[portal] = (*self.first_in.get(portal, ()), *persons)
            self.unlock_due = at

    # ── people ───────────────────────────────────────────────────────────────

    def put_person(self, change: Change, file: PersonFile) -> PersonFile:
        """Keep a person under a new revision of the facts; the world follows."""
        self._remember(change, file.person.id)  # what an import brought was never told of by a use case
        self.revision += 1
        kept = replace(file, revision=self.revision)
        self.people[kept.person.id] = kept
        self.refresh(kept.person.id)
        change.keep(kept)
        self._remember(change, kept.person.id)
        return kept

    def refresh(self, person: str) -> None:
        """Tell the world what the person and his visits are now."""
        file = self.people[person]
        visits = [each.visit for each in self.visits.of(person)]
        self.world.put_person(for_policy(file.person, visits), file.revision)
        self.touched.add(person)

    def everybody(self) -> tuple[Person, ...]:
        """All people as the policy is told of them."""
        visits: dict[str, list[Visit]] = {}
        for file in self.visits.values():
            visits.setdefault(file.person, []).append(file.visit)
        return tuple(for_policy(file.person, visits.get(file.person.id, ())) for file in self.people.values())

    def _remember(self, change: Change, person: str) -> None:
        """Keep what the policy is told of a person now, for decisions to be taken again."""
        told = self.world.person(person)
        if told is not None and person in self.people:
            change.keep(PersonAsOf(person=told, revision=self.people[person].revision))

    def put_visit(self, change: Change, file: VisitFile) -> None:
        """Keep a visit; his person's rights follow."""
        self.visits[file.visit.id] = file
        self.put_person(change, self.people[file.person])
        change.keep(file)

    def holder_of_credential(self, credential: str) -> PersonFile | None:
        """Whose credential that is."""
        for file in self.people.values():
            if any(each.id == credential for each in file.person.credentials):
                return file
        return None

    def name_of(self, person: str) -> str:
        """The person's name, or the id where there is none."""
        return self.people[person].person.name if person in self.people else person

    # ── the rest ─────────────────────────────────────────────────────────────

    def put_alarm(self, change: Change, alarm: Alarm) -> None:
        """Keep an alarm; a closed one leaves memory."""
        if alarm.open:
            self.alarms[alarm.id] = alarm
        else:
            self.alarms.pop(alarm.id, None)
        change.keep(alarm)

    def open_alarm(self, kind: str, subject: str) -> Alarm | None:
        """The open alarm of this kind about this subject."""
        for alarm in self.alarms.values():
            if (alarm.kind, alarm.subject) == (kind, subject):
                return alarm
        return None

    def put_departure(self, change: Change, case: Departure) -> None:
        """Keep a departure; a proved one leaves memory."""
        if case.proved_at is None:
            self.departures[case.id] = case
        else:
            self.departures.pop(case.id, None)
        change.keep(case)

    def put_revocation(self, change: Change, case: Revocation) -> None:
        """Keep the case of a lost badge; a proved one leaves memory."""
        if case.proved_at is None:
            self.revocations[case.id] = case
        else:
            self.revocations.pop(case.id, None)
        change.keep(case)

    def put_hold(self, change: Change, hold: Hold) -> None:
        """Keep a legal hold; a lifted one leaves memory."""
        if hold.lifted_at is None:
            self.holds[hold.id] = hold
        else:
            self.holds.pop(hold.id, None)
        change.keep(hold)

    def put_device(self, change: Change, health: DeviceHealth) -> None:
        """Keep a device's health."""
        self.devices[health.device] = health
        change.keep(health)

    def put_agent(self, change: Change, status: AgentStatus) -> None:
        """Keep an agent's status."""
        self.agents[status.agent] = status
        change.keep(status)

    def put_portal(self, change: Change, status: PortalStatus) -> None:
        """Keep a portal's state."""
        self.since[status.portal] = status.since
        change.keep(status)

    def zone_of_portal(self, portal: str) -> str:
        """The zone that a portal guards: the one it leads into."""
        return self.site.portals[portal].between[1]


def for_policy(person: Person, visits: Iterable[Visit]) -> Person:
    """The person as the policy is told: with visits, the running ones as approved, the others as they are."""
    told = tuple(
        replace(visit, state=VisitState.APPROVED) if visit.state in RUNNING else visit for visit in visits
    )
    return replace(person, visits=told)
