"""The world of one site: facts and moving state, the questions it answers and the events that move it.

Promises: ``decide`` changes nothing; every other method changes nothing but what its name says; no clock is read.
Not thread-safe: one thread owns it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from gate.domain.card import CardNumber
from gate.domain.credential import Credential, CredentialState
from gate.domain.decision import Decision, Request
from gate.domain.door_state import Contact
from gate.domain.person import Person
from gate.domain.seen import Seen
from gate.policy.configuration import Configuration
from gate.policy.decide import decide
from gate.policy.faults import NotThere
from gate.policy.instant import END, instant, length, micros
from gate.policy.kept import StateRow
from gate.policy.means import HOST, Means
from gate.policy.moved import Moved, unused
from gate.policy.overrides import Overrides
from gate.policy.passing import ran_out, uncertain, went_through
from gate.policy.proofs import Proofs
from gate.policy.record import record
from gate.policy.roster import Roster
from gate.policy.rows import drain, restore
from gate.policy.rules import Passage, ZoneRules
from gate.policy.seen import seen
from gate.policy.state import State
from gate.policy.timetable import Timetable


class World:
    """A configuration with people in it. Instants are aware. A name that is not there: NotThere, nothing changed."""

    def __init__(
        self, configuration: Configuration, people: Iterable[Person] | Roster = (), revision: int = 0
    ) -> None:
        self.configuration = configuration
        self._state = State(configuration, people)
        self._state.register.revision = revision

    # ── facts ────────────────────────────────────────────────────────────────

    @property
    def revision(self) -> int:
        """The newest revision of the facts that was put."""
        return self._state.register.revision

    def put_person(self, person: Person, revision: int) -> None:
        """Add a person or replace all that was known of them; where they are stays as it is."""
        self._state.register.put(person)
        self._state.register.revision = max(revision, self.revision)
        self._state.presence.admit(person.id)

    def drop_person(self, person: str, revision: int) -> None:
        """Forget a person, credentials and presence; harmless if unknown."""
        state = self._state
        state.register.revision = max(revision, self.revision)
        if person in state.register:
            state.register.drop(person)
            state.presence.forget(person)
            state.entries.forget(person)
            state.pins.forget(person)

    def person(self, person: str) -> Person | None:
        """The person as put, with credential states set since."""
        holder = self._state.register.holder(person)
        return None if holder is None else holder.person

    def people(self) -> Iterator[Person]:
        """Everybody on file, in the order in which they came."""
        return (holder.person for holder in self._state.register)

    def find(self, card: CardNumber) -> tuple[Person, Credential] | None:
        """Whose card that is; an active credential wins over others that match alike."""
        token = self._state.register.find(card)
        return None if token is None else (token.holder.person, token.credential)

    def set_credential_state(self, credential: str, state: CredentialState, at: datetime) -> None:
        """From now on the credential is in that state."""
        micros(at)
        self._state.register.set_state(credential, state)

    # ── decisions ────────────────────────────────────────────────────────────

    def decide(self, request: Request, means: Means = HOST) -> Decision:
        """The answer with every reason. Changes nothing: ``record`` applies it."""
        return decide(self._state, request, means)

    def seen(self, request: Request, means: Means = HOST) -> Seen:
        """What ``decide`` looks at to answer this request: enough to take the decision again."""
        return seen(self._state, request, means)

    def record(self, decision: Decision, release: timedelta | None = None) -> tuple[Moved, ...]:
        """Apply a decision: waits, PIN count, released door, live grant. ``release``: how long the lock is released,
        if not for the portal's own time (extended time). Returns what became of grants that this ended.
        """
        t = micros(decision.at)
        grants = record(self._state, decision, None if release is None else length(release))
        return tuple(
            uncertain(self._state, grant, t) if t <= grant.until else unused(grant) for grant in grants
        )

    # ── doors ────────────────────────────────────────────────────────────────

    def opened(self, portal: str, at: datetime) -> tuple[Moved, ...]:
        """The door opened. While a grant is live its persons are in its target now, and nowhere else."""
        self._passage(portal)
        t = micros(at)
        state = self._state
        grant = None
        if state.doors.closed(portal):
            grant = state.grants.take_away(portal)
        state.doors.hear(portal, Contact.OPEN)
        if grant is None:
            return ()
        return (went_through(state, grant, t) if grant.live(t) else unused(grant),)

    def closed(self, portal: str, at: datetime) -> tuple[Moved, ...]:
        """The door closed; if it had been open, its release is over."""
        self._passage(portal)
        micros(at)
        self._state.doors.hear(portal, Contact.CLOSED)
        return ()

    def contact_unknown(self, portal: str, at: datetime) -> tuple[Moved, ...]:
        """Nobody knows whether the door is open: it is not secure, and a live grant may have been used."""
        self._passage(portal)
        t = micros(at)
        grant = self._state.grants.take_away(portal)
        self._state.doors.hear(portal, Contact.UNKNOWN)
        if grant is None:
            return ()
        return (uncertain(self._state, grant, t) if t <= grant.until else unused(grant),)

    def released(self, portal: str, at: datetime, duration: timedelta | None = None) -> None:
        """The lock was released without a decision (console, schedule, fire) for ``duration``, None: until relocked."""
        self._passage(portal)
        self._state.doors.release(portal, END if duration is None else micros(at) + length(duration))

    def relocked(self, portal: str, at: datetime) -> None:
        """The lock holds again."""
        self._passage(portal)
        micros(at)
        self._state.doors.relock(portal)

    def secure(self, portal: str, at: datetime) -> bool:
        """True if the door is known to be closed and its lock holds: what interlocks ask."""
        self._passage(portal)
        return self._state.doors.secure(portal, micros(at))

    def widen(self, portals: Iterable[str], at: datetime, *, inward: bool, outward: bool) -> None:
        """Somebody unknown may have gone through these portals, any number of times and in any order.

        ``inward``: from the first zone to the second; ``outward``: back. Forced, an outage, a console's unlock: both. A
        handle or REX: outward. Whoever can be on the one side can be on the other from now on.
        """
        micros(at)
        passages = [self._passage(portal) for portal in portals]
        arrows = [(each.first, each.second) for each in passages if inward]
        arrows += [(each.second, each.first) for each in passages if outward]
        self._state.presence.spread(arrows)

    # ── what operators set ───────────────────────────────────────────────────

    def lock_down(self, targets: Iterable[str], at: datetime) -> None:
        """Nobody but responders enters these zones and portals."""
        self._set_lockdown(tuple(targets), at, active=True)

    def lift(self, targets: Iterable[str], at: datetime) -> None:
        """End the lockdown of these zones and portals; harmless where there is none."""
        self._set_lockdown(tuple(targets), at, active=False)

    def set_threat(self, level: str | None, zones: Iterable[str], at: datetime) -> None:
        """Set a threat level on zones; None clears."""
        micros(at)
        zones = tuple(zones)
        for zone in zones:
            self._zone(zone)
        if level is not None and level not in self.configuration.levels:
            raise NotThere("threat level", level)
        for zone in zones:
            self._state.threats.set(level, zone)

    def threats_over(self, zone: str) -> tuple[str, ...]:
        """The threat levels set on a zone and on those around it, from the zone outwards."""
        return tuple(level.id for level in self._state.threats.over(self._zone(zone)))

    def in_group(self, person: str, group: str, at: datetime) -> bool:
        """True if the person is in the group then; False for a person or group that is not there."""
        holder = self._state.register.holder(person)
        bit = self.configuration.groups.get(group, 0)
        return holder is not None and bool(holder.groups_at(micros(at)) & bit)

    @property
    def overrides(self) -> Overrides:
        """Who takes it upon themselves that a configuration breaches invariants."""
        return self._state.overrides

    @property
    def proofs(self) -> Proofs:
        """What the last proof of the invariants said."""
        return self._state.proofs

    def forgive(self, person: str, at: datetime) -> None:
        """The person can be anywhere again."""
        micros(at)
        if person not in self._state.register:
            raise NotThere("person", person)
        self._state.presence.forgive(person)

    def alternate_day(self, day: date, as_: str) -> None:
        """Let a local date count as a weekday (``"mon"`` …) or as ``"holiday"``; ValueError for other words."""
        self._state.timetable.alternate(day, as_)

    @property
    def timetable(self) -> Timetable:
        """Schedules with the alternate days that were set; for reading."""
        return self._state.timetable

    def alternates(self) -> Mapping[date, str]:
        """Days that were set to count as another, by local date."""
        return self._state.timetable.alternates()

    def advance(self, now: datetime, but: Collection[str] = ()) -> tuple[Moved, ...]:
        """Grants that ran out unused before ``now``: nobody moved, or nobody can know where no contact was built in.

        ``but``: portals of which older news may still come.
        """
        ended = self._state.grants.run_out(micros(now), but)
        for grant in ended:
            self._state.grants.take_away(grant.portal)
        return tuple(ran_out(self._state, grant) for grant in ended)

    def next_deadline(self, but: Collection[str] = ()) -> datetime | None:
        """When ``advance`` will have something to say, the portals ``but`` aside; None if nothing is open."""
        end = self._state.grants.next_end(but)
        return None if end is None else instant(end)

    def presence(self, person: str) -> frozenset[str]:
        """The zones where the person can be."""
        if person not in self._state.register:
            raise NotThere("person", person)
        return frozenset(self.configuration.names(self._state.presence.of(person)))

    def inside(self, zone: str) -> tuple[str, ...]:
        """Those known to be in the zone or in zones inside it, sorted."""
        return tuple(sorted(self._state.presence.known_in(self._zone(zone))))

    def can_be_in(self, zones: Iterable[str]) -> tuple[str, ...]:
        """People of whom it is known where they can be, and that it may be one of these zones, sorted."""
        mask = 0
        for zone in zones:
            mask |= self._zone(zone).bit
        return tuple(sorted(self._state.presence.can_be_in(mask)))

    def drain(self) -> tuple[StateRow, ...]:
        """What changed since the last drain, to be stored together with its cause."""
        return drain(self._state)

    def rows(self) -> tuple[StateRow, ...]:
        """All of the moving state as it is, for a world of another configuration to take over."""
        return tuple(row for part in self._state.kept for row in part.rows())

    def restore(self, rows: Iterable[StateRow]) -> None:
        """Take back what was drained, all of it in one call, once the people are there; BadRow if it is not ours."""
        restore(self._state, rows)

    def _passage(self, portal: str) -> Passage:
        passage = self.configuration.portals.get(portal)
        if passage is None:
            raise NotThere("portal", portal)
        return passage

    def _zone(self, zone: str) -> ZoneRules:
        rules = self.configuration.zones.get(zone)
        if rules is None:
            raise NotThere("zone", zone)
        return rules

    def _set_lockdown(self, targets: tuple[str, ...], at: datetime, *, active: bool) -> None:
        micros(at)
        for target in targets:
            if target not in self.configuration.zones and target not in self.configuration.portals:
                raise NotThere("zone or portal", target)
        for target in targets:
            self._state.lockdown.set(target, active=active)
